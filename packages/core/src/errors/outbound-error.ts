import { RefusalError, type RefusalDetails } from './refusal-errors.js'

/**
 * A request to another server that was not made, or whose answer was not taken. `message` is public and always the
 * same, so that nobody can map a network by what a tool says (UR-10); `reason` is private, for the audit log.
 */
export class OutboundError extends RefusalError {
  override readonly name = 'OutboundError'
  readonly code = 'ERR_OUTBOUND'

  constructor(details: Pick<RefusalDetails, 'reason' | 'cause'>) {
    super('The address could not be fetched.', details)
  }
}
