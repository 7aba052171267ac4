/** Visible ASCII, as the specification has it; longer than any id that a server makes. */
const SESSION_ID = /^[\x21-\x7e]{1,256}$/

/**
 * True for what may be a session id: visible ASCII (ST-22), at most 256 characters.
 *
 * @example
 * ```ts
 * import { isSessionId } from '@sallyport/core/transport'
 *
 * console.log(isSessionId('two words')) // false
 * ```
 */
export function isSessionId(text: string): boolean {
  return SESSION_ID.test(text)
}
