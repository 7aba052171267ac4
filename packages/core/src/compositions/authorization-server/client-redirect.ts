import { redirectResponse } from '../../primitives/replies/index.js'
import { hostOf } from '../../policy/uris/index.js'
import { hasApprovedRedirect } from '../../services/consent/index.js'
import type { OAuthErrorCode } from '../../errors/index.js'
import { errorPage } from './error-page.js'
import type { RedirectTarget } from './redirect-target.js'
import { responseUrl } from './response-url.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

export interface AuthorizationError {
  readonly error: OAuthErrorCode
  readonly description?: string | undefined
}

/** What is needed to answer a client. */
export type AnswerTarget = Pick<RedirectTarget, 'redirectUri' | 'state'>

/** An error response, RFC 6749 §4.1.2.1 with `iss` (AS-33). */
export function errorUrl(server: Server, target: AnswerTarget, error: AuthorizationError): string {
  return responseUrl(target.redirectUri, {
    error: error.error,
    error_description: error.description,
    state: target.state,
    iss: server.issuer,
  })
}

/** Tells the client at once. Only after a decision of the person, or where {@link mayRedirect}. */
export function redirectError(
  server: Server,
  target: AnswerTarget,
  error: AuthorizationError,
  setCookies: readonly string[] = [],
): Response {
  return redirectResponse(errorUrl(server, target, error), setCookies)
}

/**
 * Whether an error may send the browser away although nobody has decided anything: a self-registered client must not
 * turn us into its open redirector (RFC 9700 §4.11.2, AS-13).
 */
export async function mayRedirect(
  server: Server,
  target: RedirectTarget,
  cookieHeader: string | null,
): Promise<boolean> {
  if (target.client.trusted || target.redirectKind === 'loopback') return true
  const redirect = { clientId: target.client.client_id, redirectUri: target.registeredRedirectUri }
  return hasApprovedRedirect(await server.consents.approvalsOf(cookieHeader), redirect)
}

/** Shows the error here, with a link by which the person may take it to the client. */
export async function errorPageWithReturn(
  server: Server,
  context: RequestContext,
  target: AnswerTarget,
  error: AuthorizationError,
): Promise<Response> {
  const unavailable = error.error === 'temporarily_unavailable'
  return errorPage(server, context, {
    status: unavailable ? 503 : 400,
    problem: unavailable ? 'login_unavailable' : 'request_invalid',
    error: error.error,
    returnTo: { host: hostOf(target.redirectUri), url: errorUrl(server, target, error) },
  })
}
