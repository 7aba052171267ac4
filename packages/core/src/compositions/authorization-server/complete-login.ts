import { OAuthError } from '../../errors/index.js'
import { redirectResponse } from '../../primitives/replies/index.js'
import type { AuthorizationRequest } from '../../services/flows/index.js'
import type { Grant } from '../../services/grants/index.js'
import { redirectError } from './client-redirect.js'
import { recordElevation, scopesBefore } from './elevation.js'
import { oauthRefusal } from './failures.js'
import { discardLogin, type ProvenLogin } from './held-login.js'
import { responseUrl } from './response-url.js'
import type { Server } from './server.js'

export interface CompletedLogin {
  readonly requestId: string
  readonly request: AuthorizationRequest
  readonly login: ProvenLogin
  readonly subject: string
  /** The person has decided on the page, which is worth remembering; an exempt or remembered client brings nothing new. */
  readonly agreed: boolean
  /** The remembered approval that spared the page. */
  readonly consentId?: string | undefined
  readonly cookieHeader: string | null
}

/** Turns a login into a grant, and hands the client its code (AS-33, AS-35, PX-25). */
export async function completeLogin(
  server: Server,
  completed: CompletedLogin,
  setCookies: readonly string[] = [],
): Promise<Response> {
  const { request } = completed
  const before = await scopesBefore(server, completed)
  let grant: Grant | undefined
  try {
    grant = await createGrant(server, completed)
    await assertStillAgreed(server, completed)
    const { code, cookies } = await fillGrant(server, grant, completed)
    recordElevation(server, completed, grant, before)
    const url = responseUrl(request.redirectUri, { code, state: request.state, iss: server.issuer })
    return redirectResponse(url, [...setCookies, ...cookies])
  } catch (error) {
    await undo(server, completed, grant).catch(() => undefined)
    const refusal = oauthRefusal(error)
    if (refusal === undefined) throw error
    // Somebody ended everything of this person or client in the meantime.
    return redirectError(server, request, { error: refusal.error }, setCookies)
  }
}

/**
 * A grant without a code is of use to nobody, and would stand in the person's list for a month. The agreement goes as
 * well: whoever ended everything meanwhile did not see it, and by it the client would come back unasked.
 */
async function undo(server: Server, completed: CompletedLogin, grant: Grant | undefined): Promise<void> {
  const { requestId, request, login, subject, agreed } = completed
  if (grant === undefined) return discardLogin(server, { requestId }, login)
  if (agreed) await server.consents.endAll({ subject, clientId: request.clientId }).catch(() => undefined)
  await server.grants.revoke(grant.grantId, 'operator').catch(() => undefined)
  // The grant may have been ended, and its record gone, before the vault was filled.
  await server.vault.drop(grant.grantId, { revoke: true })
}

/**
 * Asked once more now that the grant is on record: a withdrawal deletes the agreement before it looks for grants, so it
 * has either seen this one, or is seen here.
 */
async function assertStillAgreed(server: Server, { consentId }: CompletedLogin): Promise<void> {
  if (consentId === undefined || (await server.consents.isLive(consentId))) return
  throw new OAuthError('access_denied', { reason: 'consent_withdrawn' })
}

async function createGrant(server: Server, { request, login, subject }: CompletedLogin): Promise<Grant> {
  const { identity } = login
  return server.grants.create({
    subject,
    userIssuer: identity.issuer,
    userSubject: identity.subject,
    displayName: identity.displayName,
    roles: identity.roles,
    clientId: request.clientId,
    redirectUri: request.registeredRedirectUri,
    resource: request.resource,
    scopes: request.scopes,
    offline: request.offline,
  })
}

/** Everything else first, the code last: whatever breaks in between leaves no code behind. */
async function fillGrant(
  server: Server,
  grant: Grant,
  { request, login, subject, agreed, cookieHeader }: CompletedLogin,
): Promise<{ code: string; cookies: readonly string[] }> {
  const { clientId, redirectUri, registeredRedirectUri, resource, scopes, offline, codeChallenge } = request
  await server.vault.store({ grantId: grant.grantId, subject, expiresAtMs: grant.expiresAtMs }, login.tokens)
  const agreement = { subject, clientId, redirectUri: registeredRedirectUri, resource, scopes, offline }
  const cookies = agreed ? [await server.consents.store(agreement, cookieHeader)] : []
  await server.clients.touch(clientId)
  return { code: await server.grants.issueCode(grant, { redirectUri, codeChallenge }), cookies }
}
