import { leadingOut, REFERENCES } from '../external-references.js'
import { valueAt } from '../json-pointer.js'
import { children, isObject, own, type JsonObject, type Subschema } from './subschemas.js'
import type { Objection } from './types.js'

/** Steps that a validator may take for one value. */
const MAX_STEPS = 10_000

type Target = JsonObject | 'anything' | 'remote' | 'broken'

/**
 * References stay inside of their schema (TL-15), lead somewhere, and come to an end (TL-16). Nothing is ever fetched to
 * find that out.
 */
export function checkReferences(root: JsonObject, all: readonly Subschema[]): Objection[] {
  const names = namesIn(all)
  const found: Objection[] = []
  for (const { schema, path } of all) {
    for (const keyword of REFERENCES) {
      const reference = own(schema, keyword)
      if (typeof reference !== 'string') continue
      if (resolve(root, names, reference) !== 'broken') continue
      found.push({ rule: 'ref-broken', path: [...path, keyword], text: reference })
    }
  }
  const paths = new Map(all.map(({ schema, path }) => [schema, path]))
  for (const { schema, keyword, reference } of leadingOut(root)) {
    // Where only a pointer leads, the place is that of the whole.
    found.push({ rule: 'ref-remote', path: [...(paths.get(schema) ?? []), keyword], text: reference })
  }
  const steps = countSteps(root, (reference) => resolve(root, names, reference))
  if (steps === 'endless') found.push({ rule: 'ref-endless', path: [] })
  else if (steps > MAX_STEPS) found.push({ rule: 'schema-explodes', path: [] })
  return found
}

/** Schemas by `$id` and by anchor. */
function namesIn(all: readonly Subschema[]): ReadonlyMap<string, JsonObject> {
  const names = new Map<string, JsonObject>()
  for (const { schema } of all) {
    const id = own(schema, '$id') ?? own(schema, 'id')
    if (typeof id === 'string') names.set(id.replace(/#$/, ''), schema)
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = own(schema, keyword)
      if (typeof anchor === 'string') names.set(`#${anchor}`, schema)
    }
  }
  return names
}

function resolve(root: JsonObject, names: ReadonlyMap<string, JsonObject>, reference: string): Target {
  const hash = reference.indexOf('#')
  const base = hash < 0 ? reference : reference.slice(0, hash)
  const fragment = hash < 0 ? '' : reference.slice(hash + 1)
  const document = base === '' ? root : names.get(base)
  if (document === undefined) return 'remote'
  if (fragment === '') return document
  if (!fragment.startsWith('/')) return names.get(`#${fragment}`) ?? 'broken'
  const target = valueAt(document, fragment)
  if (typeof target === 'boolean') return 'anything'
  return isObject(target) ? target : 'broken'
}

/** How many schemas judge one value, each way through references and alternatives counted. */
function countSteps(root: JsonObject, resolved: (reference: string) => Target): number | 'endless' {
  const known = new Map<JsonObject, number>()
  const open = new Set<JsonObject>()
  const circle = { found: false }

  function steps(schema: JsonObject, depth: number): number {
    const before = known.get(schema)
    if (before !== undefined) return before
    if (open.has(schema)) {
      circle.found = true
      return 0
    }
    if (depth > 500) return MAX_STEPS + 1
    open.add(schema)
    let sum = 1
    for (const { schema: child, inPlace } of children(schema)) if (inPlace) sum += steps(child, depth + 1)
    for (const keyword of REFERENCES) {
      const reference = own(schema, keyword)
      const target = typeof reference === 'string' ? resolved(reference) : undefined
      if (isObject(target)) sum += steps(target, depth + 1)
    }
    open.delete(schema)
    known.set(schema, Math.min(sum, MAX_STEPS + 1))
    return sum
  }

  let most = 0
  const pending = [root]
  const seen = new Set(pending)
  for (let next = pending.pop(); next !== undefined && seen.size <= MAX_STEPS; next = pending.pop()) {
    most = Math.max(most, steps(next, 0))
    for (const { schema } of children(next)) {
      if (seen.has(schema)) continue
      seen.add(schema)
      pending.push(schema)
    }
  }
  return circle.found ? 'endless' : most
}
