import * as z from 'zod/mini'
import type { CryptoKey } from 'jose'
import { ConfigError } from '../../errors/index.js'
import type { Awaitable } from '../../foundation/index.js'
import type { LiveKeys } from '../../primitives/keys/index.js'
import type { Introspection } from './introspection.js'
import type { UpstreamTokenRules } from './migration.js'

/** Signature algorithms a verifier may be configured for. `none` is not among them (RS-33). */
export const VERIFICATION_ALGORITHMS = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'HS256',
] as const

export type VerificationAlgorithm = (typeof VERIFICATION_ALGORITHMS)[number]

/** A key bound to one algorithm: a token cannot use it with another. Every `Signer` is one. */
export interface VerificationKey {
  readonly kid: string
  readonly alg: VerificationAlgorithm
  verificationKey(): Promise<CryptoKey | Uint8Array>
}

/** Header members by which a key may be chosen. */
export interface KeyQuery {
  readonly alg: string
  readonly kid: string | undefined
}

/** Keys by `kid`, a function that finds one, or keys that change while the process runs: tokens of one that goes, go. */
export type VerificationKeys =
  readonly VerificationKey[] | ((query: KeyQuery) => Awaitable<VerificationKey | undefined>) | LiveKeys<VerificationKey>

/** An authorization server whose access tokens are accepted. */
export interface TrustedIssuer {
  /** `iss`, byte for byte. */
  readonly issuer: string
  /** Keys of this issuer, or a function that finds one of them; never taken from the token itself. This or `introspection`. */
  readonly keys?: VerificationKeys
  /** Asks the issuer about every token, from `createIntrospection`. */
  readonly introspection?: Introspection
  /** Whether tokens that are no JWT are this issuer's, with `introspection`. Default: while no other issuer introspects. */
  readonly opaque?: boolean
  /** Our own authorization server: its tokens must name their grant (`gid`). Default `false`. */
  readonly own?: boolean
  /** Further values of `typ` to accept, for an issuer that cannot say `at+jwt`. Its ID tokens may then pass as well. */
  readonly unsafelyAcceptTyp?: readonly string[]
  /** Its tokens are not meant for us: they are let in for a time, for clients that still send them (F-11). */
  readonly unsafelyAcceptUpstream?: UpstreamTokenRules
}

const Key = z.custom<VerificationKey>(
  (value: unknown) => typeof value === 'object' && value !== null && 'verificationKey' in value,
)

export const TrustedIssuers = z
  .array(
    z.strictObject({
      issuer: z.string().check(z.minLength(1)),
      keys: z.optional(
        z.union([
          z.array(Key).check(z.minLength(1)),
          z.custom<(query: KeyQuery) => Awaitable<VerificationKey | undefined>>(
            (value: unknown) => typeof value === 'function',
          ),
          z.custom<LiveKeys<VerificationKey>>(
            (value: unknown) => typeof value === 'object' && value !== null && 'latest' in value,
          ),
        ]),
      ),
      introspection: z.optional(
        z.custom<Introspection>((value: unknown) => typeof value === 'object' && value !== null && 'ask' in value),
      ),
      opaque: z.optional(z.boolean()),
      own: z._default(z.boolean(), false),
      unsafelyAcceptTyp: z._default(z.array(z.string().check(z.minLength(1))), []),
      unsafelyAcceptUpstream: z.optional(
        z.custom<UpstreamTokenRules>((value: unknown) => typeof value === 'object' && value !== null),
      ),
    }),
  )
  .check(z.minLength(1))

export type ParsedIssuer = z.output<typeof TrustedIssuers>[number]

/** @throws {ConfigError} for a repeated issuer, a repeated `kid`, or an algorithm that is not on the list */
export function indexIssuers(issuers: readonly ParsedIssuer[]): ReadonlyMap<string, ParsedIssuer> {
  const index = new Map(issuers.map((entry) => [entry.issuer, entry]))
  if (index.size < issuers.length) refuse('the same issuer stands there twice.', 'Name every issuer once.')
  for (const { keys, introspection, opaque, own } of issuers) {
    if ((keys === undefined) === (introspection === undefined))
      refuse('an issuer needs either keys or introspection.', 'Give it one of the two.')
    if (introspection === undefined && opaque !== undefined)
      refuse('keys prove no opaque token.', 'Use introspection, or leave out opaque.')
    if (own && introspection !== undefined) refuse('our own server has keys.', 'Give it these.')
    if (keys === undefined || typeof keys === 'function' || 'latest' in keys) continue
    if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
      refuse('two keys of an issuer share a "kid".', 'Give every key its own.')
    const unknown = keys.find(({ alg }) => !isVerificationAlgorithm(alg))
    if (unknown) refuse(`"${unknown.alg}" is not accepted.`, `Use one of ${VERIFICATION_ALGORITHMS.join(', ')}.`)
  }
  return index
}

export function isVerificationAlgorithm(alg: string): alg is VerificationAlgorithm {
  return (VERIFICATION_ALGORITHMS as readonly string[]).includes(alg)
}

function refuse(problem: string, fix: string): never {
  throw new ConfigError({ option: 'createTokenVerifier: issuers', anchor: 'issuers', problem, fix })
}
