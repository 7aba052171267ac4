import { describe, expect, it } from 'vitest'
import { lintDefinitions, type Definition, type ToolDefinition } from '../../../../src/policy/tool-guard/index.js'

const object = (members: Definition = {}): Definition => ({ type: 'object', ...members })

/** `rule path` of every finding in one tool. */
function lint(members: Definition): string[] {
  const [report] = lintDefinitions({ tools: [{ name: 'a', ...members }] }).tools
  return report?.findings.map(({ rule, path }) => `${rule} ${path}`) ?? expect.fail('no report')
}

const lintInput = (schema: unknown) => lint({ inputSchema: schema })

describe('lintDefinitions, schemas', () => {
  it.each([
    ['no parameters', object({ additionalProperties: false })],
    ['draft 07', object({ $schema: 'http://json-schema.org/draft-07/schema#' })],
    ['2020-12', object({ $schema: 'https://json-schema.org/draft/2020-12/schema' })],
    [
      'a tree that holds trees',
      object({
        properties: { tree: { $ref: '#/$defs/tree' } },
        $defs: { tree: object({ properties: { kids: { type: 'array', items: { $ref: '#/$defs/tree' } } } }) },
      }),
    ],
    [
      'a schema inside with an id',
      object({
        properties: { a: { $ref: 'https://own.example/a' } },
        $defs: { a: { $id: 'https://own.example/a', type: 'string' } },
      }),
    ],
    [
      'a schema inside by its relative name',
      object({ $id: 'https://own.example/root', properties: { a: { $ref: 'a' } }, $defs: { a: { $id: '/a' } } }),
    ],
    ['an anchor', object({ properties: { a: { $ref: '#note' } }, $defs: { n: { $anchor: 'note', type: 'string' } } })],
    ['a property called $ref', object({ properties: { $ref: { type: 'string' } } })],
    ['a reference to true', object({ properties: { a: { $ref: '#/$defs/any' } }, $defs: { any: true } })],
    ['a default that looks like a reference', object({ default: { $ref: 'https://x.example' } })],
  ])('finds nothing in a schema with %s [TL-14] [TL-15]', (_case, schema) => {
    expect(lintInput(schema)).toEqual([])
  })

  it.each([
    ['null', null],
    ['an array', []],
    ['a string', 'object'],
    ['absent', undefined],
  ])('refuses %s as a schema [TL-14]', (_case, schema) => {
    expect(lint(schema === undefined ? {} : { inputSchema: schema })).toEqual(['schema-not-object /inputSchema'])
  })

  it.each([
    [{ type: 'array' }, 'schema-not-object /inputSchema/type'],
    [{}, 'schema-not-object /inputSchema/type'],
    [object({ $schema: 'https://evil.example/schema' }), 'schema-dialect /inputSchema/$schema'],
    [object({ $schema: 7 }), 'schema-dialect /inputSchema/$schema'],
    [object({ properties: { a: { type: 'text' } } }), 'schema-keyword /inputSchema/properties/a/type'],
    [object({ properties: ['a'] }), 'schema-keyword /inputSchema/properties'],
    [object({ required: 'a' }), 'schema-keyword /inputSchema/required'],
    [object({ properties: { a: { anyOf: [] } } }), 'schema-keyword /inputSchema/properties/a/anyOf'],
    [object({ properties: { a: { maxLength: -1 } } }), 'schema-keyword /inputSchema/properties/a/maxLength'],
    [object({ properties: { 'a/b': { enum: 'x' } } }), 'schema-keyword /inputSchema/properties/a~1b/enum'],
  ])('says what is wrong with %j, and where [TL-14]', (schema, finding) => {
    expect(lintInput(schema)).toEqual([finding])
  })

  it('takes results of any type, and looks into their schema all the same [TL-14] [TL-15]', () => {
    expect(lint({ inputSchema: object(), outputSchema: { type: 'array', items: { type: 'string' } } })).toEqual([])
    const outputSchema = { type: 'array', items: { $ref: 'https://x.example/a.json' } }
    expect(lint({ inputSchema: object(), outputSchema })).toEqual(['ref-remote /outputSchema/items/$ref'])
    expect(lint({ inputSchema: object(), outputSchema: null })).toEqual(['schema-not-object /outputSchema'])
  })

  it('refuses a reference that only a pointer leads to [TL-15]', () => {
    const schema = object({ allOf: [{ $ref: '#/x-parts/a' }], 'x-parts': { a: { $ref: 'https://x.example/a.json' } } })
    expect(lintInput(schema)).toEqual(['ref-remote /inputSchema/$ref'])
  })

  it.each([
    'https://canary.example/schema.json',
    'http://169.254.169.254/latest',
    '//canary.example/x',
    'other.json#/a',
    'file:///etc/passwd',
    'urn:example:a',
  ])('refuses the reference %s without asking anybody [TL-15] [F-55]', (reference) => {
    const asked: unknown[] = []
    const { fetch } = globalThis
    globalThis.fetch = (...parameters) => {
      asked.push(parameters)
      return Promise.reject(new Error('no network'))
    }
    try {
      const schema = object({ properties: { a: { allOf: [{ $ref: reference }] } } })
      expect(lintInput(schema)).toEqual(['ref-remote /inputSchema/properties/a/allOf/0/$ref'])
    } finally {
      globalThis.fetch = fetch
    }
    expect(asked).toEqual([])
  })

  it.each(['#/$defs/missing', '#nowhere', '#/properties/a/0', '#/%E0%A4%A', '#/constructor'])(
    'refuses the reference %s, which leads nowhere [TL-15]',
    (reference) => {
      expect(lintInput(object({ properties: { a: { $ref: reference } } }))).toEqual([
        'ref-broken /inputSchema/properties/a/$ref',
      ])
    },
  )

  it.each([
    ['itself', object({ $ref: '#' })],
    ['itself by an alternative', object({ anyOf: [{ $ref: '#' }] })],
    [
      'another that leads back',
      object({ $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { $ref: '#/$defs/a' } } }),
    ],
  ])('refuses a schema that refers to %s for the same value [TL-16]', (_case, schema) => {
    expect(lintInput(schema)).toEqual(['ref-endless /inputSchema'])
  })

  it('finds alternatives that multiply, quickly [TL-16] [F-55]', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `d${i}`,
        { anyOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    )
    const began = performance.now()
    expect(lintInput(object({ $ref: '#/$defs/d0', $defs: { ...$defs, d60: { type: 'string' } } }))).toEqual([
      'schema-explodes /inputSchema',
    ])
    expect(performance.now() - began).toBeLessThan(500)
  })

  it('finds what is too deep, however deep it is [TL-16]', () => {
    let schema: Definition = { type: 'string' }
    for (let i = 0; i < 5_000; i++) schema = object({ properties: { a: schema } })
    expect(lintInput(schema)).toEqual([expect.stringMatching(/^schema-deep \/inputSchema\/properties\/a/)])
  })

  it('finds what is too large, however large it is [TL-16]', () => {
    const properties = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`p${i}`, { type: 'string' }]))
    expect(lintInput(object({ properties }))).toEqual(['schema-large /inputSchema'])
  })

  it('finds patterns, also as names of properties [TL-16]', () => {
    const schema = object({ properties: { a: { pattern: '(a+)+$' } }, patternProperties: { '(': true } })
    expect(lintInput(schema).sort()).toEqual([
      'pattern-invalid /inputSchema/patternProperties/(',
      'pattern-slow /inputSchema/properties/a/pattern',
    ])
  })

  it('shows what it objects to without what a terminal would obey [TL-14]', () => {
    const tool: ToolDefinition = { name: 'a\u001b[2J', inputSchema: object() }
    const [finding] = lintDefinitions({ tools: [tool] }).tools[0]?.findings ?? []
    expect(finding).toMatchObject({ rule: 'name-form', path: '/name', severity: 'high', excerpt: 'a\\u{1b}[2J' })
  })
})
