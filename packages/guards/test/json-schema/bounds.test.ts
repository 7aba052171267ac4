import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError } from '@sallyport/core/errors'
import { checkArguments } from '@sallyport/core/inputs'
import { createSchemaCompiler } from '../../src/json-schema/index.js'

const compileSchema = createSchemaCompiler()
const DRAFT7 = 'http://json-schema.org/draft-07/schema#'

function reasonOf(schema: unknown): string {
  try {
    compileSchema(schema)
    return 'compiled'
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_INPUT' })
    return (error as { reason: string }).reason
  }
}

function chain(levels: number, link: (next: string) => object): object {
  const $defs: Record<string, object> = {}
  for (let level = 0; level < levels; level++) $defs[`l${String(level)}`] = link(`#/$defs/l${String(level + 1)}`)
  $defs[`l${String(levels)}`] = { type: 'string' }
  return { $defs, $ref: '#/$defs/l0' }
}

describe('a schema', () => {
  it.each([null, undefined, [], 'object', 7, true, false, () => ({}), Symbol('a')])(
    'is refused when it is %s [TL-14]',
    (schema) => {
      expect(reasonOf(schema)).toBe('schema_not_object')
    },
  )

  it('is refused when it holds itself [TL-14] [TL-16]', () => {
    const schema: Record<string, unknown> = {}
    schema['not'] = schema
    expect(reasonOf(schema)).toBe('schema_not_object')
  })

  it.each([
    'http://json-schema.org/draft-04/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://example.test/mine',
    '',
    7,
  ])('is refused when its dialect is %j [TL-14]', ($schema) => {
    expect(reasonOf({ $schema })).toMatch(/^schema_(dialect|malformed)$/)
  })

  it.each([
    [{ type: 'text' }],
    [{ type: [] }],
    [{ type: ['string', 'string'] }],
    [{ properties: [] }],
    [{ properties: { a: 1 } }],
    [{ items: [{}] }],
    [{ allOf: [] }],
    [{ allOf: {} }],
    [{ required: 'a' }],
    [{ required: ['a', 'a'] }],
    [{ maxLength: -1 }],
    [{ minimum: '1' }],
    [{ multipleOf: 0 }],
    [{ pattern: 1 }],
    [{ enum: 'a' }],
    [{ not: null }],
    [{ uniqueItems: 'yes' }],
    [{ dependentRequired: { a: 'b' } }],
    [{ $ref: 1 }],
    [{ $defs: { a: { type: 'nothing' } } }],
  ])('is refused when it is malformed: %j [TL-14]', (schema) => {
    expect(reasonOf(schema)).toBe('schema_malformed')
  })

  it.each([
    [{ $ref: '#/$defs/a' }, 'schema_ref'],
    [{ $ref: '#a' }, 'schema_ref'],
    [{ $ref: '#/%zz' }, 'schema_ref'],
    [{ $ref: '#/type', type: 'string' }, 'schema_ref'],
    [{ $ref: '#/__proto__' }, 'schema_ref'],
    [{ $ref: 'other.json' }, 'schema_remote_ref'],
    [{ $ref: 'file:///etc/passwd' }, 'schema_remote_ref'],
    [{ $dynamicRef: 'https://example.test/#a' }, 'schema_remote_ref'],
    [{ $schema: DRAFT7, $ref: '//example.test/a' }, 'schema_remote_ref'],
    [{ $defs: { a: { $id: 'b' }, c: { $id: './b' } } }, 'schema_id'],
    [{ $id: 'https://example.test/a', $defs: { a: { $id: 'a' } } }, 'schema_id'],
    [{ $defs: { a: { $id: 'https://example.test/a' } }, $ref: 'https://example.test/b' }, 'schema_remote_ref'],
    [{ $defs: { a: { $id: 'https://example.test/a' } }, $ref: 'https://example.test/a#b' }, 'schema_ref'],
    [{ $defs: { a: { $id: 'a#b' } } }, 'schema_malformed'],
    [{ $id: 'http://[' }, 'schema_malformed'],
    [{ $anchor: '/a' }, 'schema_malformed'],
    [{ $defs: { a: { $id: 'a', $schema: DRAFT7 } } }, 'schema_dialect'],
    [
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $ref: '#a', $defs: { b: { $id: 'b', $anchor: 'a' } } },
      'schema_ref',
    ],
    [{ $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } }, 'schema_anchor'],
  ])('is refused when a reference leads out or nowhere: %j [TL-15]', (schema, reason) => {
    expect(reasonOf(schema)).toBe(reason)
  })

  it('makes no request for what it refers to, neither when it is read nor ever after [TL-15]', async () => {
    const requests: (string | undefined)[] = []
    const canary = createServer((request, response) => response.end(String(requests.push(request.url)))).listen(
      0,
      '127.0.0.1',
    )
    onTestFinished(() => void canary.close())
    await new Promise((resolve) => canary.once('listening', resolve))
    const url = `http://127.0.0.1:${String((canary.address() as AddressInfo).port)}/schema.json`
    for (const schema of [
      { $ref: url },
      { $ref: `${url}#/a` },
      { properties: { a: { $dynamicRef: url } } },
      { $schema: url },
    ]) {
      expect(reasonOf(schema)).toMatch(/^schema_(remote_ref|dialect)$/)
    }
    expect(compileSchema({ $id: url, $comment: url, 'x-ref': { $ref: url } })(1).ok).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(requests).toEqual([])
  })

  it.each(['(?=a)b', '(?<!a)b', '(a)\\1', '(?<x>a)\\k<x>', '(', '[', 'a{1001}', '(a{100}){100}', 'x'.repeat(1_001)])(
    'is refused for the pattern %j, which is no regular expression of bounded cost [TL-16]',
    (pattern) => {
      expect(reasonOf({ pattern })).toBe('schema_pattern')
      expect(reasonOf({ patternProperties: { [pattern]: true } })).toBe('schema_pattern')
    },
  )

  it('is refused when it is too deep or too large [TL-16]', () => {
    let deep: object = {}
    for (let level = 0; level < 40; level++) deep = { items: deep }
    expect(reasonOf(deep)).toBe('schema_too_deep')
    expect(reasonOf({ anyOf: Array.from({ length: 1_001 }, () => ({})) })).toBe('schema_too_large')
    let abyss = '{}'
    for (let level = 0; level < 20_000; level++) abyss = `{"not":${abyss}}`
    expect(reasonOf(JSON.parse(abyss))).toMatch(/^schema_(too_deep|not_object)$/)
  })
})

