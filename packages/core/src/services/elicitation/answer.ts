import { about } from './about.js'
import { keyOf } from './names.js'
import type { ConfirmationContext } from './options.js'
import { readConfirmation, writeConfirmation, type StoredConfirmation } from './stored.js'
import type { Confirmation, ConfirmationProblem, DecidedBy, Decider, Decision, FoundConfirmation } from './types.js'

type Found =
  | { readonly found: true; readonly stored: StoredConfirmation }
  | { readonly found: false; readonly reason: ConfirmationProblem }

/** Issuer and subject always; client and resource where the answer comes through a client. */
function isTheirs(confirmation: Confirmation, decider: Decider): boolean {
  const { issuer, subject, clientId = confirmation.clientId, resource = confirmation.resource } = decider
  return (
    confirmation.issuer === issuer &&
    confirmation.subject === subject &&
    confirmation.clientId === clientId &&
    confirmation.resource === resource
  )
}

/** A decline that nobody spoke. To its person the question is gone. */
const isClosed = ({ state, decidedBy }: Confirmation): boolean => state === 'declined' && decidedBy === undefined

/** The question behind an id, for the person it was put to. A foreign one is never told from one that is not there. */
export async function lookUp(context: ConfirmationContext, id: unknown, decider: Decider): Promise<Found> {
  const key = keyOf(id)
  const stored = key === undefined ? undefined : await readConfirmation(context, key)
  if (stored === undefined) return { found: false, reason: 'confirmation_unknown' }
  const { confirmation, record } = stored
  if (!isTheirs(confirmation, decider)) return { found: false, reason: 'confirmation_foreign' }
  if (isClosed(confirmation)) return { found: false, reason: 'confirmation_unknown' }
  if (confirmation.endsAtMs > record.readAtMs) return { found: true, stored }
  const unanswered = confirmation.state === 'pending'
  if (unanswered && (await context.records.delete(stored.key, record.version))) {
    const reason = 'confirmation_expired'
    context.audit.record({ kind: 'confirmation.expired', outcome: 'refused', ...about(confirmation), reason })
  }
  return { found: false, reason: unanswered ? 'confirmation_expired' : 'confirmation_unknown' }
}

/** The first answer counts; later ones learn what it was. */
export async function answer(
  context: ConfirmationContext,
  id: unknown,
  decider: Decider,
  decision: Decision,
  by: DecidedBy,
): Promise<FoundConfirmation> {
  for (;;) {
    const found = await lookUp(context, id, decider)
    if (!found.found) return found
    const { confirmation, record } = found.stored
    if (confirmation.state !== 'pending') return { found: true, confirmation }
    const decided: Confirmation = {
      ...confirmation,
      state: decision === 'approve' ? 'approved' : 'declined',
      decidedBy: by,
      endsAtMs: record.readAtMs + context.lifetimeMs,
    }
    if (!(await writeConfirmation(context, decided, record.version))) continue
    context.audit.record(
      decision === 'approve'
        ? { kind: 'confirmation.approved', outcome: 'allowed', ...about(decided), by }
        : { kind: 'confirmation.declined', outcome: 'refused', ...about(decided), by, reason: 'confirmation_declined' },
    )
    return { found: true, confirmation: decided }
  }
}

/** Takes back what nobody answered. It stays for a while, so that it can be counted. */
export async function close(
  context: ConfirmationContext,
  id: unknown,
  decider: Decider,
  why: 'dismissed' | 'expired',
): Promise<void> {
  const found = await lookUp(context, id, decider)
  if (!found.found || found.stored.confirmation.state !== 'pending') return
  const { confirmation, record } = found.stored
  const endsAtMs = record.readAtMs + context.lifetimeMs
  if (!(await writeConfirmation(context, { ...confirmation, state: 'declined', endsAtMs }, record.version))) return
  const event = why === 'expired' ? 'confirmation.expired' : 'confirmation.declined'
  const reason = why === 'dismissed' ? 'confirmation_dismissed' : 'confirmation_expired'
  context.audit.record({ kind: event, outcome: 'refused', ...about(confirmation), reason })
}
