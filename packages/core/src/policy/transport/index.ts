/**
 * Transport: the form of a request before anybody asks who sent it. Stops DNS rebinding, calls from foreign pages,
 * tokens in addresses, two credentials in one request, batches and bodies that are no message, headers that say another
 * thing than the body, and clients that choose an older revision to escape that comparison.
 *
 * Source: RFC 6750 §2 and §3.1, RFC 9110 §5.6.3, §7.2 and §11, RFC 6454 §7; MCP transports, security warning; MCP
 * 2026-07-28 Streamable HTTP (SEP-2243, SEP-2575, SEP-2663);
 * requirements RS-20 to RS-23, ST-01 to ST-05, ST-08 to ST-17, ST-40 to ST-56, ST-65 to ST-68, F-18, F-19.
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './authorization.js'
export {
  addressNeighbourhood,
  addressNetwork,
  clientAddress,
  trustedProxies,
  type TrustedProxies,
} from './client-address.js'
export type * from './facts.js'
export { decodeHeaderValue } from './header-value.js'
export * from './host.js'
export * from './message.js'
export * from './mirrored-parameters.js'
export * from './origin.js'
export { missingCapability, type ProtocolError, type ProtocolRefusal } from './protocol-errors.js'
export * from './request-form.js'
export { isModernVersion, MODERN_REVISION, REVISIONS, type Era, type Revision } from './revision.js'
export * from './revision-check.js'
export * from './session-id.js'
export type { TransportVerdict } from './verdict.js'
