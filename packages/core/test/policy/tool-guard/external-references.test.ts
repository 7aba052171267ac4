import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { externalReferences } from '../../../src/policy/tool-guard/index.js'

const CANARY = 'https://canary.example/a.json'
const found = (inputSchema: unknown): string[] => externalReferences({ name: 'a', inputSchema })

describe('externalReferences', () => {
  it.each<[string, object]>([
    ['a property', { properties: { a: { $ref: CANARY } } }],
    ['an alternative', { anyOf: [{ type: 'null' }, { $ref: CANARY }] }],
    ['an item of draft 07', { properties: { a: { items: [{ $ref: CANARY }] } } }],
    ['a dependency of draft 07', { dependencies: { a: ['b'], b: { $ref: CANARY } } }],
    ['a definition that nothing refers to', { $defs: { a: { $ref: CANARY } } }],
    ['a property called like a keyword', { properties: { default: { $ref: CANARY } } }],
    ['a place only a pointer leads to', { $ref: '#/x-parts/a', 'x-parts': { a: { $ref: CANARY } } }],
    ['a pointer that is percent-encoded', { $ref: '#%2Fdefault', default: { $ref: CANARY } }],
    ['a chain of pointers', { $ref: '#/x/a', x: { a: { not: { $ref: '#/x/b' } }, b: { $recursiveRef: CANARY } } }],
    ['what `$id` makes of a relative one', { $id: 'https://canary.example/', properties: { a: { $ref: 'a.json' } } }],
    ['beside a decoy of that `$id` in data', { $ref: CANARY, default: { $id: CANARY } }],
    ['an `$id` that another base makes another', { $defs: { a: { $id: 'a.json' } }, allOf: [{ $ref: CANARY }] }],
  ])('finds it in %s [TL-15]', (_place, schema) => {
    expect(found({ type: 'object', ...schema })).toHaveLength(1)
  })

  it.each<[string, unknown]>([
    ['a reference within', { $ref: '#/$defs/a', $defs: { a: { $ref: '#' } } }],
    ['its own address', { $id: CANARY, properties: { a: { $ref: `${CANARY}#/$defs/a` } }, $defs: { a: {} } }],
    ['an embedded schema', { properties: { a: { $ref: CANARY } }, $defs: { a: { $id: CANARY } } }],
    ['one by its relative name', { $id: 'https://own.example/root', $ref: 'a', $defs: { a: { $id: '/a' } } }],
    ['a dialect', { $schema: 'https://json-schema.org/draft/2020-12/schema' }],
    ['a property called $ref', { properties: { $ref: { type: 'string', format: 'uri' } } }],
    ['data', { default: { $ref: CANARY }, examples: [{ $ref: CANARY }], const: { $ref: CANARY } }],
    ['a reference that is none', { $ref: 7 }],
    ['no object', [{ $ref: CANARY }]],
  ])('finds none in %s [TL-15]', (_case, schema) => {
    expect(found(schema)).toEqual([])
  })

  it('finds it at any depth, and in whatever else there is [TL-15]', () => {
    const keyword = fc.constantFrom('not', 'items', 'contains', 'if', 'additionalProperties')
    fc.assert(
      fc.property(fc.array(keyword, { maxLength: 60 }), fc.jsonValue(), (keywords, noise) => {
        const deep = keywords.reduce<object>((inner, each) => ({ 'x-noise': noise, [each]: inner }), { $ref: CANARY })
        expect(found(deep)).toEqual([CANARY])
      }),
    )
  })

  it('looks at each schema once, wherever pointers lead [TL-15] [TL-16]', () => {
    const looks = { count: 0 }
    const counted = (schema: object) =>
      new Proxy(schema, {
        getOwnPropertyDescriptor(target, member) {
          looks.count++
          return Reflect.getOwnPropertyDescriptor(target, member)
        },
      })
    let deep = counted({})
    for (let i = 0; i < 200; i++) deep = counted({ not: deep })
    // The deepest first: each pointer leads to what is around all that was seen.
    const pointers = Array.from({ length: 200 }, (_, i) => ({ $ref: `#/x${'/not'.repeat(200 - i)}` }))
    expect(found({ x: deep, allOf: pointers })).toEqual([])
    expect(looks.count).toBeLessThan(60_000)
  })
})
