import type { BrowserSession, BrowserSessions } from '../../services/browser-sessions/index.js'
import type { Change } from './connections-change.js'
import { endAll, endClient } from './endings.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/**
 * Ends what the person chose; only what is theirs is looked at, so what belongs to somebody else is not there.
 *
 * @returns `Set-Cookie` values when the person is signed out by it
 */
export async function applyChange(
  server: Server,
  browserSessions: BrowserSessions,
  { requestId }: RequestContext,
  session: BrowserSession,
  change: Change,
): Promise<readonly string[]> {
  const { subject, userIssuer } = session
  const who = { requestId, subject, userIssuer }
  const ended = await end(server, subject, change)
  if (ended === undefined) {
    server.audit.record({
      ...who,
      kind: 'connection.refused',
      outcome: 'refused',
      error: 'invalid_request',
      reason: 'connection_unknown',
    })
  } else if (change.kind !== 'sign_out') {
    server.audit.record({
      ...who,
      kind: 'connection.ended',
      outcome: 'allowed',
      what: change.kind,
      grants: ended,
      ...(change.kind === 'client' && { clientId: change.clientId }),
    })
  }
  if (change.kind !== 'sign_out' && change.kind !== 'everything') return []
  const setCookie = await browserSessions.end(session)
  server.audit.record({ ...who, kind: 'browser.signed_out', outcome: 'noted' })
  return [setCookie]
}

/** The number of grants that ended; `undefined` when there was nothing to end. */
async function end(server: Server, subject: string, change: Change): Promise<number | undefined> {
  switch (change.kind) {
    case 'client':
      return (await isConnected(server, subject, change.clientId))
        ? endClient(server, subject, change.clientId)
        : undefined
    case 'session':
      return (await server.sessions?.end(subject, change.sessionId)) === true ? 0 : undefined
    case 'everything':
      return endAll(server, { subject }, 'user')
    case 'sign_out':
      return 0
  }
}

async function isConnected(server: Server, subject: string, clientId: string): Promise<boolean> {
  const known = [...(await server.grants.listBySubject(subject)), ...(await server.consents.listBySubject(subject))]
  return known.some((one) => one.clientId === clientId)
}
