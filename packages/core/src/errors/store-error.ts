import { SecurityError } from './security-error.js'

/** Why a store could not answer. `capacity`: the share of this kind of record is full. */
export type StoreErrorReason = 'unavailable' | 'busy' | 'capacity' | 'closed' | 'corrupt'

/** A store could not do what was asked. Never used for "not found". */
export class StoreError extends SecurityError {
  override readonly name = 'StoreError'
  readonly code = 'ERR_STORE'
  readonly reason: StoreErrorReason

  constructor(reason: StoreErrorReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
