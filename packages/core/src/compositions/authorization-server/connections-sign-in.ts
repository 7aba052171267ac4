import { authorizationServerEndpoints } from '../../policy/metadata/index.js'
import { redirectResponse } from '../../primitives/replies/index.js'
import type { FlowLogin } from '../../services/flows/index.js'
import { backToConnections, refuseChange } from './connections-refusals.js'
import { errorPage } from './error-page.js'
import { noteFailure, oauthRefusal, type OAuthRefusal } from './failures.js'
import { debitLogin } from './limits.js'
import type { Server } from './server.js'
import { subjectOf } from './subject.js'
import type { RequestContext } from './types.js'

/** The page was there when this login began. */
const SWITCHED_OFF = { error: 'access_denied', reason: 'connections_off' } as const

/** A login takes a place in the store and one of the network's logins: no picture or frame of another page may begin one. */
function isNavigation({ headers }: Request): boolean {
  return (
    (headers.get('sec-fetch-mode') ?? 'navigate') === 'navigate' &&
    (headers.get('sec-fetch-dest') ?? 'document') === 'document'
  )
}

/** Sends the browser to the provider, for ourselves. */
export async function beginSignIn(
  server: Server,
  context: RequestContext,
  request: Request,
  prompt: 'login' | undefined,
): Promise<Response> {
  if (!isNavigation(request)) return refuseChange(server, context, 'not_a_navigation')
  await debitLogin(server, context)
  const { login, setCookies } = await server.flows.beginOwn(request.headers.get('cookie'))
  const url = await server.upstream.authorizationUrl(login, prompt === undefined ? {} : { prompt })
  return redirectResponse(url, setCookies)
}

interface ReturnedSignIn {
  readonly login: FlowLogin
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
  { login, request, clearCookie }: ReturnedSignIn,
): Promise<Response> {
  const { browserSessions, upstream, audit } = server
  const { requestId } = context
  if (browserSessions === undefined) return refuse(server, context, SWITCHED_OFF, clearCookie)
  const answered = await upstream.finish(login, new URL(request.url).searchParams).catch((thrown: unknown) => {
    const refusal = oauthRefusal(thrown)
    if (refusal === undefined) throw thrown
    return refusal
  })
  if (!('identity' in answered)) return refuse(server, context, answered, clearCookie)
  const { identity } = answered
  const subject = await subjectOf(server, identity)
  const person = { subject, userIssuer: identity.issuer, displayName: identity.displayName ?? identity.subject }
  const { setCookie } = await browserSessions.begin(person, request.headers.get('cookie'))
  const who = { requestId, subject, userIssuer: identity.issuer }
  audit.record({ ...who, kind: 'login.succeeded', outcome: 'allowed', upstream: identity.issuer })
  audit.record({ ...who, kind: 'browser.signed_in', outcome: 'allowed' })
  return redirectResponse(authorizationServerEndpoints(server.issuer).connections, [clearCookie, setCookie])
}

async function refuse(
  server: Server,
  context: RequestContext,
  { error, reason }: Pick<OAuthRefusal, 'error' | 'reason'>,
  clearCookie: string,
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
    returnTo: backToConnections(server),
    headers: [['set-cookie', clearCookie]],
  })
}
