import { RpcError } from '../../errors/index.js'
import { checkPath, type PathRules } from './paths.js'

/** A URI of a resource, read. */
export interface ResourceUri {
  /** In lower case, without the colon. */
  readonly scheme: string
  /** Between `//` and the next slash; empty without `//`. */
  readonly authority: string
  /** Names of the path, decoded; see {@link checkPath}. */
  readonly segments: readonly string[]
}

/** What may be asked for. */
export interface ResourceUriRules extends PathRules {
  /** In lower case, for example `['notes']`. */
  readonly schemes: readonly string[]
  /** What may stand behind `//`. Default: only nothing, as in `file:///a`. */
  readonly authorities?: readonly string[]
}

/** JSON-RPC Invalid params: what the specification of 2026-07-28 wants for resources that do not exist, too (TL-24). */
const INVALID_PARAMS = -32602

const URI = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*)\/?)?([^?#]*)$/i

/** Missing, foreign and malformed look the same from outside. */
export function resourceNotFound(): RpcError {
  return new RpcError(INVALID_PARAMS, 'Resource not found')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * Reads the URI of `resources/read`: listed scheme and authority, no query, no fragment, no credentials, and a path
 * that stays below its root. The path is decoded once, as URIs are, and whatever is still encoded then is refused.
 *
 * @throws {RpcError} -32602 `Resource not found`, whatever is wrong
 * @see TL-21, TL-22, TL-24; RFC 3986 §2.4 (decode once)
 * @example
 * ```ts
 * import { readResourceUri } from '@sallyport/core/inputs'
 *
 * console.log(readResourceUri('docs:///guides/a%20b.md', { schemes: ['docs'] }).segments) // [ 'guides', 'a b.md' ]
 * ```
 */
export function readResourceUri(uri: unknown, rules: ResourceUriRules): ResourceUri {
  const [, scheme = '', authority = '', path = ''] = (typeof uri === 'string' && URI.exec(uri)) || []
  const name = scheme.toLowerCase()
  if (!rules.schemes.includes(name) || !(rules.authorities ?? ['']).includes(authority)) throw resourceNotFound()
  const text = decoded(path)
  const checked = text === undefined ? undefined : checkPath(text, rules)
  // An encoded separator is a separator only after decoding: the two spellings would be two resources of one name.
  if (checked?.ok !== true || /%(?:2f|5c)/i.test(path)) throw resourceNotFound()
  return { scheme: name, authority, segments: checked.value }
}
