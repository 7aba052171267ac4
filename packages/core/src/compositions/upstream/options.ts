import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import { parseOutboundUrl } from '../../primitives/outbound/index.js'
import { ProviderMetadata } from './metadata.js'

/** How we prove ourselves at the provider's token endpoint (OpenID Connect Core §9). */
export type UpstreamAuthMethod = 'client_secret_basic' | 'client_secret_post' | 'none'

/** Asymmetric only: with `HS256` our own client secret would vouch for the person. */
export type IdTokenAlgorithm = (typeof ID_TOKEN_ALGORITHMS)[number]

/** Endpoints of a provider without discovery. Wire names of RFC 8414 §2. */
export interface UpstreamMetadata {
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly jwks_uri: string
  readonly revocation_endpoint?: string
  readonly userinfo_endpoint?: string
  readonly authorization_response_iss_parameter_supported?: boolean
}

export interface OidcUpstreamOptions {
  /** Issuer identifier, byte for byte as the provider writes it (Auth0's ends in a slash). */
  readonly issuer: string
  /** As registered at the provider. */
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string | undefined
  /** How we prove ourselves at the provider. Default `client_secret_basic` with a secret, `none` without. */
  readonly tokenEndpointAuthMethod?: UpstreamAuthMethod
  /** What we ask the provider for. Default `openid email offline_access`; must contain `openid`. */
  readonly scope?: string
  /** Sent as `prompt` unless the login asks for another one. */
  readonly prompt?: string
  /** Further parameters of the authorization request, for example `{ access_type: 'offline' }`. */
  readonly authorizationParams?: Readonly<Record<string, string>>
  /** Claim of the ID token with an array of role names. Default `roles`. */
  readonly rolesClaim?: string
  /** Claims tried in this order for the name on our pages. Default `name`, `preferred_username`, `email`. */
  readonly displayNameClaims?: readonly string[]
  /** Signature algorithms of ID tokens. Default: all asymmetric ones. */
  readonly idTokenAlgorithms?: readonly IdTokenAlgorithm[]
  /** Replaces discovery. */
  readonly metadata?: UpstreamMetadata
  /** Further origins on the way to the login form, where the provider hands over to another one. */
  readonly formActionOrigins?: readonly string[]
  /** APIs that tools may call with the person's token, besides the provider itself: origins, for example `['https://graph.example.com']`. */
  readonly apiOrigins?: readonly string[]
  /** Time for one request to the provider, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number
  /** Allows a provider on plain http on this machine. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean
}

export const ID_TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

/** Set for each login by us; `resource` and request objects would change what was agreed on. */
const RESERVED: ReadonlySet<string> = new Set([
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'redirect_uri',
  'request',
  'request_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'state',
])

const text = z.string().check(z.minLength(1))

const Options = z.strictObject({
  issuer: text,
  clientId: text,
  clientSecret: z.optional(text),
  tokenEndpointAuthMethod: z.optional(z.enum(['client_secret_basic', 'client_secret_post', 'none'])),
  scope: z._default(text, 'openid email offline_access'),
  prompt: z.optional(text),
  authorizationParams: z._default(z.record(z.string(), z.string()), {}),
  rolesClaim: z._default(text, 'roles'),
  displayNameClaims: z._default(z.array(text), ['name', 'preferred_username', 'email']),
  idTokenAlgorithms: z._default(z.array(z.enum(ID_TOKEN_ALGORITHMS)).check(z.minLength(1)), [...ID_TOKEN_ALGORITHMS]),
  metadata: z.optional(z.strictObject(z.omit(ProviderMetadata, { issuer: true }).shape)),
  formActionOrigins: z._default(z.array(text), []),
  apiOrigins: z._default(z.array(z.string()), []),
  timeoutMs: z._default(z.int().check(z.positive()), 10_000),
  unsafelyAllowHttpLoopback: z._default(z.boolean(), false),
})

export type ParsedOptions = Readonly<z.output<typeof Options>> & { readonly authMethod: UpstreamAuthMethod }

/** @throws {ConfigError} */
export function parseUpstreamOptions(options: OidcUpstreamOptions): ParsedOptions {
  const parsed = parseOptions('oidcUpstream', Options, options)
  const { clientSecret, unsafelyAllowHttpLoopback: loopback } = parsed
  const authMethod = parsed.tokenEndpointAuthMethod ?? (clientSecret === undefined ? 'none' : 'client_secret_basic')

  const issuer = parseOutboundUrl(parsed.issuer, loopback)
  if (issuer === undefined || issuer.search !== '') {
    refuse('issuer', 'not an https URL without query and fragment.', `${https(loopback)} Copy it from the provider.`)
  }
  if ((authMethod === 'none') !== (clientSecret === undefined)) {
    refuse('clientSecret', `does not fit the authentication method ${authMethod}.`, 'Give a secret, or use "none".')
  }
  if (!parsed.scope.split(' ').includes('openid')) {
    refuse('scope', 'lacks "openid", so the provider would not say who logged in.', 'Add "openid".')
  }
  const reserved = Object.keys(parsed.authorizationParams).find((name) => RESERVED.has(name))
  if (reserved !== undefined) refuse('authorizationParams', `"${reserved}" is set by Sallyport.`, 'Remove it.')
  for (const option of ['formActionOrigins', 'apiOrigins'] as const) {
    const wrong = parsed[option].find((origin) => parseOutboundUrl(origin, loopback)?.origin !== origin)
    if (wrong === undefined) continue
    refuse(option, `"${wrong}" is not an origin.`, 'Write scheme, host and port only, without a slash.')
  }
  for (const [name, value] of Object.entries(parsed.metadata ?? {})) {
    if (typeof value !== 'string' || parseOutboundUrl(value, loopback) !== undefined) continue
    refuse(`metadata.${name}`, 'not an https URL.', https(loopback))
  }
  return Object.freeze({ ...parsed, authMethod })
}

function https(loopback: boolean): string {
  return loopback ? 'Use https, or http on this machine.' : 'Use https.'
}

function refuse(option: string, problem: string, fix: string): never {
  throw new ConfigError({ option: `oidcUpstream: ${option}`, anchor: `oidcUpstream.${option}`, problem, fix })
}
