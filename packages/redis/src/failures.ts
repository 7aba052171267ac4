import { StoreError, isSecurityError } from '@sallyport/core/errors'

/** Our own errors and misuse as they are; everything of server, network and client as `StoreError`. */
export function failureOf(error: unknown): Error {
  if (error instanceof RangeError || (isSecurityError(error) && error instanceof Error)) return error
  const message = messageOf(error)
  if (message.startsWith('BUSY'))
    return new StoreError('busy', 'Redis runs a script that does not end.', { cause: error })
  if (message.startsWith('OOM')) return new StoreError('capacity', 'Redis has no memory left.', { cause: error })
  if (message.startsWith('WRONGTYPE'))
    return new StoreError('corrupt', 'Something else lies under a key of the store.', { cause: error })
  return new StoreError('unavailable', 'Redis does not answer.', { cause: error })
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
