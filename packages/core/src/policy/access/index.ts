/**
 * Access: which operation a request will execute, and what it takes. Stops calls that nobody thought of (what is not
 * named falls to the default, which denies) and decisions made on headers that the server does not execute.
 *
 * Source: requirements RS-60, RS-61, RS-65, RS-69, ST-52, ST-63; RFC 6750 §3.1; design decision "operations".
 * Layer: policy. Pure; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './decision.js'
export { mirroredParameters, type MirroredArgument, type MirroredArguments } from './mirrored.js'
export { operationOf } from './operation.js'
export * from './operation-policy.js'
export type * from './types.js'
