import type { GrantRevokedBy } from '../../services/grants/index.js'
import type { Server } from './server.js'

/** Ends what a client has of a person: agreements and grants, and then its sessions, which nobody could use any more. */
export async function endClient(server: Server, subject: string, clientId: string): Promise<number> {
  const ended = await server.consents.withdraw(subject, clientId, server.grants)
  await endSessions(server, subject, clientId)
  server.audit.record({ kind: 'consent.withdrawn', outcome: 'noted', subject, clientId })
  return ended
}

/**
 * Ends everything of a person or of a client. Agreements go first, or a flow that skips the page could open a new grant
 * behind us; and once more when nothing new can come of a login that was under way.
 */
export async function endAll(
  server: Server,
  of: { readonly subject: string } | { readonly clientId: string },
  by: GrantRevokedBy,
): Promise<number> {
  await server.consents.endAll(of)
  const ended = await server.grants.revokeAll(of, by)
  await server.consents.endAll(of)
  if ('subject' in of) {
    await endSessions(server, of.subject)
    await server.browserSessions?.endAll(of.subject)
  }
  return ended
}

async function endSessions({ sessions }: Server, subject: string, clientId?: string): Promise<void> {
  for (const session of (await sessions?.list(subject)) ?? []) {
    if (clientId === undefined || session.clientId === clientId) await sessions?.end(subject, session.id)
  }
}
