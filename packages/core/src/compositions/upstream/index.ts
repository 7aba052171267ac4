/**
 * The proxy's client towards one identity provider: it sends people there to log in, and reads who came back.
 *
 * Stops: mix-up of providers, forged and replayed answers, metadata and keys of somebody else, upstream tokens that
 * reach a client, and client tokens that reach the provider.
 * Source: OpenID Connect Core §3.1, §12; RFC 8414 §3.3, RFC 9207, RFC 9700 §4.4, RFC 7009; PX-17, PX-25 to PX-31, RS-39,
 * UR-14, UR-15, F-02, F-14. Layer: composition; may import everything up to `services`.
 *
 * @module
 */
export { handlerAuthInfo, handlerCaller, type HandlerCaller } from './handler-extra.js'
export * from './oidc-upstream.js'
export type { IdTokenAlgorithm, OidcUpstreamOptions, UpstreamAuthMethod, UpstreamMetadata } from './options.js'
export type * from './types.js'
export * from './upstream-fetch.js'
