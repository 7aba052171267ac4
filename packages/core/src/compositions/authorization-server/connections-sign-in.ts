import { redirectResponse } from '../../primitives/replies/index.js'
import type { OwnFlow } from '../../services/flows/index.js'
import { backToConfirmation, refuseAnswer } from './confirm-refusals.js'
import { backToConnections, refuseChange } from './connections-refusals.js'
import { errorPage } from './error-page.js'
import { noteFailure, oauthRefusal, type OAuthRefusal } from './failures.js'
import { debitLogin } from './limits.js'
import type { Server } from './server.js'
import { subjectOf } from './subject.js'
import type { RequestContext } from './types.js'

/** The page was there when this login began. */
const SWITCHED_OFF = {
  connections: { error: 'access_denied', reason: 'connections_off' },
  confirmation: { error: 'access_denied', reason: 'confirmations_off' },
} as const

/** A login takes a place in the store and one of the network's logins: no picture or frame of another page may begin one. */
function isNavigation({ headers }: Request): boolean {
  return (
    (headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate' &&
    (headers.get('sec-fetch-dest') ?? 'document') === 'document'
  )
}

/** Sends the browser to the provider, for ourselves. @param confirmationId of the question that the person comes for */
export async function beginSignIn(
  server: Server,
  context: RequestContext,
  request: Request,
  prompt: 'login' | undefined,
  confirmationId?: string,
): Promise<Response> {
  if (!isNavigation(request)) {
    const reason = 'not_a_navigation'
    return confirmationId === undefined ? refuseChange(server, context, reason) : refuseAnswer(server, context, reason)
  }
  await debitLogin(server, context)
  const { login, setCookies } = await server.flows.beginOwn(request.headers.get('cookie'), confirmationId)
  const url = await server.upstream.authorizationUrl(login, prompt === undefined ? {} : { prompt })
  return redirectResponse(url, setCookies)
}

interface ReturnedSignIn {
  readonly flow: OwnFlow
  readonly request: Request
  /** Removes the flow's cookie; goes into whatever the answer is. */
  readonly clearCookie: string
}

/**
 * The person is back from the provider. Who they are is all that is kept: the tokens of this login are of no use here,
 * and are neither stored nor handed on.
 */
export async function endSignIn(
  server: Server,
  context: RequestContext,
  { flow: { login, confirmationId }, request, clearCookie }: ReturnedSignIn,
): Promise<Response> {
  const { browserSessions, upstream, audit } = server
  const { requestId } = context
  const back = confirmationId === undefined ? backToConnections(server) : backToConfirmation(server, confirmationId)
  const failed = (refusal: Pick<OAuthRefusal, 'error' | 'reason'>): Promise<Response> =>
    refuse(server, context, refusal, clearCookie, back)
  const isThere = confirmationId === undefined ? server.connections : server.confirmations !== undefined
  if (browserSessions === undefined || !isThere) {
    return failed(SWITCHED_OFF[confirmationId === undefined ? 'connections' : 'confirmation'])
  }
  const answered = await upstream.finish(login, new URL(request.url).searchParams).catch((thrown: unknown) => {
    const refusal = oauthRefusal(thrown)
    if (refusal === undefined) throw thrown
    return refusal
  })
  if (!('identity' in answered)) return failed(answered)
  const { identity } = answered
  const subject = await subjectOf(server, identity)
  const person = { subject, userIssuer: identity.issuer, displayName: identity.displayName ?? identity.subject }
  const { setCookie } = await browserSessions.begin(person, request.headers.get('cookie'))
  const who = { requestId, subject, userIssuer: identity.issuer }
  audit.record({ ...who, kind: 'login.succeeded', outcome: 'allowed', upstream: identity.issuer })
  audit.record({ ...who, kind: 'browser.signed_in', outcome: 'allowed' })
  return redirectResponse(back.url, [clearCookie, setCookie])
}

async function refuse(
  server: Server,
  context: RequestContext,
  { error, reason }: Pick<OAuthRefusal, 'error' | 'reason'>,
  clearCookie: string,
  returnTo: ReturnType<typeof backToConnections>,
): Promise<Response> {
  await noteFailure(server, context, 'callback', { kind: 'refusal', error, status: 400, reason }, () => ({
    kind: 'login.refused',
    outcome: 'refused',
    upstream: server.upstream.issuer,
  }))
  const unavailable = error === 'temporarily_unavailable'
  return errorPage(server, context, {
    status: unavailable ? 503 : 400,
    problem: unavailable ? 'login_unavailable' : 'sign_in_failed',
    error: unavailable ? error : 'server_error',
    returnTo,
    headers: [['set-cookie', clearCookie]],
  })
}
