import { isObject, own } from './lint/subschemas.js'

/** What a JSON Pointer in a URI fragment leads to (RFC 6901 §6); `undefined` where it leads nowhere. */
export function valueAt(document: unknown, fragment: string): unknown {
  let at = document
  try {
    for (const token of decodeURIComponent(fragment).slice(1).split('/')) {
      const name = token.replaceAll('~1', '/').replaceAll('~0', '~')
      if (Array.isArray(at)) at = /^\d+$/.test(name) ? (at as unknown[])[Number(name)] : undefined
      else at = isObject(at) ? own(at, name) : undefined
    }
  } catch {
    return undefined
  }
  return at
}
