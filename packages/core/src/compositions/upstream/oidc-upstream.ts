import { OAuthError } from '../../errors/index.js'
import { authenticatedForm, createOutbound, createRemoteKeys } from '../../primitives/outbound/index.js'
import type { Runtime } from '../../foundation/index.js'
import { authorizationUrl } from './authorization-url.js'
import { readCallback } from './callback.js'
import { upstreamFailure } from './failure.js'
import { checkRefreshedIdToken, verifyIdToken } from './id-token.js'
import { identityOf } from './identity.js'
import { createMetadata } from './metadata.js'
import { parseUpstreamOptions, type OidcUpstreamOptions, type ParsedOptions } from './options.js'
import { requestTokens } from './token-endpoint.js'
import type { ConnectedUpstream, UpstreamConfiguration } from './types.js'

/**
 * Configures an OpenID Connect provider as the one that people log in at.
 *
 * We are a client of our own there: own PKCE, `state` and `nonce` for each login, own tokens that stay inside. The
 * provider's answer counts when `iss` (RFC 9207), the metadata's `issuer` (RFC 8414 §3.3) and the ID token (OpenID
 * Connect Core §3.1.3.7) all name the configured issuer, byte for byte (PX-27, PX-28). Nothing is asked before the first
 * use; metadata is kept for an hour.
 *
 * @throws {ConfigError} naming the wrong option
 * @example
 * ```ts
 * import { oidcUpstream } from '@sallyport/core/upstream'
 *
 * const upstream = oidcUpstream({
 *   issuer: 'https://login.example.com',
 *   clientId: 'sallyport',
 *   clientSecret: 'from your secret store',
 * })
 * console.log(upstream.issuer)
 * ```
 */
export function oidcUpstream(options: OidcUpstreamOptions): UpstreamConfiguration {
  const parsed = parseUpstreamOptions(options)
  return Object.freeze({
    issuer: parsed.issuer,
    unsafe: parsed.unsafelyAllowHttpLoopback ? ['upstream.unsafelyAllowHttpLoopback'] : [],
    connect: (runtime: Runtime) => connect(parsed, runtime),
  })
}

function connect(options: ParsedOptions, runtime: Runtime): ConnectedUpstream {
  const { issuer, timeoutMs, unsafelyAllowHttpLoopback } = options
  const outbound = createOutbound({ timeoutMs, unsafelyAllowHttpLoopback, urlsFrom: 'configuration' }, runtime)
  const metadata = createMetadata(options, outbound, runtime)
  const keys = createRemoteKeys(outbound, async () => (await metadata.get()).jwks_uri, runtime)

  return {
    issuer,

    async formActionOrigins() {
      const { authorization_endpoint } = await metadata.get()
      return [...new Set([originOf(authorization_endpoint), originOf(issuer), ...options.formActionOrigins])]
    },

    async apiOrigins() {
      const { userinfo_endpoint = issuer } = await metadata.get()
      return [...new Set([originOf(issuer), originOf(userinfo_endpoint), ...options.apiOrigins])]
    },

    async userInfoEndpoint() {
      return (await metadata.get()).userinfo_endpoint
    },

    async authorizationUrl(login, { prompt } = {}) {
      const { authorization_endpoint } = await metadata.get()
      return authorizationUrl(authorization_endpoint, options, login, prompt)
    },

    async finish(login, callback) {
      const provider = await metadata.get()
      const code = readCallback(callback, login, provider)
      const form = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: login.redirectUri,
        code_verifier: login.codeVerifier,
      }
      const tokens = await requestTokens(provider.token_endpoint, options, form, outbound, runtime).catch(codeRefused)
      if (tokens.idToken === undefined) throw upstreamFailure('server_error', 'upstream_id_token_missing')
      const claims = await verifyIdToken(tokens.idToken, login.nonce, options, keys, runtime)
      return { identity: identityOf(claims, options), tokens }
    },

    async refresh(tokens) {
      const { refreshToken, idToken } = tokens
      if (refreshToken === undefined) throw upstreamFailure('invalid_grant', 'upstream_refresh_token_missing')
      const { token_endpoint } = await metadata.get()
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
      const fresh = await requestTokens(token_endpoint, options, form, outbound, runtime)
      if (fresh.idToken !== undefined) checkRefreshedIdToken(fresh.idToken, idToken, options)
      // What is not answered anew stays as it was (RFC 6749 §6, OpenID Connect Core §12.2).
      return { refreshToken, ...(idToken === undefined ? {} : { idToken }), ...fresh }
    },

    async revoke({ refreshToken, accessToken }) {
      const { revocation_endpoint } = await metadata.get()
      if (revocation_endpoint === undefined) return
      // RFC 7009 §2.1: with the refresh token the provider ends the access tokens of the same grant too.
      const form =
        refreshToken === undefined
          ? { token: accessToken, token_type_hint: 'access_token' }
          : { token: refreshToken, token_type_hint: 'refresh_token' }
      const status = await outbound.fetchStatus(revocation_endpoint, authenticatedForm(options, form))
      if (status !== 200) throw upstreamFailure('temporarily_unavailable', 'upstream_revocation_refused')
    },
  }
}

function originOf(url: string): string {
  return new URL(url).origin
}

/** `invalid_grant` would tell our client about a code that it never had. */
function codeRefused(error: unknown): never {
  const refused = error instanceof OAuthError && error.error === 'invalid_grant'
  throw refused ? upstreamFailure('server_error', 'upstream_code_refused') : error
}
