import { StoreError, isSecurityError, type StoreErrorReason } from '@sallyport/core/errors'

/** Primary result codes of SQLite that mean more than "it did not work". */
const REASONS: Readonly<Record<number, StoreErrorReason>> = {
  5: 'busy', // SQLITE_BUSY
  6: 'busy', // SQLITE_LOCKED
  11: 'corrupt', // SQLITE_CORRUPT
  26: 'corrupt', // SQLITE_NOTADB
}

const MESSAGES: Readonly<Record<StoreErrorReason, string>> = {
  busy: 'The database is locked by another process.',
  capacity: 'The database is full.',
  closed: 'The store is closed.',
  corrupt: 'The database file is damaged.',
  unavailable: 'The database does not answer.',
}

/** Our own errors and misuse as they are; everything of the driver as `StoreError`. */
export function failureOf(error: unknown): Error {
  if (error instanceof RangeError || (isSecurityError(error) && error instanceof Error)) return error
  const code = typeof error === 'object' && error !== null && 'rawCode' in error ? Number(error.rawCode) : 0
  const reason = REASONS[code & 0xff] ?? 'unavailable'
  return new StoreError(reason, MESSAGES[reason], { cause: error })
}

export function isBusy(error: unknown): boolean {
  return error instanceof StoreError && error.reason === 'busy'
}