describe('reading a schema', () => {
  it.each([
    ['a repetition', (n: number) => `${'a{900}'.repeat(160)}${String(n)}`],
    ['a repetition of a group', (n: number) => `(?:${'a'.repeat(980)}){900}${String(n)}`],
    ['a repetition of a named group', (n: number) => `(?<x>${'.'.repeat(900)}${String(n)}){900,}`],
    [
      'a repetition of repetitions',
      (n: number) => `((?:a{10}b${String(n)}){30}[^\\]{}()]{100}){3}${'c{900}'.repeat(100)}`,
    ],
    ['a repetition of a class', (n: number) => `${'[\\p{L}\\S({]{90}'.repeat(50)}${String(n)}`],
    ['tables', (n: number) => `${'\\p{L}'.repeat(190)}${String(n)}`],
    ['short repetitions', (n: number) => `^[a-z]{1,900}${String(n)}$`],
  ])('ends soon when 900 patterns have %s, and refuses them [TL-16]', (_of, pattern) => {
    const started = performance.now()
    const allOf = Array.from({ length: 900 }, (_, index) => ({ pattern: pattern(index) }))
    expect(reasonOf({ allOf })).toBe('schema_pattern')
    expect(performance.now() - started).toBeLessThan(3_000)
  })

  it('takes hundreds of patterns as people write them [TL-16]', () => {
    const patterns = [
      '^[A-Za-z0-9_-]{1,64}$',
      '^\\d{4}-\\d{2}-\\d{2}$',
      '^\\p{L}[\\p{L} ]*$',
      '^(?:[a-z]{1,63}\\.){1,8}[a-z]{2,}$',
    ]
    const allOf = Array.from({ length: 200 }, (_, index) => ({
      pattern: `${patterns[index % 4] ?? ''}|^${String(index)}$`,
    }))
    expect(reasonOf({ allOf })).toBe('compiled')
  })
})

