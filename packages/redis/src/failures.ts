import { StoreError, isSecurityError } from '@sallyport/core/errors'

/** Our own errors and misuse as they are; everything of server, network and client as `StoreError`. */
export function failureOf(error: unknown): Error {
  if (error instanceof RangeError || (isSecurityError(error) && error instanceof Error)) return error
  const message = messageOf(error)
  // Clients put the whole command into their errors, and with it what was to be kept.
  const cause = new Error(message)
  if (message.startsWith('BUSY')) return new StoreError('busy', 'Redis runs a script that does not end.', { cause })
  if (message.startsWith('OOM')) return new StoreError('capacity', 'Redis has no memory left.', { cause })
  if (message.startsWith('WRONGTYPE'))
    return new StoreError('corrupt', 'Something else lies under a key of the store.', { cause })
  return new StoreError('unavailable', 'Redis does not answer.', { cause })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
