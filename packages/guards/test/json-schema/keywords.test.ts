import { describe, expect, it } from 'vitest'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { createSchemaCompiler } from '../../src/json-schema/index.js'

const compileSchema = createSchemaCompiler()
const ok = (schema: object, value: unknown) => compileSchema(schema)(value).ok

/** Schema, values that are right, values that are not: after the tables of the official suite. */
const cases: readonly (readonly [string, object, readonly unknown[], readonly unknown[]])[] = [
  ['type', { type: 'integer' }, [1, 1.0, -0], [1.5, '1', null, [], {}, true]],
  ['type list', { type: ['string', 'null'] }, ['', null], [0, {}, false]],
  ['object is no array', { type: 'object' }, [{}], [[], null]],
  ['enum', { enum: [1, { a: [true, null] }, 'x'] }, [1, { a: [true, null] }, 'x'], [2, { a: [null, true] }, '1', {}]],
  ['const', { const: { a: 1, b: 2 } }, [{ b: 2, a: 1 }], [{ a: 1 }, [1, 2], 0]],
  ['const false', { const: false }, [false], [0, null, []]],
  ['multipleOf', { multipleOf: 0.01 }, [4.02, 0, 'x'], [4.025]],
  ['multipleOf small', { multipleOf: 0.0001 }, [0.0075], [0.00751]],
  ['numbers', { minimum: 1, exclusiveMaximum: 3 }, [1, 2.9, 'x'], [0.9, 3]],
  ['exclusiveMinimum', { exclusiveMinimum: 1, maximum: 3 }, [1.1, 3], [1, 3.1]],
  ['length in code points', { minLength: 2, maxLength: 2 }, ['ab', '💩💩', 7], ['a', 'abc', '💩']],
  ['pattern is not anchored', { pattern: 'a+' }, ['xaay', 1], ['xyz', '']],
  ['pattern of Unicode', { pattern: '^\\p{L}+$' }, ['Grüße'], ['a1', '']],
  [
    'prefixItems',
    { prefixItems: [{ type: 'number' }], items: { type: 'string' } },
    [[1, 'a'], [1], []],
    [['a'], [1, 2]],
  ],
  ['items false', { prefixItems: [true], items: false }, [[1]], [[1, 2]]],
  ['contains', { contains: { const: 1 } }, [[1], [2, 1]], [[], [2]]],
  ['contains counted', { contains: { const: 1 }, minContains: 2, maxContains: 3 }, [[1, 1]], [[1], [1, 1, 1, 1]]],
  ['minContains 0', { contains: { const: 1 }, minContains: 0 }, [[], [2]], []],
  [
    'uniqueItems',
    { uniqueItems: true },
    [
      [1, 2],
      [{ a: 1 }, { a: 2 }],
      [1, true],
      [0, false],
    ],
    [
      [1, 1.0],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
  ],
  ['items counted', { minItems: 1, maxItems: 2 }, [[1], 'x'], [[], [1, 2, 3]]],
  [
    'required',
    { required: ['__proto__', 'toString'] },
    [JSON.parse('{"__proto__":1,"toString":2}'), 1],
    [{}, { toString: 1 }],
  ],
  ['properties', { properties: { constructor: { type: 'number' } } }, [{}, { constructor: 1 }], [{ constructor: 'x' }]],
  [
    'additionalProperties',
    { properties: { a: true }, patternProperties: { '^x': { type: 'number' } }, additionalProperties: false },
    [{ a: 1, xy: 2 }],
    [{ b: 1 }, { xy: 'a' }],
  ],
  ['propertyNames', { propertyNames: { maxLength: 2 } }, [{ ab: 1 }], [{ abc: 1 }]],
  ['members counted', { minProperties: 1, maxProperties: 2 }, [{ a: 1 }], [{}, { a: 1, b: 2, c: 3 }]],
  ['dependentRequired', { dependentRequired: { a: ['b'] } }, [{}, { a: 1, b: 1 }], [{ a: 1 }]],
  ['dependentSchemas', { dependentSchemas: { a: { required: ['c'] } } }, [{ b: 1 }, { a: 1, c: 1 }], [{ a: 1 }]],
  ['allOf', { allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1], [0, 3]],
  ['anyOf', { anyOf: [{ type: 'string' }, { minimum: 2 }] }, ['a', 2], [1]],
  ['oneOf', { oneOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, [2, 3], [6, 1]],
  ['not', { not: { type: 'string' } }, [1], ['a']],
  ['if', { if: { minimum: 10 }, then: { multipleOf: 2 }, else: { maximum: 5 } }, [12, 3], [11, 7]],
  ['then alone', { then: { const: 1 } }, [2], []],
  ['$ref', { $defs: { a: { type: 'string' } }, properties: { x: { $ref: '#/$defs/a' } } }, [{ x: 'a' }], [{ x: 1 }]],
  ['$ref beside others', { $defs: { a: { type: 'string' } }, $ref: '#/$defs/a', maxLength: 1 }, ['a'], ['ab', 1]],
  ['escaped pointers', { $defs: { 'a/b~c%': { type: 'string' } }, $ref: '#/$defs/a~1b~0c%25' }, ['a'], [1]],
  [
    'recursion',
    { properties: { next: { $ref: '#' } }, additionalProperties: false },
    [{ next: { next: {} } }],
    [{ next: { last: 1 } }],
  ],
  ['$anchor', { $defs: { a: { $anchor: 'here', type: 'null' } }, $ref: '#here' }, [null], [1]],
  ['$dynamicRef', { $defs: { a: { $dynamicAnchor: 'node', type: 'null' } }, $dynamicRef: '#node' }, [null], [1]],
  [
    '$id of its own',
    { $id: 'https://example.test/a', $defs: { a: { type: 'null' } }, $ref: 'https://example.test/a#/$defs/a' },
    [null],
    [1],
  ],
  [
    '$id below the root',
    {
      $id: 'https://example.test/order',
      properties: { lines: { items: { $ref: 'line#/properties/count' } }, main: { $ref: 'line' } },
      $defs: {
        any: {
          $id: 'line',
          required: ['count'],
          properties: { count: { $ref: '#whole' } },
          $defs: { whole: { $anchor: 'whole', type: 'integer' } },
        },
      },
    },
    [{ lines: [1, 2], main: { count: 3 } }],
    [{ lines: ['1'] }, { main: {} }, { main: { count: 'x' } }],
  ],
  [
    '$dynamicRef into the outermost schema of that name',
    {
      $id: 'https://example.test/strict',
      $dynamicAnchor: 'node',
      $ref: 'tree',
      unevaluatedProperties: false,
      $defs: {
        tree: {
          $id: 'tree',
          $dynamicAnchor: 'node',
          properties: { data: true, children: { items: { $dynamicRef: '#node' } } },
        },
      },
    },
    [{ data: 1, children: [{ data: 2, children: [] }] }],
    [{ daat: 1 }, { children: [{ daat: 1 }] }],
  ],
  [
    'draft-07 $id as a name',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { a: { $id: '#here', type: 'null' } },
      allOf: [{ $ref: '#here' }],
    },
    [null],
    [1],
  ],
  [
    'dependencies in 2020-12',
    { dependencies: { a: ['b'], c: { required: ['d'] } } },
    [{ a: 1, b: 1 }, {}],
    [{ a: 1 }, { c: 1 }],
  ],
  [
    'unevaluatedProperties',
    { allOf: [{ properties: { a: true } }], properties: { b: true }, unevaluatedProperties: false },
    [{ a: 1, b: 1 }],
    [{ c: 1 }],
  ],
  [
    'unevaluatedProperties with anyOf',
    {
      anyOf: [
        { properties: { a: { const: 1 } }, required: ['a'] },
        { properties: { b: true }, required: ['b'] },
      ],
      unevaluatedProperties: false,
    },
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 2, b: 2 }],
  ],
  [
    'unevaluatedProperties with if',
    {
      if: { properties: { a: { const: 1 } }, required: ['a'] },
      then: { properties: { b: true } },
      unevaluatedProperties: false,
    },
    [{ a: 1, b: 1 }, {}],
    [{ b: 1 }],
  ],
  [
    'unevaluatedProperties with not',
    { not: { not: { properties: { a: true } } }, unevaluatedProperties: false },
    [{}],
    [{ a: 1 }],
  ],
  [
    'unevaluatedItems',
    { prefixItems: [true], contains: { const: 9 }, unevaluatedItems: { type: 'null' } },
    [[1, 9, null], [9]],
    [[1, 9, 2]],
  ],
  [
    'draft-07',
    { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'number' }], additionalItems: false },
    [[1], []],
    [[1, 2], ['a']],
  ],
  [
    'draft-07 $ref',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { a: {} },
      $ref: '#/definitions/a',
      type: 'string',
    },
    [1, 'a'],
    [],
  ],
  [
    'draft-07 dependencies',
    { $schema: 'http://json-schema.org/draft-07/schema#', dependencies: { a: ['b'] } },
    [{ b: 1 }, { a: 1, b: 1 }],
    [{ a: 1 }],
  ],
  ['format is an annotation', { format: 'email' }, ['x'], []],
  ['unknown keywords', { 'x-mcp-header': 'Region', nullable: true }, [1, null], []],
  ['true and false', { properties: { a: true, b: false } }, [{ a: 1 }], [{ b: 1 }]],
]

