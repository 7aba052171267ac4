import { valueAt } from './json-pointer.js'
import { children, isObject, own, type JsonObject } from './lint/subschemas.js'
import type { Definition } from './types.js'

export const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef']

/** Stands for the place of a schema that names none; nothing is ever asked for there. */
const NOWHERE = 'schema:///'

/** A reference, and the schema and keyword that it stands in. */
export interface Reference {
  readonly schema: JsonObject
  readonly keyword: string
  readonly reference: string
}

/** A schema, and the URI that its references start from (2020-12 Core §8.2.1). */
interface Place {
  readonly schema: JsonObject
  readonly base: string
}

/**
 * The references by which the schemas of a tool lead out of them: to the network, to a file, or to a document that is not
 * there. Whoever validates by such a schema asks a stranger what is valid, or lets everything pass; the protocol forbids
 * the one and SEP-2106 the other (TL-15). `$schema` names a dialect and is never asked for; schemas embedded under an
 * `$id` of their own are there. Nothing is fetched.
 *
 * @example
 * ```ts
 * import { externalReferences } from '@sallyport/core/tool-guard'
 *
 * const inputSchema = { type: 'object', properties: { note: { $ref: 'https://schemas.example/note.json' } } }
 * console.log(externalReferences({ name: 'add', inputSchema })) // [ 'https://schemas.example/note.json' ]
 * ```
 */
export function externalReferences(definition: Definition): string[] {
  return ['inputSchema', 'outputSchema'].flatMap((member) => {
    const schema = own(definition, member)
    return isObject(schema) ? leadingOut(schema).map(({ reference }) => reference) : []
  })
}

/** Every reference of a schema to another document. */
export function leadingOut(root: JsonObject): Reference[] {
  const seen = new Set<JsonObject>()
  const places = below(root, NOWHERE, seen)
  const documents = new Map<string, JsonObject>([[NOWHERE, root]])
  for (const { schema, base } of places) if (idOf(schema) !== undefined) documents.set(base, schema)
  const found: Reference[] = []
  // Grows while it is read: a pointer may lead to a schema below a keyword that nobody knows.
  for (const { schema, base } of places) {
    for (const keyword of REFERENCES) {
      const reference = own(schema, keyword)
      if (typeof reference !== 'string') continue
      const [path = '', fragment = ''] = reference.split('#', 2)
      const uri = path === '' ? base : resolved(path, base)
      const document = uri === undefined ? undefined : documents.get(uri)
      if (uri === undefined || document === undefined) {
        found.push({ schema, keyword, reference })
        continue
      }
      const target = follow(document, fragment)
      if (target !== undefined) for (const place of below(target, uri, seen)) places.push(place)
    }
  }
  return found
}

/** Every schema in schema position that was not seen yet, itself first. Iterative: depth costs no stack. */
function below(root: JsonObject, outer: string, seen: Set<JsonObject>): Place[] {
  const places: Place[] = []
  const visit = (schema: JsonObject, base: string): void => {
    if (seen.has(schema)) return
    seen.add(schema)
    places.push({ schema, base: baseOf(schema, base) })
  }
  visit(root, outer)
  for (const { schema, base } of places) for (const child of children(schema)) visit(child.schema, base)
  return places
}

/** An `$id` that is more than the name of an anchor. */
function idOf(schema: JsonObject): string | undefined {
  const id = own(schema, '$id')
  return typeof id === 'string' && id !== '' && !id.startsWith('#') ? id : undefined
}

function baseOf(schema: JsonObject, outer: string): string {
  const id = idOf(schema)
  return id === undefined ? outer : (resolved(id, outer) ?? outer)
}

function resolved(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined
  const url = new URL(reference, base)
  url.hash = ''
  return url.href
}

/** `undefined` for what is no object, and for anchors, which stand in schema position. */
function follow(document: JsonObject, fragment: string): JsonObject | undefined {
  if (!/^(?:\/|%2f)/i.test(fragment)) return undefined
  const target = valueAt(document, fragment)
  return isObject(target) ? target : undefined
}
