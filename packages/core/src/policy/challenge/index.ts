/**
 * Challenges: the one header that tells a client how to get in. Stops broken headers made from request data, errors
 * shown to those who presented nothing, and step-up in endless small steps.
 *
 * Source: RFC 6750 §3, RFC 9110 §11.2 and §11.6.1, RFC 9728 §5.1; MCP authorization, scope challenge handling;
 * requirements RS-04, RS-08, RS-09, RS-13, RS-29, RS-30, RS-60 to RS-64.
 * Layer: policy. Pure; imports `foundation`.
 *
 * @module
 */
import { formatScope, isScopeToken, OFFLINE_ACCESS, quotedParameters } from '../../foundation/index.js'

/** `missing`: no credentials at all. The others are the error codes of RFC 6750 §3.1. */
export type ChallengeKind = 'missing' | 'invalid_token' | 'invalid_request' | 'insufficient_scope'

export interface ChallengeInput {
  readonly kind: ChallengeKind
  /** Address of the protected resource metadata, RFC 9728 §5.1. */
  readonly resourceMetadataUrl: string
  /** All scopes that the operation at hand needs (RS-61). `offline_access` is left out (RS-09). */
  readonly scope?: readonly string[] | undefined
  /** `error_description`; not sent with `missing`. */
  readonly description?: string | undefined
}

/** The status that goes with each kind (RS-30). */
export const CHALLENGE_STATUS: Readonly<Record<ChallengeKind, 400 | 401 | 403>> = Object.freeze({
  missing: 401,
  invalid_token: 401,
  invalid_request: 400,
  insufficient_scope: 403,
})

const MAX_DESCRIPTION_LENGTH = 200

/**
 * One value of `WWW-Authenticate`, the scheme Bearer. A request without credentials learns where to go and nothing
 * else: `error` is absent (RFC 6750 §3.1, RS-29).
 *
 * @example
 * ```ts
 * import { challenge } from '@sallyport/core/challenge'
 *
 * const value = challenge({
 *   kind: 'insufficient_scope',
 *   resourceMetadataUrl: 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp',
 *   scope: ['files:write', 'files:read'],
 * })
 * // Bearer error="insufficient_scope", scope="files:read files:write", resource_metadata="https://mcp.…"
 * ```
 */
export function challenge(input: ChallengeInput): string {
  const { kind, resourceMetadataUrl, description } = input
  const scopes = (input.scope ?? []).filter((name) => isScopeToken(name) && name !== OFFLINE_ACCESS)
  const scope = scopes.length === 0 ? undefined : formatScope(scopes)
  const resourceMetadata = ['resource_metadata', resourceMetadataUrl] as const
  if (kind === 'missing') return `Bearer ${quotedParameters([resourceMetadata, ['scope', scope]])}`
  return `Bearer ${quotedParameters([
    ['error', kind],
    ['scope', scope],
    resourceMetadata,
    ['error_description', description === undefined ? undefined : plainText(description)],
  ])}`
}

/** `%x20-21 / %x23-5B / %x5D-7E`, RFC 6750 §3: not even an escaped quotation mark may stand in a description. */
function plainText(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll(/[^\x20-\x5b\x5d-\x7e]/gu, '?')
    .slice(0, MAX_DESCRIPTION_LENGTH)
}
