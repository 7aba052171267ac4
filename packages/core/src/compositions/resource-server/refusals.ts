import type { AuditContext } from '../../audit/index.js'
import type { Principal } from '../../policy/access/index.js'
import type { RequestFacts } from '../../policy/transport/index.js'
import type { HeaderLine, Reply } from '../../primitives/replies/index.js'
import type { Settings } from './options.js'
import type { Refused } from './types.js'

/** One request on its way through the gate. */
export interface Passage {
  readonly requestId: string
  readonly facts: RequestFacts
  readonly address: string | undefined
  /** For every answer, also that of the handler: CORS and transport security. */
  readonly headers: readonly HeaderLine[]
}

/** What the audit log learns of a refusal; the client learns the reply and nothing else (RS-41). */
export interface RefusalNote {
  readonly reason: string
  readonly principal?: Principal | undefined
  readonly operation?: string | undefined
}

/** Who asked for what, as far as it is known. */
export function auditContext(passage: Omit<Passage, 'facts' | 'headers'>, principal?: Principal): AuditContext {
  const { requestId, address } = passage
  const context: AuditContext = { requestId, ...(address === undefined ? {} : { address }) }
  if (principal === undefined) return context
  const { subject, clientId, resource, grantId, tokenId, scopes } = principal
  return { ...context, subject, clientId, resource, tokenId, scopes, ...(grantId === undefined ? {} : { grantId }) }
}

/** Turns a reply into the gate's answer, and tells the auditor why. */
export function refuseWith(
  settings: Pick<Settings, 'audit'>,
  passage: Passage,
  reply: Reply,
  note: RefusalNote,
): Refused {
  const { reason, principal, operation } = note
  settings.audit.record({
    ...auditContext(passage, principal),
    kind: 'request.refused',
    outcome: 'refused',
    reason,
    method: passage.facts.method,
    status: reply.status,
    ...(operation === undefined ? {} : { operation }),
  })
  return { allowed: false, reply: { ...reply, headers: [...reply.headers, ...passage.headers] } }
}
