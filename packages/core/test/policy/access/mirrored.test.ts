import { describe, expect, it } from 'vitest'
import { createOperationPolicy, mirroredParameters } from '../../../src/policy/access/index.js'

const configError = expect.objectContaining({ code: 'ERR_CONFIG' })
const mirroredOf = (mirrored: Record<string, string>, key = 'tools/query') =>
  createOperationPolicy({ [key]: { scope: [], mirrored } })

describe('mirrored of a rule', () => {
  it('says which header repeats which argument [ST-52]', () => {
    const policy = mirroredOf({ Region: 'region', City: 'filter.city', 'X-Y': '/a~1b/c~0d/e.f' })
    expect(policy.mirroredFor({ key: 'tools/query' })).toEqual([
      { header: 'mcp-param-region', path: ['region'] },
      { header: 'mcp-param-city', path: ['filter', 'city'] },
      { header: 'mcp-param-x-y', path: ['a/b', 'c~d', 'e.f'] },
    ])
    expect(policy.mirroredFor({ key: 'tools/other' })).toEqual([])
    expect(policy.mirroredHeaders).toEqual(['mcp-param-city', 'mcp-param-region', 'mcp-param-x-y'])
    expect(createOperationPolicy({ 'tools/query': [] }).mirroredHeaders).toEqual([])
  })

  it.each([
    ['a name with a space', { 'My Region': 'region' }],
    ['a name with a line break', { 'Region\r\nX': 'region' }],
    ['a name with a colon', { 'Region:': 'region' }],
    ['an empty name', { '': 'region' }],
    ['a very long name', { ['x'.repeat(65)]: 'region' }],
    ['one name in two spellings', { Region: 'region', REGION: 'other' }],
    ['an empty path', { Region: '' }],
    ['a path with a gap', { Region: 'a..b' }],
  ])('is refused with %s [ST-52]', (_case, mirrored) => {
    expect(() => mirroredOf(mirrored)).toThrow(configError)
  })

  it.each(['default', 'prompts/p', 'resources/notes://x', 'methods/tools/list'])(
    'is refused for %s, which is no tool [ST-52]',
    (key) => {
      expect(() => mirroredOf({ Region: 'region' }, key)).toThrow(configError)
    },
  )

  it('is refused in another form', () => {
    for (const mirrored of [['region'], 'region', { Region: 7 }]) {
      expect(() => createOperationPolicy({ 'tools/q': { mirrored } as never })).toThrow(configError)
    }
  })
})

describe('mirroredParameters', () => {
  const annotated = (name: unknown, more: object = {}) => ({ type: 'string', 'x-mcp-header': name, ...more })

  it('reads the annotations of a schema, nested ones too [ST-52]', () => {
    const schema = {
      type: 'object',
      properties: {
        region: annotated('Region'),
        plain: { type: 'string' },
        'a/b~c': annotated('Odd'),
        filter: { type: 'object', properties: { city: annotated('City') } },
      },
    }
    const found = mirroredParameters(schema)
    expect(found).toEqual({ Region: '/region', Odd: '/a~1b~0c', City: '/filter/city' })
    const policy = createOperationPolicy({ 'tools/q': { scope: [], mirrored: found } })
    expect(policy.mirroredFor({ key: 'tools/q' }).map(({ path }) => path)).toEqual([
      ['region'],
      ['a/b~c'],
      ['filter', 'city'],
    ])
  })

  it('finds nothing where no value is certain to be [ST-52]', () => {
    const schema = {
      'x-mcp-header': 'Root',
      properties: { list: { type: 'array', items: annotated('Item') } },
      oneOf: [{ properties: { a: annotated('A') } }],
      $defs: { b: annotated('B') },
      additionalProperties: annotated('C'),
    }
    expect(mirroredParameters(schema)).toEqual({})
  })

  it('takes an argument for an argument, whatever its name is [ST-52]', () => {
    const schema = { properties: { 'x-mcp-header': annotated('Own'), properties: annotated('Other') } }
    expect(mirroredParameters(schema)).toEqual({ Own: '/x-mcp-header', Other: '/properties' })
  })

  it.each([[undefined], [null], ['schema'], [[]], [{}], [{ properties: [] }], [{ properties: { a: true } }]])(
    'finds nothing in %j',
    (schema) => {
      expect(mirroredParameters(schema)).toEqual({})
    },
  )

  it.each([[''], ['a b'], ['a:b'], [7], [null], [['Region']]])('refuses the name %j [ST-52]', (name) => {
    expect(() => mirroredParameters({ properties: { a: annotated(name) } })).toThrow(configError)
  })

  it('refuses a name that stands twice, in any case [ST-52]', () => {
    const properties = { a: annotated('Region'), b: annotated('region') }
    expect(() => mirroredParameters({ properties })).toThrow(configError)
  })

  it('comes to an end in a schema without one', () => {
    const schema: { properties: Record<string, unknown> } = { properties: {} }
    schema.properties['a'] = schema
    expect(mirroredParameters(schema)).toEqual({})
  })
})
