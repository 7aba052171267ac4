/**
 * Transport: the form of a request before anybody asks who sent it. Stops DNS rebinding, calls from foreign pages,
 * tokens in addresses, two credentials in one request, batches and bodies that are no message.
 *
 * Source: RFC 6750 §2 and §3.1, RFC 9110 §7.2 and §11, RFC 6454 §7; MCP transports, security warning;
 * requirements RS-20 to RS-23, ST-01 to ST-05, ST-08, ST-12, ST-15 to ST-17, F-18, F-19.
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './authorization.js'
export { addressNetwork, clientAddress, trustedProxies, type TrustedProxies } from './client-address.js'
export type * from './facts.js'
export * from './host.js'
export * from './message.js'
export * from './origin.js'
export * from './request-form.js'
export type { TransportVerdict } from './verdict.js'