describe('checking a value', () => {
  const tooLong = { ok: false, problems: [{ path: '', message: 'The value takes too long to check.' }] }
  const timed = (schema: unknown, value: unknown) => {
    const check = compileSchema(schema)
    const started = performance.now()
    const result = check(value)
    expect(performance.now() - started).toBeLessThan(5_000)
    return result
  }

  it.each(['anyOf', 'allOf', 'oneOf'])('ends when %s doubles at each of 30 levels [TL-16]', (keyword) => {
    expect(
      timed(
        chain(30, ($ref) => ({ [keyword]: [{ $ref }, { $ref }] })),
        'text',
      ),
    ).toEqual(tooLong)
  })

  it('ends when a schema refers to itself without going on [TL-16]', () => {
    expect(timed({ $ref: '#' }, 1)).toEqual(tooLong)
    expect(timed({ allOf: [{ $ref: '#' }] }, 1)).toEqual(tooLong)
    expect(timed({ $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' }, 1)).toEqual(
      tooLong,
    )
  })

  it('ends when a dynamic scope turns in a circle [TL-16]', () => {
    const $defs = {
      b: { $id: 'b', $dynamicAnchor: 'n', $ref: 'a' },
      a: { $id: 'a', $dynamicAnchor: 'n', $dynamicRef: '#n' },
    }
    expect(timed({ $ref: 'a', $defs }, 1)).toEqual(tooLong)
    const many = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [
        `r${String(index)}`,
        { $id: `r${String(index)}`, $dynamicAnchor: 'n' },
      ]),
    )
    let deep: unknown = 1
    for (let level = 0; level < 900; level++) deep = [deep]
    expect(timed({ $defs: many, $dynamicAnchor: 'm', items: { $dynamicRef: '#m' } }, deep)).toEqual(tooLong)
  })

  it('ends when schema and value recur together [TL-16]', () => {
    let value: unknown = {}
    for (let level = 0; level < 60; level++) value = { a: value }
    const schema = {
      anyOf: [
        { properties: { a: { $ref: '#' } }, required: ['b'] },
        { properties: { a: { $ref: '#' } }, required: ['c'] },
      ],
    }
    expect(timed(schema, value)).toEqual(tooLong)
  })

  it.each(['(a+)+$', '(a|a)*b', '^(a?){50}a{50}$', '(.*)*x', '([a-zA-Z]+)*!', '(\\w+\\s?)*$!'])(
    'matches %j against 100 000 characters in linear time [TL-16]',
    (pattern) => {
      timed({ pattern }, 'a'.repeat(100_000))
    },
  )

  it('ends with wide and deep values [TL-16]', () => {
    expect(
      timed(
        { uniqueItems: true },
        Array.from({ length: 300_000 }, (_, index) => index),
      ),
    ).toEqual(tooLong)
    let deep: unknown = 1
    for (let level = 0; level < 5_000; level++) deep = [deep]
    expect(timed({ const: 1 }, deep)).toEqual(tooLong)
    expect(timed({ items: { $ref: '#' } }, deep)).toEqual(tooLong)
  })

  it.each([
    ['items nobody speaks of', { allOf: new Array(900).fill({}) }, new Array(1_000_000).fill(0)],
    [
      'items that were seen',
      { items: true, allOf: new Array(400).fill({ unevaluatedItems: true }) },
      new Array(90_000).fill(0),
    ],
    ['long texts', { allOf: new Array(900).fill({ maxLength: 3_000_000 }) }, 'x'.repeat(4_000_000)],
    ['long constants', { allOf: new Array(900).fill({ const: 'y' }) }, 'x'.repeat(4_000_000)],
    [
      'long lists of names',
      { items: { required: new Array(50_000).fill('').map((_, index) => `n${String(index)}`) } },
      new Array(5_000).fill({}),
    ],
    [
      'keywords nobody knows',
      { items: Object.fromEntries(new Array(50_000).fill('').map((_, index) => [`x${String(index)}`, 1])) },
      new Array(5_000).fill(0),
    ],
    ['large patterns', { pattern: `^${'(?:[a-z]?){900}'.repeat(12)}[0-9]` }, 'a'.repeat(200_000)],
  ])('ends soon with %s [TL-16]', (_of, schema, value) => {
    timed(schema, value)
  })

  it.each([[undefined], [NaN], [Infinity], [1n], [() => 1], [Symbol('a')]])('takes %s for no JSON [F-55]', (value) => {
    for (const schema of [{}, { type: 'string' }, { type: 'number', maximum: 5 }, { not: { type: 'string' } }]) {
      expect(compileSchema(schema)(value).ok).toBe(false)
    }
  })

  it('takes a member that is undefined for missing, as JSON would [F-55]', () => {
    const properties = { a: { type: 'string' }, b: { type: 'string' } }
    const check = compileSchema({ required: ['a'], properties, dependentRequired: { a: ['b'] } })
    expect([{ a: undefined }, { a: 'x', b: undefined }, { a: 'x', b: 'y' }].map((one) => check(one).ok)).toEqual([
      false,
      false,
      true,
    ])
    expect(compileSchema({ properties })({ a: undefined }).ok).toBe(true)
  })

  it.each([
    [2, 9_007_199_254_740_991, false],
    [1, 1_000_000_000_000_000.5, false],
    [0.5, 1e308, true],
    [0.123456789, 1e308, false],
    [0.01, 19.99, true],
    [0.0001, 0.0075, true],
    [1e-300, 1e300, true],
    [3, -9, true],
    [3, 0, true],
    [0.1, 0.35, false],
  ])('counts in decimals whether a multiple of %d is %d: %s', (multipleOf, value, expected) => {
    expect(compileSchema({ multipleOf })(value).ok).toBe(expected)
  })

  it('follows schemas in the dependencies of draft-07, and reads them first', () => {
    const check = compileSchema({ $schema: DRAFT7, dependencies: { a: { required: ['b'] }, c: false, d: ['e'] } })
    expect([{ a: 1 }, { a: 1, b: 1 }, { c: 1 }, { d: 1 }, {}].map((one) => check(one).ok)).toEqual([
      false,
      true,
      false,
      false,
      true,
    ])
    expect(reasonOf({ $schema: DRAFT7, dependencies: { a: { pattern: '(?=a)' } } })).toBe('schema_pattern')
    expect(reasonOf({ $schema: DRAFT7, dependencies: { a: 7 } })).toBe('schema_malformed')
  })

  it('is not changed by what happens to the schema later [TL-08]', () => {
    const schema = { type: 'string' }
    const check = compileSchema(schema)
    schema.type = 'number'
    expect([check('a').ok, check(1).ok]).toEqual([true, false])
  })

  it('keeps wrong arguments from a handler and tells the model what to send [TL-01] [F-55]', () => {
    const tools = [{ name: 'add', inputSchema: { type: 'object', required: ['text'] } }]
    const check = checkArguments(tools, compileSchema)
    expect(check('add', { text: 'milk' })).toBeUndefined()
    expect(check('add', {})).toEqual({
      isError: true,
      content: [{ type: 'text', text: 'Invalid arguments.\nMissing: text.' }],
    })
    expect(() => check('wipe', {})).toThrow(expect.objectContaining({ code: -32602 }))
    expect(() => check('add', [])).toThrow(expect.objectContaining({ code: -32602 }))
    expect(() => checkArguments([{ name: 'a', inputSchema: null }], compileSchema)).toThrow(
      'The schema cannot be used.',
    )
  })
})

it.each([[{ maxDepth: 0 }], [{ maxSteps: Infinity }], [{ maxSubschemas: '9' }], [{ maxProblems: -1 }], [{ depth: 1 }]])(
  'refuses the limits %j [TL-16]',
  (limits) => {
    expect(() => createSchemaCompiler(limits as object)).toThrow(ConfigError)
  },
)
