import * as z from 'zod/mini'
import type { Auditor } from '../../audit/index.js'
import { ConfigError, OAuthError } from '../../errors/index.js'
import {
  encodeBase64Url,
  formatScope,
  OFFLINE_ACCESS,
  parseOptions,
  randomBase64Url,
  systemRuntime,
  utf8,
  type Runtime,
} from '../../foundation/index.js'
import { isKeyList, liveKeys, type KeyList, type Signer } from '../../primitives/keys/index.js'
import type { AccessTokenInput, TokenIssuer } from './types.js'

export interface TokenIssuerOptions {
  /** `iss`, byte for byte. */
  readonly issuer: string
  /** The first one signs. */
  readonly signers: KeyList<Signer>
  /** Longest lifetime of an access token in milliseconds. Default 3 600 000 (1 h), for HS256 1 800 000 (30 min). */
  readonly lifetimeMs?: number
  /** Told at creation when `lifetimeMs` is above one hour. */
  readonly audit?: Auditor
}

const HOUR_MS = 3_600_000
const MAX_LIFETIME_MS = 24 * HOUR_MS
/** 160 bits, RFC 6749 §10.10 (AS-14). */
const TOKEN_ID_BYTES = 20

const Options = z.strictObject({
  issuer: z.string().check(z.minLength(1)),
  signers: z.custom<KeyList<Signer>>(isKeyList, 'expected a list of signers'),
  lifetimeMs: z.optional(z.int().check(z.minimum(1_000))),
  audit: z.optional(z.custom<Auditor>()),
})

/** An HS256 key is shared with whoever verifies, so its tokens live half as long (F-03). */
const defaultLifetimeOf = ({ alg }: Signer): number => (alg === 'HS256' ? HOUR_MS / 2 : HOUR_MS)

function lifetimeOf(lifetimeMs: number | undefined, signer: Signer, audit: Auditor | undefined): number {
  const lifetime = lifetimeMs ?? defaultLifetimeOf(signer)
  if (lifetime > MAX_LIFETIME_MS) {
    throw new ConfigError({
      option: 'lifetimeMs',
      problem: 'access tokens would live longer than 24 hours.',
      fix: 'Keep them at an hour or less, and let clients refresh.',
    })
  }
  if (lifetime > HOUR_MS) audit?.record({ kind: 'unsafe.enabled', outcome: 'noted', option: 'lifetimeMs' })
  return lifetime
}

const noSigner = (): ConfigError =>
  new ConfigError({ option: 'createTokenIssuer: signers', problem: 'there is no signer.', fix: 'Pass at least one.' })

function activeOf([signer]: readonly Signer[]): Signer {
  if (signer === undefined) throw noSigner()
  return signer
}

const encodeJson = (value: unknown): string => encodeBase64Url(utf8(JSON.stringify(value)))

/** RFC 9068 §2.2, and `gid`, our grant. Empty lists are left out, `offline_access` is no permission. */
function claimsOf(input: AccessTokenInput): Record<string, unknown> {
  const scope = formatScope(input.scopes.filter((name) => name !== OFFLINE_ACCESS))
  return {
    sub: input.subject,
    aud: input.resource,
    client_id: input.clientId,
    ...(scope === '' ? {} : { scope }),
    gid: input.grantId,
    ...(input.roles.length === 0 ? {} : { roles: input.roles }),
  }
}

/**
 * Creates the issuer of our access tokens: JWTs of the RFC 9068 profile with `typ: at+jwt` (F-01, AS-61).
 *
 * @throws {ConfigError} when an option is wrong, or `lifetimeMs` is above 24 hours (AS-55)
 * @example
 * ```ts
 * import { generateKeySet, parseKeySet } from '@sallyport/core/keys'
 * import { createTokenIssuer } from '@sallyport/core/tokens'
 *
 * const { signing } = await parseKeySet(await generateKeySet())
 * const issuer = createTokenIssuer({ issuer: 'https://notes.example.com', signers: signing })
 * const { accessToken } = await issuer.issue({
 *   subject: 'alice',
 *   clientId: 'c_1',
 *   resource: 'https://notes.example.com/mcp',
 *   scopes: ['notes:read'],
 *   grantId: 'g_1',
 *   roles: [],
 *   notAfterMs: Date.now() + 3_600_000,
 * })
 * ```
 */
export function createTokenIssuer(options: TokenIssuerOptions, runtime: Runtime = systemRuntime): TokenIssuer {
  const { issuer, signers, lifetimeMs: longest, audit } = parseOptions('createTokenIssuer', Options, options)
  const live = liveKeys(signers)
  const lifetimeMs = lifetimeOf(longest, activeOf(live.current()), audit)

  return Object.freeze<TokenIssuer>({
    lifetimeMs,
    async issue(input) {
      const signer = activeOf(await live.latest('due'))
      const header = encodeJson({ typ: 'at+jwt', alg: signer.alg, kid: signer.kid })
      // Never longer than was said at the start, whatever key has come since: marks and tombstones are made to outlive that.
      const longestMs = Math.min(lifetimeMs, longest ?? defaultLifetimeOf(signer))
      const nowMs = Math.max(runtime.nowMs(), input.grantedAtMs ?? 0)
      const iat = Math.floor(nowMs / 1000)
      const exp = Math.floor(Math.min(nowMs + longestMs, input.notAfterMs) / 1000)
      if (!(exp > iat)) throw new OAuthError('invalid_grant', { reason: 'grant_expired' })
      const jti = randomBase64Url(TOKEN_ID_BYTES, runtime)
      const signingInput = `${header}.${encodeJson({ iss: issuer, ...claimsOf(input), iat, exp, jti })}`
      const signature = encodeBase64Url(await signer.sign(utf8(signingInput)))
      return {
        accessToken: `${signingInput}.${signature}`,
        tokenId: jti,
        expiresAtMs: exp * 1000,
        expiresIn: exp - iat,
      }
    },
  })
}
