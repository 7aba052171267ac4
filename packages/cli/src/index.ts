/**
 * What the commands do, for programs: keys of a key file, and local servers that are started only when they are what was
 * approved.
 *
 * Stops: keys that are replaced before everybody knows the next one, or removed while something still needs them (F-06,
 * AS-62; NIST SP 800-57 part 1 §5.3); packages and programs that were replaced after somebody looked at them, commands
 * nobody has seen in full, environments handed on as a whole (F-56; LO-07, LO-08, SEP-1024). Node only.
 *
 * @module
 */
export { RefusedError } from './keys/refused.js'
export { retireExpired, retireKey, type RetireOptions } from './keys/retire.js'
export { rotateKeys, type RotatedKey, type RotateOptions, type Rotation } from './keys/rotate.js'
export { findDangers } from './trust/dangers.js'
export { assertManifestSigned, signTrustManifest } from './trust/manifest-signature.js'
export { parseTrustManifest } from './trust/parse-manifest.js'
export { printTrustManifest } from './trust/print-manifest.js'
export type * from './trust/types.js'
export { UntrustedError, type UntrustedReason } from './trust/untrusted.js'
export { verifyTrusted, type TrustedServer, type VerifyTrustedOptions } from './trust/verify-trusted.js'
