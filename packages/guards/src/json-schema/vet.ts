import type { RE2JS } from 're2js'
import { compilePattern } from './ecma-pattern.js'
import { isNames, isObject, member, PLAIN, WITH_LIST, WITH_NAMES, WITH_SCHEMA, type Schema } from './keywords.js'
import { enter, resolve, type Resource, type Resources, type Target } from './resources.js'
import { schemaError } from './schema-error.js'

/** A schema that was read completely: its references lead somewhere and its patterns take linear time. */
export interface Vetted {
  readonly root: Schema
  readonly isDraft7: boolean
  /** By the schema, and `$ref` or `$dynamicRef`. */
  readonly targets: { readonly $ref: ReadonlyMap<Schema, Target>; readonly $dynamicRef: ReadonlyMap<Schema, Target> }
  /** By the schema that is in them; `undefined` when there is but one. */
  readonly resources: ReadonlyMap<Schema, Resource> | undefined
  /** By the text of `pattern`, or the name in `patternProperties`. */
  readonly patterns: ReadonlyMap<string, RE2JS>
  /** Whether it must be known which members have been looked at. */
  readonly tracks: boolean
}

export interface VetLimits {
  readonly maxDepth: number
  readonly maxSubschemas: number
}

const DIALECTS = /^https?:\/\/json-schema\.org\/(draft\/2020-12\/schema|draft-07\/schema)#?$/

/** Parts of the programs of all patterns: to compile so many takes a fifth of a second. */
const MAX_WEIGHT = 50_000

function dialectOf(schema: Schema, place: string): string {
  const dialect = member(schema, '$schema')
  const known = typeof dialect === 'string' ? DIALECTS.exec(dialect)?.[1] : undefined
  if (known === undefined) throw schemaError('dialect', `${place}/$schema`, 'Use JSON Schema 2020-12 or draft-07.')
  return known
}

/** Reads a schema and everything in it; nothing outside of it is ever asked for. */
export function vet(root: Schema, limits: VetLimits): Vetted {
  const dialect = member(root, '$schema') === undefined ? 'draft/2020-12/schema' : dialectOf(root, '')
  const isDraft7 = dialect === 'draft-07/schema'
  const patterns = new Map<string, RE2JS>()
  const resources: Resources = { byUri: new Map(), of: new Map() }
  const targets = { $ref: new Map<Schema, Target>(), $dynamicRef: new Map<Schema, Target>() }
  const references: { readonly schema: Schema; readonly keyword: '$ref' | '$dynamicRef'; readonly place: string }[] = []
  let count = 0
  let room = MAX_WEIGHT
  let tracks = false

  const addPattern = (source: string, place: string) => {
    if (patterns.has(source)) return
    try {
      const { pattern, weight } = compilePattern(source, room)
      patterns.set(source, pattern)
      room -= weight
    } catch {
      throw schemaError('pattern', place, 'The pattern is malformed, too large, or cannot be matched in linear time.')
    }
  }

  const visit = (schema: unknown, place: string, depth: number, parent?: Resource): void => {
    if (++count > limits.maxSubschemas) throw schemaError('too_large', place, 'The schema has too many parts.')
    if (depth > limits.maxDepth) throw schemaError('too_deep', place, 'The schema is too deeply nested.')
    if (typeof schema === 'boolean') return
    if (!isObject(schema)) throw schemaError('malformed', place, 'A schema is an object, true or false.')
    for (const [keyword, isValid] of Object.entries(PLAIN)) {
      const value = member(schema, keyword)
      if (value !== undefined && !isValid(value)) {
        throw schemaError('malformed', `${place}/${keyword}`, 'The value of this keyword is malformed.')
      }
    }
    const resource = enter(resources, schema, parent, place, isDraft7)
    if (schema !== root && member(schema, '$schema') !== undefined && dialectOf(schema, place) !== dialect)
      throw schemaError('dialect', `${place}/$schema`, 'One document has one dialect.')
    for (const keyword of ['$ref', '$dynamicRef'] as const) {
      if (member(schema, keyword) !== undefined) references.push({ schema, keyword, place: `${place}/${keyword}` })
    }
    const pattern = member(schema, 'pattern')
    if (typeof pattern === 'string') addPattern(pattern, `${place}/pattern`)
    if (member(schema, 'unevaluatedItems') !== undefined || member(schema, 'unevaluatedProperties') !== undefined)
      tracks = true
    visitParts(schema, place, depth + 1, resource)
  }

  const visitParts = (schema: Schema, place: string, depth: number, resource: Resource): void => {
    for (const keyword of WITH_SCHEMA) {
      const part = member(schema, keyword)
      if (keyword === 'items' && isDraft7 && Array.isArray(part)) {
        part.forEach((one, index) => visit(one, `${place}/items/${index}`, depth, resource))
      } else if (part !== undefined) visit(part, `${place}/${keyword}`, depth, resource)
    }
    for (const keyword of WITH_LIST) {
      const list = member(schema, keyword)
      if (list === undefined) continue
      if (!Array.isArray(list) || list.length === 0)
        throw schemaError('malformed', `${place}/${keyword}`, 'List schemas here.')
      list.forEach((one, index) => visit(one, `${place}/${keyword}/${index}`, depth, resource))
    }
    for (const keyword of WITH_NAMES) {
      const named = member(schema, keyword)
      if (named === undefined) continue
      if (!isObject(named)) throw schemaError('malformed', `${place}/${keyword}`, 'Name schemas here.')
      for (const [name, one] of Object.entries(named)) {
        if (keyword === 'dependencies' && isNames(one)) continue
        if (keyword === 'patternProperties') addPattern(name, `${place}/${keyword}`)
        visit(one, `${place}/${keyword}/${name}`, depth, resource)
      }
    }
  }

  visit(root, '', 0)
  for (let next = 0; next < references.length; next++) {
    const { schema, keyword, place } = references[next] as (typeof references)[number]
    const target = resolve(resources, resources.of.get(schema) as Resource, String(schema[keyword]), place)
    targets[keyword].set(schema, target)
    // Below a keyword nobody knows, a schema has not been read yet.
    if (isObject(target.schema) && !resources.of.has(target.schema)) visit(target.schema, place, 1, target.resource)
  }
  return { root, isDraft7, targets, resources: resources.byUri.size > 1 ? resources.of : undefined, patterns, tracks }
}
