import { compactVerify } from 'jose'
import { isSecurityError } from '../../errors/index.js'
import { refuseToken, type UnverifiedToken } from './jws.js'
import { isVerificationAlgorithm, type ParsedIssuer, type VerificationKey } from './trusted-issuers.js'

async function findKey({ keys }: ParsedIssuer, { alg, kid }: UnverifiedToken): Promise<VerificationKey | undefined> {
  const isNamed = (key: VerificationKey): boolean => key.kid === kid
  if (keys === undefined) return undefined
  if ('latest' in keys) return keys.current().find(isNamed) ?? (await keys.latest('missing')).find(isNamed)
  if (typeof keys !== 'function') return keys.find(isNamed)
  try {
    return await keys({ alg, kid })
  } catch (error) {
    // A store or provider that is down says so itself; everything else is a token we cannot verify.
    if (isSecurityError(error)) throw error
    return refuseToken('token_key_unavailable')
  }
}

/**
 * Checks the signature with a key of the configured issuer, under the one algorithm that this key is for: an RS256
 * token finds no EC key, and a public key is never an HMAC secret (RS-32, RS-33; RFC 8725 §3.1).
 *
 * @returns the key that signed
 * @throws {OAuthError} `invalid_token`
 */
export async function verifySignature(
  token: string,
  unverified: UnverifiedToken,
  issuer: ParsedIssuer,
): Promise<VerificationKey> {
  const key = await findKey(issuer, unverified)
  if (key === undefined) return refuseToken('token_key_unknown')
  if (key.alg !== unverified.alg || !isVerificationAlgorithm(key.alg)) return refuseToken('token_alg_refused')
  try {
    await compactVerify(token, await key.verificationKey(), { algorithms: [key.alg] })
  } catch {
    return refuseToken('token_signature_invalid')
  }
  return key
}
