/**
 * An OpenID provider for development: a real one, in-process, that lets anybody in.
 *
 * Stops nothing; it is the other side of tests, examples and first steps. Source: OpenID Connect Core 1.0, RFC 6749,
 * RFC 7009, RFC 7636, RFC 7662, RFC 9207, by way of `oidc-provider`.
 *
 * @module
 */
export * from './dev-idp.js'
export type * from './options.js'
export { devSallyport, type DevSallyportOptions } from './dev-sallyport.js'
