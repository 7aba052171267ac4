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

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Who asked for what, as far as it is known. Built up, not spread: it is made for every request. */
export function auditContext(passage: Pick<Passage, 'requestId' | 'address'>, principal?: Principal): AuditContext {
  const context: Writable<AuditContext> = { requestId: passage.requestId }
  if (passage.address !== undefined) context.address = passage.address
  if (principal === undefined) return context
  context.subject = principal.subject
  context.clientId = principal.clientId
  context.resource = principal.resource
  context.tokenId = principal.tokenId
  context.scopes = principal.scopes
  if (principal.grantId !== undefined) context.grantId = principal.grantId
  return context
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
    kind: 'request.refused',
    outcome: 'refused',
    reason,
    method: passage.facts.method,
    status: reply.status,
    ...(operation === undefined ? {} : { operation }),
    ...auditContext(passage, principal),
  })
  return { allowed: false, reply: { ...reply, headers: [...reply.headers, ...passage.headers] } }
}
