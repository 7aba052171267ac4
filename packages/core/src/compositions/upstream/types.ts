import type { Runtime } from '../../foundation/index.js'
import type { UpstreamTokenEndpoint, UpstreamTokens } from '../../services/upstream-tokens/index.js'

/** The person as the upstream provider proves it. Identity is (`issuer`, `subject`), nothing else. */
export interface UpstreamIdentity {
  readonly issuer: string
  readonly subject: string
  /** For display on the consent page only. */
  readonly displayName?: string
  readonly roles: readonly string[]
}

/** One login at the upstream provider. All three values are fresh for each login. */
export interface UpstreamLogin {
  readonly redirectUri: string
  /** 64 random bytes, base64url. */
  readonly state: string
  readonly nonce: string
  /** 64 random bytes, base64url: 86 characters. */
  readonly codeVerifier: string
}

/** The proxy's client towards one identity provider. */
export interface UpstreamProvider extends UpstreamTokenEndpoint {
  /**
   * Origins that a form post may pass through on its way to the provider's login, for the page's CSP `form-action`.
   *
   * @throws {OAuthError} `temporarily_unavailable` when the provider's metadata cannot be read
   */
  formActionOrigins(): Promise<readonly string[]>
  authorizationUrl(login: UpstreamLogin, options?: { readonly prompt?: string }): Promise<string>
  /**
   * Checks `iss`, redeems the code, validates the ID token (`nonce`, `iss`, `aud`, `exp`, signature).
   *
   * @throws {OAuthError} with a private reason; the provider's own text is never repeated
   */
  finish(
    login: UpstreamLogin,
    callback: URLSearchParams,
  ): Promise<{ identity: UpstreamIdentity; tokens: UpstreamTokens }>
}

/** A provider with what tools need to call its APIs. */
export interface ConnectedUpstream extends UpstreamProvider {
  /** Origins that may see the person's token: those of the issuer and of its userinfo endpoint, and the configured ones. */
  apiOrigins(): Promise<readonly string[]>
  /** `undefined` when the provider has none. */
  userInfoEndpoint(): Promise<string | undefined>
}

/** A provider as configured; does nothing before it is connected. */
export interface UpstreamConfiguration {
  /** As configured, byte for byte. */
  readonly issuer: string
  /** Names of the dangerous switches that are on, for the audit log. */
  readonly unsafe: readonly string[]
  /** No request is sent before the provider is used. */
  connect(runtime: Runtime): ConnectedUpstream
}
