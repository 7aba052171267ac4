import type { AuditInput } from '../../audit/index.js'
import { isSecurityError, type LimitError, type OAuthErrorCode, type SecurityError } from '../../errors/index.js'
import type { ExhaustedLimit, LimitRoom } from '../../services/limits/index.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/** The fields of our errors. Told apart by `code`, not by class: two copies of this package may be loaded. */
interface ErrorFields {
  readonly error?: OAuthErrorCode
  readonly reason?: string
  readonly description?: string | undefined
  readonly status?: number
  readonly retryAfterMs?: number
  readonly headers?: LimitError['headers']
}

const fieldsOf = (error: SecurityError): ErrorFields => error as ErrorFields

/** An OAuth rule that was broken: one public error, one private reason. */
export interface OAuthRefusal {
  readonly error: OAuthErrorCode
  readonly reason: string
  readonly description: string | undefined
  /** May be told to a proven client by redirect. */
  readonly redirectable: boolean
}

/** What was thrown, if it is an OAuth rule. */
export function oauthRefusal(thrown: unknown): OAuthRefusal | undefined {
  if (!isSecurityError(thrown)) return undefined
  if (thrown.code !== 'ERR_OAUTH' && thrown.code !== 'ERR_OAUTH_REDIRECTABLE') return undefined
  const { error = 'invalid_request', reason = 'unknown', description } = fieldsOf(thrown)
  return { error, reason, description, redirectable: thrown.code === 'ERR_OAUTH_REDIRECTABLE' }
}

/** What was thrown, sorted by who has to do something about it. */
export type Failure =
  | { readonly kind: 'refusal'; readonly error: OAuthErrorCode; readonly status: number; readonly reason: string }
  | ({ readonly kind: 'limit' } & Pick<LimitError, 'retryAfterMs' | 'headers'>)
  | { readonly kind: 'store'; readonly reason: string }
  | { readonly kind: 'internal'; readonly errorName: string }

export function classify(thrown: unknown): Failure {
  if (!isSecurityError(thrown))
    return { kind: 'internal', errorName: thrown instanceof Error ? thrown.name : 'unknown' }
  const {
    error = 'invalid_request',
    reason = 'unknown',
    status = 400,
    retryAfterMs = 0,
    headers = [],
  } = fieldsOf(thrown)
  if (thrown.code === 'ERR_LIMIT') return { kind: 'limit', retryAfterMs, headers }
  if (thrown.code === 'ERR_STORE') return { kind: 'store', reason }
  return thrown.code === 'ERR_CONFIG'
    ? { kind: 'internal', errorName: thrown.name }
    : { kind: 'refusal', error, status, reason }
}

/**
 * Records a failure, and charges the address for a refusal that is its own doing: an outage is nobody's fault.
 * Limits record themselves.
 *
 * @param refused the event of the endpoint for a refusal; `undefined` when a service has recorded it already
 * @returns the limit that the address went over with it, if it did
 */
export async function noteFailure(
  server: Server,
  context: RequestContext,
  room: LimitRoom,
  failure: Failure,
  refused: (error: string) => AuditInput | undefined,
): Promise<ExhaustedLimit | undefined> {
  const { requestId, address } = context
  if (failure.kind === 'store') {
    server.audit.record({ kind: 'store.failed', outcome: 'noted', operation: room, reason: failure.reason, requestId })
  } else if (failure.kind === 'internal') {
    const { errorName } = failure
    server.audit.record({ kind: 'internal.failed', outcome: 'noted', operation: room, errorName, requestId })
  } else if (failure.kind === 'refusal') {
    const event = refused(failure.error)
    const who = { requestId, ...(address !== undefined && { address }) }
    if (event !== undefined) server.audit.record({ ...event, ...who, reason: failure.reason })
    if (failure.error !== 'temporarily_unavailable' && failure.error !== 'server_error') {
      const verdict = await server.limits.failed(address, room, { requestId })
      if (!verdict.allowed && !verdict.outage) return verdict
    }
  }
  return undefined
}
