import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { createCached, systemRuntime, type Runtime } from '../../foundation/index.js'
import { outboundFailure } from './failure.js'
import type { Outbound } from './types.js'

/** A provider rotates keys by publishing them ahead of use; ten minutes is well within that. */
const MAX_AGE_MS = 600_000

/** Tokens with invented key ids must not turn into requests to the provider. */
const PAUSE_MS = 30_000

/**
 * The public keys behind a `jwks_uri`, for `jose.jwtVerify`: kept for ten minutes, read again when a key id is unknown,
 * but at most every 30 s.
 *
 * @param url where the keys are; from configuration or validated metadata, never from a token (UR-15, RFC 8725 §3.10)
 * @throws {OAuthError} `temporarily_unavailable` when the keys cannot be read
 * @example
 * ```ts
 * import { createOutbound, createRemoteKeys } from '@sallyport/core/outbound'
 * import { jwtVerify } from 'jose'
 *
 * const keys = createRemoteKeys(createOutbound(), async () => 'https://login.example.com/jwks')
 * const check = (token: string) => jwtVerify(token, keys, { algorithms: ['RS256'] })
 * console.log(typeof check)
 * ```
 */
export function createRemoteKeys(
  outbound: Pick<Outbound, 'fetchJson'>,
  url: () => Promise<string>,
  runtime: Pick<Runtime, 'nowMs'> = systemRuntime,
): JWTVerifyGetKey {
  const cached = createCached(
    async () => {
      const { status, body } = await outbound.fetchJson(await url())
      if (status !== 200) throw outboundFailure('outbound_status')
      try {
        return createLocalJWKSet(body as JSONWebKeySet)
      } catch {
        throw outboundFailure('outbound_malformed')
      }
    },
    { maxAgeMs: MAX_AGE_MS, pauseMs: PAUSE_MS },
    runtime,
  )
  return async (header, token) => {
    const keys = await cached.get()
    try {
      return await keys(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      return (await cached.reload())(header, token)
    }
  }
}
