/**
 * PKCE: only the party that asked for a code can redeem it. Stops stolen and injected authorization codes.
 *
 * Source: RFC 7636 §4.1 (grammar), §4.2 (S256), §4.6 (comparison); requirements AS-25 to AS-28, F-14.
 * S256 only: `plain` does not exist here, neither by name nor by leaving the method out.
 * Layer: policy. Pure but for the bytes of a new verifier; imports `errors` and `foundation`.
 *
 * @module
 */
export * from './challenge.js'
export * from './create.js'
export * from './verifier.js'