describe('createSchemaCompiler', () => {
  it.each(cases)('knows %s [F-55] [TL-14]', (_keyword, schema, right, wrong) => {
    for (const value of right) expect(ok(schema, value), JSON.stringify(value)).toBe(true)
    for (const value of wrong) expect(ok(schema, value), JSON.stringify(value)).toBe(false)
  })

  it('agrees with Ajv where Ajv generates code [F-55]', () => {
    // Which takes inherited members for members (`constructor`), so that case is ours alone.
    const ajv = new AjvJsonSchemaValidator()
    const values = [
      0,
      1,
      2.5,
      -3,
      6,
      '',
      'a',
      'xaay',
      null,
      true,
      [],
      [1],
      [1, 'a'],
      [1, 1],
      {},
      { a: 1 },
      { a: 1, b: 2 },
      { b: 'x' },
      { x: { y: [] } },
    ]
    const shared = cases.filter(
      ([name]) =>
        !/unevaluated|dynamic|minContains|counted|draft|prefix|items false|code points|\$id|dependent|__proto__|required|^properties|^format|^unknown/i.test(
          name,
        ),
    )
    expect(shared.length).toBeGreaterThan(20)
    for (const [name, schema] of shared) {
      const theirs = ajv.getValidator(schema)
      for (const value of values)
        expect(ok(schema, value), `${name} ${JSON.stringify(value)}`).toBe(theirs(value).valid)
    }
  })

  it('says where a value is wrong and what goes there, and repeats nothing of it [F-55] [TL-01]', () => {
    const check = compileSchema({
      type: 'object',
      properties: { tags: { type: 'array', items: { type: 'string', maxLength: 3 } }, level: { enum: [1, 2] } },
      required: ['title'],
      additionalProperties: false,
    })
    const result = check({ tags: ['a', 'hunter2'], level: 'hunter2', 'na\u202Eme': 1 })
    expect(result).toEqual({
      ok: false,
      problems: [
        { path: '', message: 'Missing: title.' },
        { path: 'tags[1]', message: 'Expected at most 3 characters.' },
        { path: 'level', message: 'Expected one of the listed values.' },
        { path: '["name"]', message: 'There is no such member. Known: tags, level.' },
      ],
    })
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })
})
