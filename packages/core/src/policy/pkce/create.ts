import { encodeBase64Url, systemRuntime, type Runtime } from '../../foundation/index.js'
import { challengeOf } from './verifier.js'

/** A fresh pair for one authorization request of our own, towards an upstream provider. */
export interface Pkce {
  /** 64 random bytes: 86 characters (F-14). Secret until the code is redeemed. */
  readonly verifier: string
  readonly challenge: string
  readonly method: 'S256'
}

/**
 * Creates a verifier and its challenge, for the client role.
 *
 * @param runtime source of the random bytes; default: the platform's
 * @example
 * ```ts
 * import { createPkce } from '@sallyport/core/pkce'
 *
 * const { verifier, challenge } = await createPkce()
 * console.log(verifier.length, challenge.length) // 86 43
 * ```
 */
export async function createPkce(runtime: Pick<Runtime, 'randomBytes'> = systemRuntime): Promise<Pkce> {
  const verifier = encodeBase64Url(runtime.randomBytes(64))
  return { verifier, challenge: await challengeOf(verifier), method: 'S256' }
}
