import { ConfigError } from '../../errors/index.js'
import type { KeySet, Signer } from './types.js'

/** One key of the published document: public members only. */
export interface PublishedJwk {
  readonly kty: string
  readonly crv?: string
  readonly x?: string
  readonly y?: string
  readonly kid: string
  readonly alg: string
  readonly use: 'sig'
}

// Members are picked, not removed: whatever else a signer's JWK holds, private or new, stays inside (AS-62).
function publish({ kid, alg, publicJwk }: Signer): readonly PublishedJwk[] {
  const { kty, crv, x, y } = publicJwk ?? {}
  if (alg === 'HS256' || kty === undefined || kty === 'oct') return []
  return [
    {
      kty,
      ...(crv === undefined ? {} : { crv }),
      ...(x === undefined ? {} : { x }),
      ...(y === undefined ? {} : { y }),
      kid,
      alg,
      use: 'sig',
    },
  ]
}

/**
 * The JWK Set document of an authorization server: every signing key that tokens may still carry, so that a rotation
 * overlaps (RFC 7517 §5, AS-62, F-06). Empty for HS256.
 *
 * @throws {ConfigError} when two keys share a `kid`
 * @example
 * ```ts
 * import { generateKeySet, parseKeySet, publicJwks } from '@sallyport/core/keys'
 *
 * console.log(publicJwks(await parseKeySet(await generateKeySet())).keys.length) // 1
 * ```
 */
export function publicJwks(keys: Pick<KeySet, 'signing'>): { readonly keys: readonly PublishedJwk[] } {
  const published = keys.signing.flatMap(publish)
  if (new Set(published.map(({ kid }) => kid)).size < published.length) {
    throw new ConfigError({
      option: 'keys',
      problem: 'two signing keys share a "kid".',
      fix: 'Give every key its own.',
    })
  }
  return { keys: published }
}
