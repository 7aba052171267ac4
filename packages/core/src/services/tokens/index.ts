/**
 * Access tokens: what we issue, and what we accept.
 *
 * Stops: tokens of other audiences, issuers and kinds, algorithm confusion, keys chosen by the token, sender-constrained
 * tokens borne by somebody else, tokens that were revoked a moment ago.
 * Source: RFC 9068, RFC 8725, RFC 7515, RFC 7519; RS-20…RS-36, RS-42, AS-14, AS-55, AS-61, F-01, F-03, F-07, F-10.
 * Service: may import errors, foundation, store, audit, policy and primitives.
 *
 * @module
 */
export * from './issuer.js'
export type { KeyQuery, TrustedIssuer, VerificationAlgorithm, VerificationKey } from './trusted-issuers.js'
export type * from './types.js'
export * from './verifier.js'
