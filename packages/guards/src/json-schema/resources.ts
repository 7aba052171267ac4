import { isObject, member, type Schema } from './keywords.js'
import { schemaError } from './schema-error.js'

/** A schema with a URI of its own, and what can be named in it (2020-12 Core §4.3.5, §9.3). */
export interface Resource {
  readonly uri: string
  readonly root: Schema
  readonly anchors: Map<string, Schema>
  readonly dynamicAnchors: Map<string, Schema>
}

/** All of a document: by URI, and by the schemas that are in them. */
export interface Resources {
  readonly byUri: Map<string, Resource>
  readonly of: Map<Schema, Resource>
}

/** Stands for the place a schema was found at, which nobody says; nothing is ever asked for there. */
const NOWHERE = 'schema:///'
/** 2020-12 Core §8.2.2; draft-07 §8.2.3 has it after the `#` of an `$id`. */
const ANCHOR = /^[A-Za-z_][-A-Za-z0-9._]*$/

function absolute(reference: string, base: string): string | undefined {
  try {
    const url = new URL(reference, base)
    url.hash = ''
    return url.href
  } catch {
    return undefined
  }
}

function addAnchor(anchors: Map<string, Schema>, name: string, schema: Schema, place: string): void {
  if (!ANCHOR.test(name)) throw schemaError('malformed', place, 'This is no name of an anchor.')
  if (anchors.has(name)) throw schemaError('anchor', place, 'This anchor stands twice.')
  anchors.set(name, schema)
}

/** Reads the names a schema gives itself, and returns the resource it belongs to. */
export function enter(
  resources: Resources,
  schema: Schema,
  parent: Resource | undefined,
  place: string,
  isDraft7: boolean,
): Resource {
  // Draft-07 §8.3: beside `$ref` there is no `$id`.
  const id = isDraft7 && member(schema, '$ref') !== undefined ? undefined : member(schema, '$id')
  const [path, fragment = ''] = typeof id === 'string' ? id.split('#', 2) : []
  let resource = parent
  if (parent === undefined || (path !== undefined && path !== '')) {
    const uri = absolute(path ?? '', parent?.uri ?? NOWHERE)
    if (uri === undefined) throw schemaError('malformed', `${place}/$id`, 'This is no URI.')
    if (resources.byUri.has(uri)) throw schemaError('id', `${place}/$id`, 'This $id stands twice.')
    resource = { uri, root: schema, anchors: new Map(), dynamicAnchors: new Map() }
    resources.byUri.set(uri, resource)
  }
  const mine = resource as Resource
  resources.of.set(schema, mine)
  if (isDraft7) {
    if (fragment !== '') addAnchor(mine.anchors, fragment, schema, `${place}/$id`)
    return mine
  }
  if (fragment !== '') throw schemaError('malformed', `${place}/$id`, 'An $id has no fragment.')
  for (const name of ['$anchor', '$dynamicAnchor']) {
    const anchor = member(schema, name)
    if (typeof anchor !== 'string') continue
    addAnchor(mine.anchors, anchor, schema, `${place}/${name}`)
    if (name === '$dynamicAnchor') mine.dynamicAnchors.set(anchor, schema)
  }
  return mine
}

function follow(root: Schema, pointer: string): unknown {
  const steps = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return steps.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return /^(?:0|[1-9]\d*)$/.test(step) ? (at[Number(step)] as unknown) : undefined
    return isObject(at) ? member(at, step) : undefined
  }, root)
}

export interface Target {
  readonly schema: unknown
  readonly resource: Resource
  /** The name, where a dynamic scope may have another schema of that name. */
  readonly dynamicName: string | undefined
}

/**
 * Finds what a reference leads to, in what is there.
 *
 * @throws {InputError} when that is another document, or nothing
 */
export function resolve(resources: Resources, from: Resource, ref: string, place: string): Target {
  const at = ref.indexOf('#')
  const path = at < 0 ? ref : ref.slice(0, at)
  const resource = path === '' ? from : resources.byUri.get(absolute(path, from.uri) ?? '')
  if (resource === undefined) throw schemaError('remote_ref', place, 'References to other documents are not followed.')
  let name: string | undefined
  try {
    name = at < 0 ? '' : decodeURIComponent(ref.slice(at + 1))
  } catch {
    name = undefined
  }
  let schema: unknown
  if (name === '') schema = resource.root
  else if (name?.startsWith('/')) schema = follow(resource.root, name)
  else if (name !== undefined) schema = resource.anchors.get(name)
  if (!isObject(schema) && typeof schema !== 'boolean') throw schemaError('ref', place, 'The reference leads nowhere.')
  const isDynamic = name !== undefined && resource.dynamicAnchors.get(name) === schema
  return { schema, resource, dynamicName: isDynamic ? name : undefined }
}
