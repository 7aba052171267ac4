import { describe, expect, it } from 'vitest'
import { createScopeCatalogue, scopeWarnings, type ScopeDefinitions } from '../../../src/policy/scopes/index.js'

describe('createScopeCatalogue', () => {
  it.each([
    ['a quotation mark [RS-68]', { 'a"b': 'A' }],
    ['a backslash [RS-68]', { 'a\\b': 'A' }],
    ['a space [RS-68]', { 'a b': 'A' }],
    ['no characters [RS-68]', { '': 'A' }],
    ['letters beyond ASCII [RS-68]', { lés: 'A' }],
    ['the name offline_access [RS-09]', { offline_access: 'Stay signed in' }],
  ])('refuses a scope with %s', (_case, definitions) => {
    expect(() => createScopeCatalogue(definitions)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', option: 'scopes' }),
    )
  })

  it.each([
    ['an empty description', { a: '' }],
    ['no description', { a: { implies: [] } }],
    ['an unknown member', { a: { description: 'A', implied: ['b'] } }],
    ['a number', { a: 1 }],
  ])('refuses a definition with %s', (_case, definitions) => {
    const create = () => createScopeCatalogue(definitions as unknown as ScopeDefinitions)
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it('refuses to imply a scope that does not exist, naming both [RS-63]', () => {
    expect(() => createScopeCatalogue({ write: { description: 'W', implies: ['raed'] } })).toThrow(
      expect.objectContaining({ option: 'scopes.write.implies', problem: expect.stringContaining('raed') as string }),
    )
  })

  it('refuses circles [RS-63]', () => {
    const create = () =>
      createScopeCatalogue({ a: { description: 'A', implies: ['b'] }, b: { description: 'B', implies: ['a'] } })
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', option: 'scopes' }))
  })

  it('does not change when its options do', () => {
    const implies = ['read']
    const definitions = { write: { description: 'W', implies }, read: 'R', other: 'O' }
    const catalogue = createScopeCatalogue(definitions)
    implies.push('other')
    definitions.read = 'changed'
    expect(catalogue.hierarchy.get('write')?.has('other')).toBe(false)
    expect(catalogue.describe('read')).toBe('R')
    expect(() => (catalogue.names as string[]).push('x')).toThrow(TypeError)
  })

  it('knows nothing that was not defined', () => {
    const catalogue = createScopeCatalogue({ read: 'R' })
    expect(catalogue.has('constructor')).toBe(false)
    expect(catalogue.has('Read')).toBe(false)
    expect(catalogue.describe('toString')).toBeUndefined()
  })

  it('lists names in one order and gives descriptions [RS-64]', () => {
    const catalogue = createScopeCatalogue({ b: 'Second', a: { description: 'First', implies: ['b'] } })
    expect(catalogue.names).toEqual(['a', 'b'])
    expect(catalogue.describe('a')).toBe('First')
    expect([...(catalogue.hierarchy.get('a') ?? [])]).toEqual(['b'])
  })
})

describe('scopeWarnings', () => {
  it.each([['*'], ['notes:*'], ['all'], ['ALL'], ['full-access'], ['full_access'], ['fullaccess'], ['root']])(
    'warns of %s [RS-10]',
    (scope) => {
      expect(scopeWarnings([scope])).toEqual([{ scope, problem: expect.any(String) as string }])
    },
  )

  it('says nothing about scopes that say what they permit [RS-10]', () => {
    expect(scopeWarnings(['notes:read', 'call', 'small', 'recall', 'install'])).toEqual([])
  })
})
