import { definitionsOf, LIST_NAMES, nameIn, namingMember } from './lists.js'
import type { Definition, ListName, ServerSurface } from './types.js'

/** One of the servers behind an aggregating one. */
export interface MergePart {
  /** What the operator calls the server; never what the server calls itself (`serverInfo.name`). */
  readonly server: string
  /** Stands before the names of its tools and prompts, exactly as written: `github_`. Default: none. */
  readonly prefix?: string | undefined
  readonly surface: ServerSurface
}

/** Where a merged definition comes from. */
export interface MergedOrigin {
  readonly server: string
  /** Its name there. */
  readonly name: string
}

/** Two servers say the same name, and nothing tells them apart. */
export interface MergeCollision {
  readonly list: ListName
  readonly name: string
  readonly servers: readonly string[]
}

export type MergeResult =
  | {
      readonly ok: true
      /** What the aggregating server says: fit for one lock, and for `enforceLock`. */
      readonly surface: ServerSurface
      /** Whom a call is for; `undefined` for names that nobody has. */
      origin(list: ListName, name: string): MergedOrigin | undefined
    }
  | { readonly ok: false; readonly collisions: readonly MergeCollision[] }

/**
 * Puts the definitions of several servers together for an aggregating server, under prefixes of its own (TL-13). Two
 * definitions under one name are an error rather than a matter of luck; URIs of resources are never changed, so they
 * collide whatever the prefix. Instructions are put together in the order of the servers.
 *
 * @throws {TypeError} on definitions without a name
 * @example
 * ```ts
 * import { mergeSurfaces } from '@sallyport/core/tool-guard'
 *
 * const github = { tools: [{ name: 'search' }] }
 * const notes = { tools: [{ name: 'search' }] }
 * const merged = mergeSurfaces([
 *   { server: 'github', prefix: 'github_', surface: github },
 *   { server: 'notes', prefix: 'notes_', surface: notes },
 * ])
 * console.log(merged.ok && merged.origin('tools', 'notes_search')) // { server: 'notes', name: 'search' }
 * ```
 */
export function mergeSurfaces(parts: readonly MergePart[]): MergeResult {
  const lists: Partial<Record<ListName, Definition[]>> = {}
  const origins = new Map<string, MergedOrigin>()
  const claims = new Map<string, { readonly list: ListName; readonly name: string; readonly servers: string[] }>()
  for (const { server, prefix = '', surface } of parts) {
    for (const list of LIST_NAMES) {
      const definitions = definitionsOf(surface, list)
      if (!definitions) continue
      const merged = (lists[list] ??= [])
      for (const definition of definitions) {
        const name = nameIn(list, definition)
        const shown = list === 'tools' || list === 'prompts' ? `${prefix}${name}` : name
        const key = JSON.stringify([list, shown])
        const claim = claims.get(key) ?? { list, name: shown, servers: [] }
        claim.servers.push(server)
        claims.set(key, claim)
        origins.set(key, { server, name })
        merged.push({ ...definition, [namingMember(list)]: shown })
      }
    }
  }
  const collisions = [...claims.values()].filter(({ servers }) => servers.length > 1)
  if (collisions.length > 0) return { ok: false, collisions }
  const texts = parts.flatMap(({ surface: { instructions } }) => instructions ?? [])
  const instructions = texts.length > 0 ? { instructions: texts.join('\n\n') } : {}
  // Every definition has its name, or `nameIn` had thrown.
  const surface: unknown = { tools: [], ...lists, ...instructions }
  return {
    ok: true,
    surface: surface as ServerSurface,
    origin: (list, name) => origins.get(JSON.stringify([list, name])),
  }
}
