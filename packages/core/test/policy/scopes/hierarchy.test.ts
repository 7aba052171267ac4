import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScopeHierarchy, missingScopes, satisfies } from '../../../src/policy/scopes/index.js'

const hierarchy = createScopeHierarchy(
  new Map([
    ['admin', ['write', 'audit']],
    ['write', ['read']],
  ]),
)

describe('createScopeHierarchy', () => {
  it.each([
    ['itself', [['a', ['a']]]],
    [
      'itself through another',
      [
        ['a', ['b']],
        ['b', ['a']],
      ],
    ],
    [
      'itself through two others',
      [
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['x', 'a']],
      ],
    ],
  ] as const)('refuses a scope that implies %s [RS-63]', (_case, implies) => {
    expect(() => createScopeHierarchy(new Map<string, readonly string[]>(implies))).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', problem: expect.stringContaining('a implies') as string }),
    )
  })

  it('refuses exactly the circles, in any graph [RS-63]', () => {
    const node = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node)), (edges) => {
        const below = new Map<string, string[]>()
        for (const [from, to] of edges) below.set(from, [...(below.get(from) ?? []), to])
        const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
          (below.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))))
        const isCircular = [...below.keys()].some((start) => reaches(start, start))
        if (isCircular) {
          expect(() => createScopeHierarchy(below)).toThrow()
          return
        }
        const closed = createScopeHierarchy(below)
        for (const [from, to] of edges) expect(closed.get(from)?.has(to)).toBe(true)
      }),
    )
  })

  it('allows two ways to one scope', () => {
    const diamond = createScopeHierarchy(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['d']],
        ['c', ['d']],
      ]),
    )
    expect([...(diamond.get('a') ?? [])].sort()).toEqual(['b', 'c', 'd'])
  })
})

describe('satisfies', () => {
  it.each([
    ['nothing granted', [], ['read']],
    ['the narrow for the broad', ['read'], ['write']],
    ['a sibling', ['audit'], ['read']],
    ['a prefix', ['rea'], ['read']],
    ['another case', ['READ'], ['read']],
    ['one of two', ['read'], ['read', 'other']],
    ['the name of an object member', ['read'], ['constructor']],
  ])('does not pass with %s [RS-63]', (_case, granted, required) => {
    expect(satisfies(granted, required, hierarchy)).toBe(false)
  })

  it.each([
    ['the scope itself', ['read'], ['read']],
    ['the broad for the narrow, over two steps', ['admin'], ['read']],
    ['different scopes together', ['write', 'other'], ['other', 'read']],
    ['nothing asked', [], []],
  ])('passes with %s [RS-63]', (_case, granted, required) => {
    expect(satisfies(granted, required, hierarchy)).toBe(true)
  })

  it('does not know the hierarchy unless it is given', () => {
    expect(satisfies(['admin'], ['read'])).toBe(false)
  })

  it('lets a token with fewer scopes than its client asked for do what is inside them [RS-66]', () => {
    expect(satisfies(['read'], ['read'], hierarchy)).toBe(true)
    expect(satisfies(['read'], ['write'], hierarchy)).toBe(false)
  })
})

describe('missingScopes', () => {
  it('names all that is missing at once, sorted [RS-61] [RS-64]', () => {
    expect(missingScopes([], ['b', 'a', 'b'], hierarchy)).toEqual(['a', 'b'])
    expect(missingScopes(['write'], ['read', 'audit', 'write'], hierarchy)).toEqual(['audit'])
  })

  it('is empty exactly when the scopes satisfy [RS-63]', () => {
    const scopes = fc.array(fc.constantFrom('admin', 'write', 'read', 'audit', 'other'))
    fc.assert(
      fc.property(scopes, scopes, (granted, required) => {
        expect(missingScopes(granted, required, hierarchy).length === 0).toBe(satisfies(granted, required, hierarchy))
      }),
    )
  })
})
