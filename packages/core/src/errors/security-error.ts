/** Stable. Adding a code is a minor release, renaming or removing one a major release. */
export type SecurityErrorCode =
  | 'ERR_CONFIG'
  | 'ERR_OAUTH'
  | 'ERR_OAUTH_REDIRECTABLE'
  | 'ERR_TRANSPORT'
  | 'ERR_LIMIT'
  | 'ERR_STORE'
  | 'ERR_INPUT'
  | 'ERR_OUTBOUND'
  | 'ERR_CLASSIFIER'

const BRAND: unique symbol = Symbol.for('@sallyport/core/error') as never

/** Root of everything thrown on purpose. Test with {@link isSecurityError}, not `instanceof`. */
export abstract class SecurityError extends Error {
  /** Marks the object as ours across copies of this package. */
  readonly [BRAND] = true
  abstract readonly code: SecurityErrorCode
}

/**
 * True for our errors, even when two copies of this package are loaded.
 *
 * @example
 * ```ts
 * import { isSecurityError } from '@sallyport/core/errors'
 *
 * console.log(isSecurityError(new Error('no'))) // false
 * ```
 */
export function isSecurityError(value: unknown): value is SecurityError {
  return typeof value === 'object' && value !== null && BRAND in value
}
