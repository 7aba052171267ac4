import type { Operation } from './types.js'

/** The methods that act on something named in their parameters: key prefix and member. */
const NAMED: ReadonlyMap<string, readonly [prefix: string, member: string]> = new Map([
  ['tools/call', ['tools', 'name']],
  ['prompts/get', ['prompts', 'name']],
  ['resources/read', ['resources', 'uri']],
  ['resources/subscribe', ['resources', 'uri']],
  ['resources/unsubscribe', ['resources', 'uri']],
])

export const RESOURCES = 'resources/'

/** Methods whose key is made from a name, never from the method alone. */
export const NAMED_METHODS: readonly string[] = [...NAMED.keys()]

/**
 * The operation that a request will execute. Only the parsed body counts: `Mcp-Method` and `Mcp-Name` can be set
 * freely by a client that names an older protocol version (RS-69).
 *
 * @param message the parsed JSON-RPC message, `undefined` for a request without a body; a message without a `method`
 *   is the client's answer to a request of the server: method `response`
 * @param httpMethod as received; names the operation when there is no message
 * @example
 * ```ts
 * import { operationOf } from '@sallyport/core/access'
 *
 * const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_add' } }
 * console.log(operationOf(message, 'POST').key) // 'tools/notes_add'
 * console.log(operationOf(undefined, 'GET').key) // 'methods/get'
 * ```
 */
export function operationOf(message: unknown, httpMethod: string): Operation {
  if (message === undefined) return plain(httpMethod.toLowerCase())
  const method = own(message, 'method')
  if (typeof method !== 'string') return plain('response')
  const named = NAMED.get(method)
  if (named === undefined) return plain(method)
  const name = own(own(message, 'params'), named[1])
  if (typeof name !== 'string') return plain(method)
  return { method, name, key: normalizeKey(`${named[0]}/${name}`) }
}

/**
 * The form of a key in which rules are found. MCP servers look resources up by `new URL(uri).href`, so
 * `NOTES://x/../secret` executes `notes://secret` and must be judged by its rule (RS-69). Names stay as they are.
 */
export function normalizeKey(key: string): string {
  if (!key.startsWith(RESOURCES)) return key
  const uri = key.slice(RESOURCES.length)
  return URL.canParse(uri) ? RESOURCES + new URL(uri).href : key
}

/** Percent-encoding undone, to compare with and nothing else. */
function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run
    }
  })
}

/**
 * What a resource without a rule of its own may be once it is read: a handler that opens files, or decodes what its
 * template matched, takes `%73ecret`, `secret#x` and `secret?x` for `secret` (RS-69).
 *
 * @returns the URI without escapes and fragment, and the same without its query; nothing for other keys
 */
export function meaningsOf(key: string): readonly string[] {
  if (!key.startsWith(RESOURCES)) return []
  const [whole = ''] = normalizeKey(key).split('#', 1)
  const [bare = ''] = whole.split('?', 1)
  return bare === whole ? [decoded(whole)] : [decoded(whole), decoded(bare)]
}

function plain(method: string): Operation {
  return { method, name: undefined, key: `methods/${method}` }
}

/** Own members only: `{}.constructor` is nobody's tool name. */
export function own(value: unknown, member: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined
  return (value as Record<string, unknown>)[member]
}
