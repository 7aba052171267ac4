/**
 * What the commands of `sallyport keys` do, for programs: rotating and retiring the keys of a key file.
 *
 * Stops: keys that are replaced before everybody knows the next one, or removed while something still needs them.
 * Source: F-06, AS-62; NIST SP 800-57 part 1 §5.3. Pure: the file is a value, the clock comes in.
 *
 * @module
 */
export { RefusedError } from './keys/refused.js'
export { retireExpired, retireKey, type RetireOptions } from './keys/retire.js'
export { rotateKeys, type RotatedKey, type RotateOptions, type Rotation } from './keys/rotate.js'
