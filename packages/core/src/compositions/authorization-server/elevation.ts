import type { AuthorizationRequest } from '../../services/flows/index.js'
import type { Grant } from '../../services/grants/index.js'
import type { Server } from './server.js'

interface Login {
  readonly requestId: string
  readonly request: AuthorizationRequest
  readonly subject: string
}

/** What this client has of this person at this resource already; `undefined` for nothing. */
export async function scopesBefore(
  server: Server,
  { request, subject }: Login,
): Promise<readonly string[] | undefined> {
  const grants = (await server.grants.listBySubject(subject)).filter(
    ({ clientId, resource }) => clientId === request.clientId && resource === request.resource,
  )
  return grants.length === 0 ? undefined : grants.flatMap(({ scopes }) => scopes)
}

/** A client that came back for more leaves a trace, whether the person was asked or had agreed before (RS-67). */
export function recordElevation(
  server: Server,
  { requestId, request, subject }: Login,
  grant: Grant,
  before: readonly string[] | undefined,
): void {
  if (before === undefined || grant.scopes.every((scope) => before.includes(scope))) return
  server.audit.record({
    kind: 'scope.elevated',
    outcome: 'allowed',
    requestId,
    userIssuer: grant.userIssuer,
    subject,
    clientId: grant.clientId,
    resource: grant.resource,
    grantId: grant.grantId,
    requested: request.requestedScopes,
    granted: grant.scopes,
  })
}
