import { checkHeaders } from './headers.js'
import { patternProblem } from './patterns.js'
import { checkReferences } from './references.js'
import { isObject, MAX_DEPTH, MAX_SUBSCHEMAS, own, subschemas, type JsonObject, type Subschema } from './subschemas.js'
import type { Objection } from './types.js'

const DIALECTS = new Set([
  'https://json-schema.org/draft/2020-12/schema',
  'https://json-schema.org/draft/2019-09/schema',
  'http://json-schema.org/draft-07/schema',
  'http://json-schema.org/draft-06/schema',
  'http://json-schema.org/draft-04/schema',
])

const TYPES = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/** The schema of a tool's input or output (TL-14 to TL-18). */
export function checkSchema(member: 'inputSchema' | 'outputSchema', root: unknown): Objection[] {
  if (root === undefined && member === 'outputSchema') return []
  if (!isObject(root)) return [{ rule: 'schema-not-object', path: [member], text: shown(root) }]
  const all = subschemas(root)
  const found: Objection[] = []
  // Results may be of any type since 2026-07-28; parameters are members of an object.
  if (member === 'inputSchema' && own(root, 'type') !== 'object') {
    found.push({ rule: 'schema-not-object', path: ['type'], text: shown(own(root, 'type')) })
  }
  found.push(...all.flatMap(checkKeywords), ...checkReferences(root, all))
  if (all.length > MAX_SUBSCHEMAS) found.push({ rule: 'schema-large', path: [] })
  const deep = all.find(({ depth }) => depth > MAX_DEPTH)
  if (deep) found.push({ rule: 'schema-deep', path: deep.path })
  if (member === 'inputSchema') found.push(...checkHeaders(all))
  return found.map(({ path, ...rest }) => ({ ...rest, path: [member, ...path] }))
}

function checkKeywords({ schema, path }: Subschema): Objection[] {
  const found: Objection[] = []
  const dialect = own(schema, '$schema')
  if (dialect !== undefined && !(typeof dialect === 'string' && DIALECTS.has(dialect.replace(/#$/, '')))) {
    found.push({ rule: 'schema-dialect', path: [...path, '$schema'], text: JSON.stringify(dialect) })
  }
  for (const { keywords, isAllowed } of ALLOWED) {
    for (const keyword of keywords) {
      const value = own(schema, keyword)
      if (value === undefined || isAllowed(value)) continue
      found.push({ rule: 'schema-keyword', path: [...path, keyword], text: JSON.stringify(value) })
    }
  }
  return [...found, ...checkPatterns(schema, path)]
}

function checkPatterns(schema: JsonObject, path: readonly string[]): Objection[] {
  const named = own(schema, 'patternProperties')
  const patterns: [string[], string][] = isObject(named)
    ? Object.keys(named).map((pattern) => [['patternProperties', pattern], pattern])
    : []
  const pattern = own(schema, 'pattern')
  if (typeof pattern === 'string') patterns.push([['pattern'], pattern])
  return patterns.flatMap(([at, text]): Objection[] => {
    const rule = patternProblem(text)
    return rule ? [{ rule, path: [...path, ...at], text }] : []
  })
}

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value))

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isNumber = (value: unknown): boolean => typeof value === 'number'
const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const isSchema = (value: unknown): boolean => typeof value === 'boolean' || isObject(value)
const isSchemaMap = (value: unknown): boolean => isObject(value) && Object.values(value).every(isSchema)
const isList = (value: unknown): boolean => Array.isArray(value)
const isItems = (value: unknown): boolean => isSchema(value) || isSchemaList(value)
const isSchemaList = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isSchema)

const isType = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every((type) => TYPES.has(type)) : TYPES.has(value)

/** What the meta-schemas allow; where drafts differ, what any of them does. */
const ALLOWED: readonly { readonly keywords: readonly string[]; readonly isAllowed: (value: unknown) => boolean }[] = [
  { keywords: ['type'], isAllowed: isType },
  { keywords: ['enum'], isAllowed: isList },
  { keywords: ['required'], isAllowed: isTexts },
  { keywords: ['pattern', '$ref'], isAllowed: isText },
  { keywords: ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'], isAllowed: isSchemaMap },
  { keywords: ['items'], isAllowed: isItems },
  { keywords: ['allOf', 'anyOf', 'oneOf', 'prefixItems'], isAllowed: isSchemaList },
  {
    keywords: ['additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'],
    isAllowed: isSchema,
  },
  { keywords: ['minimum', 'maximum', 'multipleOf'], isAllowed: isNumber },
  {
    keywords: ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
    isAllowed: isCount,
  },
]
