import type { AuditContext } from '../../audit/index.js'
import { isSecurityError } from '../../errors/index.js'
import { publicIdOf } from './names.js'
import type { SessionContext } from './options.js'
import type { SessionEnd, SessionOwner } from './types.js'

type Who = SessionOwner & {
  readonly grantId?: string | null | undefined
  readonly requestId?: string
  readonly address?: string | undefined
}

/** Who a session event is about. */
export function auditWho({ subject, clientId, resource, grantId, requestId, address }: Who): AuditContext {
  return {
    subject,
    clientId,
    resource,
    ...(typeof grantId === 'string' && { grantId }),
    ...(requestId !== undefined && { requestId }),
    ...(address !== undefined && { address }),
  }
}

export function reportEnded({ audit }: SessionContext, who: Who, key: string, by: SessionEnd): void {
  audit.record({ kind: 'session.ended', outcome: 'noted', session: publicIdOf(key), by, ...auditWho(who) })
}

/** @returns the reason, for the verdict */
export function reportFailed({ audit }: SessionContext, who: Who, operation: string, error: unknown): string {
  const isStore = isSecurityError(error)
  const reason = isStore && 'reason' in error ? `store_${String(error.reason)}` : 'session_failed'
  if (isStore) audit.record({ kind: 'store.failed', outcome: 'refused', reason, operation, ...auditWho(who) })
  else {
    const errorName = error instanceof Error ? error.name : typeof error
    audit.record({ kind: 'internal.failed', outcome: 'refused', reason, operation, errorName, ...auditWho(who) })
  }
  return reason
}
