/**
 * Access tokens: what we issue, and what we accept.
 *
 * Stops: tokens of other audiences, issuers and kinds, algorithm confusion, keys chosen by the token, sender-constrained
 * tokens borne by somebody else, tokens that were revoked a moment ago, tokens shown to a server that did not make them.
 * Source: RFC 9068, RFC 8725, RFC 7515, RFC 7519, RFC 7662; RS-20…RS-38, RS-42, AS-14, AS-55, AS-61, F-01, F-03, F-07, F-08,
 * F-10, F-11.
 * Service: may import errors, foundation, store, audit, policy and primitives.
 *
 * @module
 */
export * from './introspection.js'
export * from './issuer.js'
export type { UpstreamTokenRules } from './migration.js'
export type {
  KeyQuery,
  TrustedIssuer,
  VerificationAlgorithm,
  VerificationKey,
  VerificationKeys,
} from './trusted-issuers.js'
export type * from './types.js'
export * from './verifier.js'
