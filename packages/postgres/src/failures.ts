import { StoreError, isSecurityError, type StoreErrorReason } from '@sallyport/core/errors'
import { CAPACITY_STATE } from './schema/index.js'

/** SQLSTATEs (PostgreSQL documentation, appendix A) that mean more than "it did not work". */
const REASONS: Readonly<Record<string, StoreErrorReason>> = {
  [CAPACITY_STATE]: 'capacity',
  '40001': 'busy', // serialization_failure
  '40P01': 'busy', // deadlock_detected
  '55P03': 'busy', // lock_not_available
  XX001: 'corrupt', // data_corrupted
  XX002: 'corrupt', // index_corrupted
}

/** The transaction was undone because of another one; the next attempt may well find the way free. */
const PASSING: ReadonlySet<string> = new Set(['40001', '40P01'])

const MESSAGES: Readonly<Record<StoreErrorReason, string>> = {
  busy: 'The rows are locked by others.',
  capacity: 'The share of this kind, or the revocation log, is full.',
  closed: 'The store is closed.',
  corrupt: 'The database is damaged.',
  unavailable: 'The database does not answer.',
}

/** Our own errors as they are; everything of the driver and the server as `StoreError`. */
export function failureOf(error: unknown): Error {
  if (isSecurityError(error) && error instanceof Error) return error
  const reason = REASONS[stateOf(error)] ?? 'unavailable'
  return new StoreError(reason, MESSAGES[reason], { cause: error })
}

export function isPassing(error: unknown): boolean {
  return PASSING.has(stateOf(error))
}

/** All three drivers keep the SQLSTATE in `code`. */
function stateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
