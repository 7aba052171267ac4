import * as z from 'zod/mini'
import { ConfigError } from '../errors/index.js'
import { parseOutboundUrl } from '../primitives/outbound/index.js'
import type { IntrospectionOptions } from '../services/tokens/index.js'

/** An authorization server of somebody else whose access tokens are accepted. */
export interface TrustedIssuerSettings {
  /** `iss`, byte for byte: with the trailing slash where the provider writes one. */
  readonly issuer: string
  /** Where its public keys are. This or `introspection`. */
  readonly jwksUri?: string
  /** Asks it about each token instead (RFC 7662): JWTs that name it, and opaque ones. */
  readonly introspection?: IntrospectionOptions
  /** Whether tokens that are no JWT are its own, with `introspection`. Default: while no other issuer introspects. */
  readonly opaque?: boolean
  /** Accept tokens without `typ: at+jwt`, for providers that cannot set it. Its ID tokens may then pass as well. Default `false`. */
  readonly unsafelyAcceptJwtTyp?: boolean
}

/** Lets in, for a time, clients that still send tokens of the upstream provider instead of ours (F-11). */
export interface UpstreamMigrationSettings {
  /** Last day of the migration, in UTC: `'2027-03-31'`. The server does not start after it, and a running one stops accepting. */
  readonly until: string
  /** What `aud` of such a token must be or contain, byte for byte. */
  readonly audience: string
  /** What such a caller may do, whatever the token says. */
  readonly scopes: readonly string[]
  /** Where the provider's public keys are. This or `introspection`. */
  readonly jwksUri?: string
  /** Asks the provider about each token instead (RFC 7662). */
  readonly introspection?: IntrospectionOptions
  /** Accept tokens without `typ: at+jwt`. ID tokens are told apart by their claims then. Default `false`. */
  readonly unsafelyAcceptJwtTyp?: boolean
}

const text = z.string().check(z.minLength(1))
const flag = z._default(z.boolean(), false)

const Introspection = z.strictObject({
  endpoint: text,
  clientId: text,
  clientSecret: text,
  authMethod: z.optional(z.enum(['client_secret_basic', 'client_secret_post'])),
  maxStaleMs: z.optional(z.int().check(z.minimum(0), z.maximum(300_000))),
})

const verification = { jwksUri: z.optional(text), introspection: z.optional(Introspection), unsafelyAcceptJwtTyp: flag }

export const TrustedIssuer = z.strictObject({ issuer: text, ...verification, opaque: z.optional(z.boolean()) })

export const UpstreamMigration = z.strictObject({
  until: text,
  audience: text,
  scopes: z.readonly(z.array(text)),
  ...verification,
})

/** How the tokens of an issuer are verified. */
export type Verification = Pick<z.output<typeof TrustedIssuer>, keyof typeof verification>

/** @throws {ConfigError} unless the tokens are verified in one way, at addresses that may be asked */
export function assertVerification(option: string, verification: Verification, allowHttpLoopback: boolean): void {
  const { jwksUri, introspection, unsafelyAcceptJwtTyp } = verification
  if ((jwksUri === undefined) === (introspection === undefined)) {
    const problem = 'exactly one of jwksUri and introspection is needed.'
    throw new ConfigError({ option, problem, fix: 'Use jwksUri for JWTs, introspection for opaque tokens.' })
  }
  if (introspection !== undefined && unsafelyAcceptJwtTyp) {
    const problem = 'unsafelyAcceptJwtTyp means nothing to an issuer that is asked about each token.'
    throw new ConfigError({ option, problem, fix: 'Remove it.' })
  }
  assertAddress(option, jwksUri ?? introspection?.endpoint ?? '', allowHttpLoopback)
}

/** @throws {ConfigError} */
export function assertAddress(option: string, url: string, allowHttpLoopback: boolean): void {
  if (parseOutboundUrl(url, allowHttpLoopback)) return
  const problem = `${JSON.stringify(url)} is no https URL.`
  throw new ConfigError({ option, problem, fix: 'Use https, without credentials or a fragment.' })
}
