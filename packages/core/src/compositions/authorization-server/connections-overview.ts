import { sortScopes } from '../../foundation/index.js'
import type { ConnectedResource, Connection } from '../../policy/pages/index.js'
import type { Approval } from '../../services/consent/index.js'
import type { Grant } from '../../services/grants/index.js'
import type { OpenSession } from './open-sessions.js'
import { redirectKindOf } from './redirect-target.js'
import type { Server } from './server.js'

/** All that is known of one client and one person. */
interface Dossier {
  readonly grants: readonly Grant[]
  readonly approvals: readonly Approval[]
  readonly sessions: readonly OpenSession[]
}

/** What may act in the name of a person, the client that came last first; behind them those that may come back unasked. */
export async function overviewOf(server: Server, subject: string): Promise<readonly Connection[]> {
  const [grants, approvals, sessions] = await Promise.all([
    server.grants.listBySubject(subject),
    server.consents.listBySubject(subject).then((all) => all.filter(isRemembered)),
    server.sessions?.list(subject) ?? [],
  ])
  const newestFirst = [...grants].sort((a, b) => b.createdAtMs - a.createdAtMs)
  const clientIds = new Set([...newestFirst, ...approvals].map(({ clientId }) => clientId))
  const of = <T extends { readonly clientId: string }>(all: readonly T[], id: string): readonly T[] =>
    all.filter(({ clientId }) => clientId === id)
  return Promise.all(
    [...clientIds].map((id) =>
      connectionOf(server, id, {
        grants: of(newestFirst, id),
        approvals: of(approvals, id),
        sessions: of(sessions, id),
      }),
    ),
  )
}

/** Only for redirects that nobody else can claim does an approval ever spare the page (RFC 8252 §8.6). */
const isRemembered = ({ redirectUri }: Approval): boolean => redirectKindOf(redirectUri) === 'https'

async function connectionOf(server: Server, clientId: string, dossier: Dossier): Promise<Connection> {
  const { grants, approvals, sessions } = dossier
  const connected = grants.length > 0
  const sources = connected ? grants : approvals
  const resources = [...new Set(sources.map(({ resource }) => resource))]
  return {
    clientId,
    clientName: (await server.clients.find(clientId))?.client_name,
    redirects: [...new Set(sources.map(({ redirectUri }) => redirectUri))].map((uri) => ({
      uri,
      kind: redirectKindOf(uri) ?? 'https',
    })),
    connected,
    resources: await Promise.all(resources.map((resource) => resourceOf(server, resource, dossier))),
    sessions: sessions.map(({ id, createdAtMs, lastSeenAtMs }) => ({
      id,
      sinceMs: createdAtMs,
      lastUsedAtMs: lastSeenAtMs,
    })),
  }
}

/** A client may have several grants for one resource, one for each login; together they are what it can do. */
async function resourceOf(server: Server, resource: string, dossier: Dossier): Promise<ConnectedResource> {
  const here = <T extends { readonly resource: string }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.resource === resource)
  const [grants, sessions] = [here(dossier.grants), here(dossier.sessions)]
  const sources = dossier.grants.length > 0 ? grants : here(dossier.approvals)
  return {
    resource,
    resourceName: server.resources.find((served) => served.resource === resource)?.name,
    scopes: sortScopes(sources.flatMap(({ scopes }) => scopes)).map((name) => ({
      name,
      description: server.scopeDescriptions.get(name),
    })),
    offline: sources.some(({ offline }) => offline),
    sinceMs: grants.length === 0 ? undefined : Math.min(...grants.map(({ createdAtMs }) => createdAtMs)),
    lastUsedAtMs: await lastUseOf(server, grants, sessions),
  }
}

/**
 * The latest trace that is there anyway: no request writes one for this. A grant leaves them when it begins and at each
 * refresh, a session when it is seen.
 */
async function lastUseOf(
  server: Server,
  grants: readonly Grant[],
  sessions: readonly OpenSession[],
): Promise<number | undefined> {
  const refreshes = await Promise.all(grants.map(({ grantId }) => server.grants.lastRefreshAtMs(grantId)))
  const traces = [
    ...grants.map(({ createdAtMs }) => createdAtMs),
    ...refreshes.filter((atMs) => atMs !== undefined),
    ...sessions.map(({ lastSeenAtMs }) => lastSeenAtMs),
  ]
  return traces.length === 0 ? undefined : Math.max(...traces)
}
