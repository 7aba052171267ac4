import type { CryptoKey, JWTVerifyGetKey } from 'jose'
import { isSecurityError } from '../errors/index.js'
import type { Runtime } from '../foundation/index.js'
import { createOutbound, createRemoteKeys } from '../primitives/outbound/index.js'
import type { KeyQuery, TrustedIssuer, VerificationAlgorithm, VerificationKey } from '../services/tokens/index.js'
import type { Settings } from './options.js'

/** An unknown key is no key; a provider that cannot be asked stays an outage. */
async function findKey(remote: JWTVerifyGetKey, { alg, kid }: KeyQuery): Promise<VerificationKey | undefined> {
  try {
    const key = await remote({ alg, ...(kid !== undefined && { kid }) }, { payload: '', signature: '' })
    // The verifier holds `alg` against its own list once more.
    return {
      kid: kid ?? '',
      alg: alg as VerificationAlgorithm,
      verificationKey: () => Promise.resolve(key as CryptoKey),
    }
  } catch (error) {
    if (isSecurityError(error)) throw error
    return undefined
  }
}

/** Foreign authorization servers with their keys, read from where the configuration says (RS-32, UR-15). */
export function foreignIssuers(settings: Settings, runtime: Runtime): readonly TrustedIssuer[] {
  const { trustedIssuers, unsafelyAllowHttpLoopback } = settings
  const outbound = createOutbound({ unsafelyAllowHttpLoopback }, runtime)
  return trustedIssuers.map(({ issuer, jwksUri, unsafelyAcceptJwtTyp }) => {
    const remote = createRemoteKeys(outbound, () => Promise.resolve(jwksUri), runtime)
    return {
      issuer,
      keys: (query: KeyQuery) => findKey(remote, query),
      ...(unsafelyAcceptJwtTyp && { unsafelyAcceptTyp: ['JWT'] }),
    }
  })
}
