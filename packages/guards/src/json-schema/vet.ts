import { RE2JS } from 're2js'
import { isNames, isObject, member, PLAIN, WITH_LIST, WITH_NAMES, WITH_SCHEMA, type Schema } from './keywords.js'
import { schemaError } from './schema-error.js'

/** A schema that was read completely: its references lead somewhere and its patterns take linear time. */
export interface Vetted {
  readonly root: Schema
  readonly isDraft7: boolean
  /** By the text of `$ref`. */
  readonly targets: ReadonlyMap<string, unknown>
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
const MAX_PATTERN = 1_000

/** RE2 knows neither looking around nor back references: what it takes, it matches in linear time. */
function compilePattern(source: string, place: string): RE2JS {
  if (source.length > MAX_PATTERN) throw schemaError('pattern', place, 'The pattern is too long.')
  // RE2JS would read the name of a group that is referred to as text.
  if (/\\k</.test(source)) throw schemaError('pattern', place, 'The pattern refers back to a group.')
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source))
  } catch {
    throw schemaError('pattern', place, 'The pattern cannot be matched in linear time, or is malformed.')
  }
}

function resolve(root: Schema, anchors: ReadonlyMap<string, unknown>, ref: string, place: string): unknown {
  const [resource, fragment = ''] = ref.split('#', 2)
  if (resource !== '' && resource !== member(root, '$id')) {
    throw schemaError('remote_ref', place, 'References to other documents are not followed.')
  }
  let found: unknown
  try {
    const pointer = decodeURIComponent(fragment)
    if (pointer === '') found = root
    else if (!pointer.startsWith('/')) found = anchors.get(pointer)
    else {
      const steps = pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      found = steps.reduce<unknown>((at, step) => {
        if (Array.isArray(at)) return /^(?:0|[1-9]\d*)$/.test(step) ? (at[Number(step)] as unknown) : undefined
        return isObject(at) ? member(at, step) : undefined
      }, root)
    }
  } catch {
    found = undefined
  }
  if (!isObject(found) && typeof found !== 'boolean') throw schemaError('ref', place, 'The reference leads nowhere.')
  return found
}

/** Reads a schema and everything in it; nothing outside of it is ever asked for. */
export function vet(root: Schema, limits: VetLimits): Vetted {
  const dialect = member(root, '$schema') ?? 'https://json-schema.org/draft/2020-12/schema'
  const known = typeof dialect === 'string' ? DIALECTS.exec(dialect)?.[1] : undefined
  if (known === undefined) throw schemaError('dialect', '/$schema', 'Use JSON Schema 2020-12 or draft-07.')
  const isDraft7 = known.startsWith('draft-07')
  const patterns = new Map<string, RE2JS>()
  const anchors = new Map<string, unknown>()
  const references: { readonly ref: string; readonly place: string }[] = []
  const seen = new Set<unknown>()
  let count = 0
  let tracks = false

  const addPattern = (source: string, place: string) => patterns.set(source, compilePattern(source, place))

  const visit = (schema: unknown, place: string, depth: number): void => {
    if (++count > limits.maxSubschemas) throw schemaError('too_large', place, 'The schema has too many parts.')
    if (depth > limits.maxDepth) throw schemaError('too_deep', place, 'The schema is too deeply nested.')
    if (typeof schema === 'boolean') return
    if (!isObject(schema)) throw schemaError('malformed', place, 'A schema is an object, true or false.')
    seen.add(schema)
    for (const [keyword, isValid] of Object.entries(PLAIN)) {
      const value = member(schema, keyword)
      if (value !== undefined && !isValid(value)) {
        throw schemaError('malformed', `${place}/${keyword}`, 'The value of this keyword is malformed.')
      }
    }
    if (schema !== root && (member(schema, '$id') ?? member(schema, '$schema')) !== undefined) {
      throw schemaError('embedded', place, 'Schemas with an $id of their own cannot be embedded.')
    }
    for (const name of ['$anchor', '$dynamicAnchor']) {
      const anchor = member(schema, name)
      if (typeof anchor === 'string' && anchors.has(anchor))
        throw schemaError('anchor', place, 'This anchor stands twice.')
      if (typeof anchor === 'string') anchors.set(anchor, schema)
    }
    for (const name of ['$ref', '$dynamicRef']) {
      const ref = member(schema, name)
      if (typeof ref === 'string') references.push({ ref, place: `${place}/${name}` })
    }
    const pattern = member(schema, 'pattern')
    if (typeof pattern === 'string') addPattern(pattern, `${place}/pattern`)
    if (member(schema, 'unevaluatedItems') !== undefined || member(schema, 'unevaluatedProperties') !== undefined)
      tracks = true
    visitParts(schema, place, depth + 1)
  }

  const visitParts = (schema: Schema, place: string, depth: number): void => {
    for (const keyword of WITH_SCHEMA) {
      const part = member(schema, keyword)
      if (keyword === 'items' && isDraft7 && Array.isArray(part)) {
        part.forEach((one, index) => visit(one, `${place}/items/${index}`, depth))
      } else if (part !== undefined) visit(part, `${place}/${keyword}`, depth)
    }
    for (const keyword of WITH_LIST) {
      const list = member(schema, keyword)
      if (list === undefined) continue
      if (!Array.isArray(list) || list.length === 0)
        throw schemaError('malformed', `${place}/${keyword}`, 'List schemas here.')
      list.forEach((one, index) => visit(one, `${place}/${keyword}/${index}`, depth))
    }
    for (const keyword of isDraft7 ? [...WITH_NAMES, 'dependencies'] : WITH_NAMES) {
      const named = member(schema, keyword)
      if (named === undefined) continue
      if (!isObject(named)) throw schemaError('malformed', `${place}/${keyword}`, 'Name schemas here.')
      for (const [name, one] of Object.entries(named)) {
        if (keyword === 'dependencies' && isNames(one)) continue
        if (keyword === 'patternProperties') addPattern(name, `${place}/${keyword}`)
        visit(one, `${place}/${keyword}/${name}`, depth)
      }
    }
  }

  visit(root, '', 0)
  const targets = new Map<string, unknown>()
  for (let next = 0; next < references.length; next++) {
    const { ref, place } = references[next] as { ref: string; place: string }
    if (targets.has(ref)) continue
    const target = resolve(root, anchors, ref, place)
    targets.set(ref, target)
    // Below a keyword nobody knows, a schema has not been read yet.
    if (isObject(target) && !seen.has(target)) visit(target, place, 1)
  }
  return { root, isDraft7, targets, patterns, tracks }
}
