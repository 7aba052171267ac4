/**
 * The vault of upstream tokens: kept for each grant, sealed, refreshed once, dropped with the grant.
 *
 * Stops: stolen databases that open a provider's API, refresh races that cost a rotated token, people who were disabled at
 * the provider and keep their access here, and tokens that outlive the grant they came with.
 * Source: RFC 6749 §6, RFC 7009, RFC 9700 §4.14; PX-25, PX-30, F-02; design decision "Upstream tokens". Layer: service;
 * asks the provider through the port {@link UpstreamTokenEndpoint}.
 *
 * @module
 */
export type { UpstreamTokensOptions } from './options.js'
export { createUpstreamResealer } from './reseal.js'
export type * from './types.js'
export * from './vault.js'
