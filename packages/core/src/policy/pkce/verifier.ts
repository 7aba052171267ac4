import { OAuthError } from '../../errors/index.js'
import { constantTimeEqual, encodeBase64Url, utf8 } from '../../foundation/index.js'

/** 43 to 128 unreserved characters, RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/

/**
 * `BASE64URL(SHA256(verifier))`, RFC 7636 §4.2.
 *
 * @example
 * ```ts
 * import { challengeOf } from '@sallyport/core/pkce'
 *
 * console.log(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')) // 'E9Melhoa…'
 * ```
 */
export async function challengeOf(verifier: string): Promise<string> {
  return encodeBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(verifier))))
}

/**
 * Checks a `code_verifier` against the S256 challenge stored with the code.
 *
 * @param verifier as received, `undefined` when the client sent none
 * @param challenge 43 characters of unpadded base64url, as stored; every code of ours has one
 * @throws {OAuthError} `invalid_grant`, with `reason` `pkce_malformed` or `pkce_mismatch`
 * @example
 * ```ts
 * import { assertVerifier } from '@sallyport/core/pkce'
 *
 * const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' // RFC 7636 appendix B
 * await assertVerifier('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', challenge)
 * ```
 */
export async function assertVerifier(verifier: string | undefined, challenge: string): Promise<void> {
  if (verifier === undefined || !VERIFIER.test(verifier)) {
    throw new OAuthError('invalid_grant', { reason: 'pkce_malformed' })
  }
  if (!constantTimeEqual(await challengeOf(verifier), challenge)) {
    throw new OAuthError('invalid_grant', { reason: 'pkce_mismatch' })
  }
}
