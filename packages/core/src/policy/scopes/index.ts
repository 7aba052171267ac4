/**
 * Scopes: what they are called, what they imply, which of them a request may get. Stops grants that grow by
 * themselves, scope strings that break a header, and tokens judged by the wrong set.
 *
 * Source: RFC 6749 §3.3; MCP authorization, scope selection and step-up (SEP-2350); requirements RS-09, RS-10,
 * RS-61 to RS-68, AS-39, AS-60.
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export { formatScope, isScopeToken, OFFLINE_ACCESS, parseScope, sortScopes } from '../../foundation/index.js'
export * from './catalogue.js'
export * from './grantable.js'
export * from './hierarchy.js'
export * from './warnings.js'
