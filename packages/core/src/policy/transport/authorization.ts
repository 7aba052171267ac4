import { isToken68, parseCredentials } from '../../foundation/index.js'
import type { RequestFacts } from './facts.js'

/** The credentials of a request, before anything is verified. Reasons are for the audit log. */
export type PresentedCredentials =
  /** Answered with a challenge without `error` (RS-29). A token in the query does not count as presented (RS-21). */
  | { readonly kind: 'none'; readonly reason: 'no_credentials' | 'token_in_query' }
  | { readonly kind: 'bearer' | 'dpop'; readonly token: string }
  /** A scheme we do not speak: answered like no credentials. */
  | { readonly kind: 'other_scheme'; readonly scheme: string }
  /** Answered with 400 `invalid_request` (RS-22, RS-23). */
  | { readonly kind: 'malformed'; readonly reason: 'several_credentials' | 'credentials_malformed' }

/** A second set of credentials behind a comma: some servers join repeated lines that way. */
const JOINED = /,\s*(?:bearer|dpop|basic)(?:\s|$)/i

/**
 * Reads the one credential of a request: the `Authorization` field, once. The query and the body are no place for
 * tokens; next to the header, a token in the query makes the request malformed (RFC 6750 §2, requirements RS-20 to RS-23).
 *
 * @example
 * ```ts
 * import { parseAuthorization } from '@sallyport/core/transport'
 *
 * const facts = {
 *   method: 'POST',
 *   target: '/mcp',
 *   remoteAddress: undefined,
 *   headerLines: (name: string) => (name === 'authorization' ? ['Bearer abc'] : []),
 * }
 * console.log(parseAuthorization(facts)) // { kind: 'bearer', token: 'abc' }
 * ```
 */
export function parseAuthorization(facts: Pick<RequestFacts, 'target' | 'headerLines'>): PresentedCredentials {
  const lines = facts.headerLines('authorization')
  const inQuery = hasQueryToken(facts.target)
  const [line] = lines
  if (line === undefined) return { kind: 'none', reason: inQuery ? 'token_in_query' : 'no_credentials' }
  if (lines.length > 1 || inQuery || (line.includes(',') && JOINED.test(line)))
    return { kind: 'malformed', reason: 'several_credentials' }

  const credentials = parseCredentials(line)
  if (credentials === undefined) return { kind: 'malformed', reason: 'credentials_malformed' }
  const { scheme, rest } = credentials
  if (scheme !== 'bearer' && scheme !== 'dpop') return { kind: 'other_scheme', scheme }
  return isToken68(rest) ? { kind: scheme, token: rest } : { kind: 'malformed', reason: 'credentials_malformed' }
}

/** `access_token` of RFC 6750 §2.3, in any percent-encoded spelling and even when empty. */
function hasQueryToken(target: string): boolean {
  const mark = target.indexOf('?')
  if (mark === -1) return false
  return new URLSearchParams(target.slice(mark + 1)).has('access_token')
}
