import { RedirectableError } from '../../errors/index.js'

/**
 * SHA-256 in unpadded base64url: 43 characters. The last one carries four bits, so only 16 characters can end a
 * genuine digest; any other spelling could never be matched.
 */
const CHALLENGE = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

/**
 * Checks `code_challenge` and `code_challenge_method` of an authorization request.
 *
 * @param challenge as received, `undefined` when absent or empty
 * @param method as received; absent means `plain` in RFC 7636 §4.3 and is refused like it
 * @throws {RedirectableError} `invalid_request`, with `reason` `pkce_missing`, `pkce_method` or `pkce_challenge_malformed`
 * @example
 * ```ts
 * import { assertChallenge } from '@sallyport/core/pkce'
 *
 * assertChallenge('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', 'S256') // RFC 7636 appendix B
 * ```
 */
export function assertChallenge(
  challenge: string | undefined,
  method: string | undefined,
): asserts challenge is string {
  if (challenge === undefined) {
    throw new RedirectableError('invalid_request', {
      reason: 'pkce_missing',
      description: 'code_challenge is required (PKCE, S256)',
    })
  }
  if (method !== 'S256') {
    throw new RedirectableError('invalid_request', {
      reason: 'pkce_method',
      description: 'code_challenge_method must be S256',
    })
  }
  if (!CHALLENGE.test(challenge)) {
    throw new RedirectableError('invalid_request', {
      reason: 'pkce_challenge_malformed',
      description: 'code_challenge must be a SHA-256 digest in unpadded base64url',
    })
  }
}
