import { hostOf } from '../../policy/uris/index.js'
import type { Client } from '../../services/clients/index.js'
import type { PendingFlow } from '../../services/flows/index.js'
import { errorUrl, redirectError } from './client-redirect.js'
import { completeLogin } from './complete-login.js'
import { errorPage } from './error-page.js'
import { noteFailure, type OAuthRefusal } from './failures.js'
import { discardLogin, holdLogin, type ProvenLogin } from './held-login.js'
import type { Server } from './server.js'
import { showConsent } from './show-consent.js'
import { subjectOf } from './subject.js'
import type { RequestContext } from './types.js'

/** A flow that has come back, in the browser that started it. */
export interface ReturnedFlow {
  readonly flow: PendingFlow
  readonly client: Client
  readonly cookieHeader: string | null
  /** Removes the flow's cookie; goes into whatever the answer is. */
  readonly clearCookie: string
}

/** The provider has proven a person: the code, unless that person was not the one who had approved. */
export async function acceptLogin(
  server: Server,
  context: RequestContext,
  returned: ReturnedFlow,
  login: ProvenLogin,
): Promise<Response> {
  const { flow, cookieHeader, clearCookie } = returned
  const subject = await subjectOf(server, login.identity)
  server.audit.record({
    kind: 'login.succeeded',
    outcome: 'allowed',
    upstream: login.identity.issuer,
    userIssuer: login.identity.issuer,
    subject,
    clientId: flow.request.clientId,
    requestId: context.requestId,
  })
  if (!(await isExpected(server, flow, subject))) return askAgain(server, context, returned, login, subject)
  const { request, basis } = flow
  const { requestId } = context
  const agreed = basis.kind === 'page'
  const consentId = basis.kind === 'approval' ? basis.consentId : undefined
  return completeLogin(server, { requestId, request, login, subject, agreed, consentId, cookieHeader }, [clearCookie])
}

/** Whoever decided on the page may be anybody; a remembered approval holds for its person, and while it is on record. */
async function isExpected(server: Server, { basis }: PendingFlow, subject: string): Promise<boolean> {
  if (basis.kind !== 'approval') return true
  return basis.subject === subject && (await server.consents.isLive(basis.consentId))
}

/** The page was skipped for somebody else: the login waits, and the page names the account (design decision "consent"). */
async function askAgain(
  server: Server,
  context: RequestContext,
  { flow, client, cookieHeader, clearCookie }: ReturnedFlow,
  login: ProvenLogin,
  subject: string,
): Promise<Response> {
  if (flow.request.prompt === 'none') {
    await discardLogin(server, context, login)
    return redirectError(server, flow.request, { error: 'login_required' }, [clearCookie])
  }
  const heldId = await holdLogin(server, login, subject)
  const account = login.identity.displayName ?? login.identity.subject
  const held = { heldId, account, clearCookie }
  return showConsent(server, context, { client, request: flow.request, cookieHeader, held })
}

/** What the provider says that a client may know. Everything else stays between the provider and us (PX-29). */
const PASSED_ON: readonly string[] = ['access_denied', 'login_required', 'server_error', 'temporarily_unavailable']

/**
 * The login failed. Somebody has approved before, so plain outcomes go to the client at once; an answer that does not
 * check out (PX-27) stays here, with a way back.
 */
export async function refuseLogin(
  server: Server,
  context: RequestContext,
  { flow, clearCookie }: ReturnedFlow,
  refusal: OAuthRefusal,
): Promise<Response> {
  const { request } = flow
  const { error, reason } = refusal
  await noteFailure(server, context, 'callback', { kind: 'refusal', error, status: 400, reason }, () => ({
    kind: 'login.refused',
    outcome: 'refused',
    upstream: server.upstream.issuer,
    clientId: request.clientId,
  }))
  if (PASSED_ON.includes(error)) return redirectError(server, request, { error }, [clearCookie])
  return errorPage(server, context, {
    status: 400,
    problem: 'login_failed',
    error: 'server_error',
    returnTo: { host: hostOf(request.redirectUri), url: errorUrl(server, request, { error: 'server_error' }) },
    headers: [['set-cookie', clearCookie]],
  })
}
