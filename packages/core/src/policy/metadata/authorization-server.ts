import { OFFLINE_ACCESS, sortScopes } from '../../foundation/index.js'

/** Every address of the authorization server. All hang below the issuer, byte for byte. */
export interface AuthorizationServerEndpoints {
  readonly authorization: string
  /** Where the consent page posts to. */
  readonly consent: string
  /** Where the upstream provider sends the browser back to. */
  readonly callback: string
  /** Where people see and end what acts in their name. Not in the metadata: no client goes there. */
  readonly connections: string
  /** Where people answer what is asked about an action; the id of the question follows (F-62). */
  readonly confirmation: string
  readonly token: string
  readonly registration: string
  readonly revocation: string
  readonly jwks: string
}

/**
 * @param issuer checked by `assertIssuer`: without a trailing slash
 * @example
 * ```ts
 * import { authorizationServerEndpoints } from '@sallyport/core/metadata'
 *
 * console.log(authorizationServerEndpoints('https://as.example/t1').token) // https://as.example/t1/token
 * ```
 */
export function authorizationServerEndpoints(issuer: string): AuthorizationServerEndpoints {
  return {
    authorization: `${issuer}/authorize`,
    consent: `${issuer}/consent`,
    callback: `${issuer}/callback`,
    connections: `${issuer}/connections`,
    confirmation: `${issuer}/confirm/`,
    token: `${issuer}/token`,
    registration: `${issuer}/register`,
    revocation: `${issuer}/revoke`,
    jwks: `${issuer}/jwks`,
  }
}

const CONFIRMATION = /\/confirm\/[A-Za-z0-9_-]{35}$/

/**
 * The path by which an endpoint is known: its own, but for `/confirm/<id>`, which has as many as there are questions.
 *
 * @example
 * ```ts
 * import { endpointPath } from '@sallyport/core/metadata'
 *
 * console.log(endpointPath('/token')) // /token
 * console.log(endpointPath(`/confirm/${'x'.repeat(35)}`)) // /confirm/
 * ```
 */
export function endpointPath(pathname: string): string {
  return pathname.replace(CONFIRMATION, '/confirm/')
}

/** What is switched on: only that is advertised (AS-06). */
export interface AuthorizationServerConfig {
  /** As configured; published unchanged. */
  readonly issuer: string
  /** Scopes that may be granted; `offline_access` is added here (AS-60) and nowhere else. */
  readonly scopes: readonly string[]
  /** Dynamic client registration (RFC 7591) is on. */
  readonly dynamicRegistration: boolean
  /** Access tokens can be verified with public keys, so that there is a key set to publish. */
  readonly publicKeys: boolean
  /** Default: `none`, `client_secret_basic`, `client_secret_post`. */
  readonly clientAuthMethods?: readonly ('none' | 'client_secret_basic' | 'client_secret_post')[] | undefined
  /** `service_documentation`, a page for developers. */
  readonly documentation?: string | undefined
}

/** RFC 8414 §2 and RFC 9207 §3, the members we publish. */
export interface AuthorizationServerMetadata {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly registration_endpoint?: string
  readonly revocation_endpoint: string
  readonly jwks_uri?: string
  readonly scopes_supported: readonly string[]
  readonly response_types_supported: readonly ['code']
  readonly response_modes_supported: readonly ['query']
  readonly grant_types_supported: readonly ['authorization_code', 'refresh_token']
  readonly token_endpoint_auth_methods_supported: readonly string[]
  readonly revocation_endpoint_auth_methods_supported: readonly string[]
  readonly code_challenge_methods_supported: readonly ['S256']
  readonly authorization_response_iss_parameter_supported: true
  readonly service_documentation?: string
}

/**
 * The authorization server metadata document, the same at its RFC 8414 and OpenID Connect addresses. What cannot be
 * switched off is constant: the code flow only, S256 only (AS-04), `iss` in every authorization response (AS-34).
 *
 * @example
 * ```ts
 * import { authorizationServerMetadata } from '@sallyport/core/metadata'
 *
 * const document = authorizationServerMetadata({
 *   issuer: 'https://mcp.example.com',
 *   scopes: ['notes:read'],
 *   dynamicRegistration: false,
 *   publicKeys: true,
 * })
 * console.log(document.code_challenge_methods_supported) // ['S256']
 * ```
 */
export function authorizationServerMetadata(config: AuthorizationServerConfig): AuthorizationServerMetadata {
  const endpoints = authorizationServerEndpoints(config.issuer)
  const authMethods = [...(config.clientAuthMethods ?? ['none', 'client_secret_basic', 'client_secret_post'])]
  return {
    issuer: config.issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    ...(config.dynamicRegistration && { registration_endpoint: endpoints.registration }),
    revocation_endpoint: endpoints.revocation,
    ...(config.publicKeys && { jwks_uri: endpoints.jwks }),
    scopes_supported: sortScopes([...config.scopes, OFFLINE_ACCESS]),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint_auth_methods_supported: authMethods,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    ...(config.documentation !== undefined && { service_documentation: config.documentation }),
  }
}
