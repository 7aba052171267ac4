import { RedirectableError } from '../../errors/index.js'
import { hostOf } from '../../policy/uris/index.js'
import { findCovering, type Approval } from '../../services/consent/index.js'
import type { FlowBasis } from '../../services/flows/index.js'
import { AUTHORIZE_PARAMETERS, checkRequest, type CheckedRequest } from './authorization-request.js'
import { errorPageWithReturn, mayRedirect, redirectError } from './client-redirect.js'
import { errorPage } from './error-page.js'
import { classify, noteFailure, oauthRefusal } from './failures.js'
import { assertAddress, debitLogin } from './limits.js'
import { queryOf, readParameters } from './parameters.js'
import { findTarget, type NoTarget, type RedirectTarget } from './redirect-target.js'
import type { PageEndpoint, Server } from './server.js'
import { showConsent } from './show-consent.js'
import { startLogin } from './start-login.js'
import type { RequestContext } from './types.js'

/**
 * `/authorize`: the page, or for a browser that has approved before the way to the provider.
 *
 * GET only: OAuth 2.1 §3.1 makes POST optional, and the less this endpoint takes, the better.
 */
export const authorizeEndpoint: PageEndpoint = {
  methods: ['GET'],
  kind: 'page',
  room: 'authorize',
  async answer(server, request, context) {
    await assertAddress(server, context, 'authorize')
    const query = readParameters(queryOf(request), AUTHORIZE_PARAMETERS)
    const target = await findTarget(server, query)
    if ('problem' in target) return refuseHere(server, context, target)
    const cookieHeader = request.headers.get('cookie')
    try {
      return await decide(server, context, target, checkRequest(server, target, query), cookieHeader)
    } catch (thrown) {
      const refusal = oauthRefusal(thrown)
      // An outage of the provider is the client's to know as well.
      if (refusal?.redirectable !== true && refusal?.error !== 'temporarily_unavailable') throw thrown
      await noteFailure(server, context, 'authorize', classify(thrown), (error) => ({
        kind: 'authorize.refused',
        outcome: 'refused',
        error,
        clientId: target.client.client_id,
        redirectHost: hostOf(target.redirectUri),
      }))
      return (await mayRedirect(server, target, cookieHeader))
        ? redirectError(server, target, refusal)
        : errorPageWithReturn(server, context, target, refusal)
    }
  },
}

async function decide(
  server: Server,
  context: RequestContext,
  target: RedirectTarget,
  { request, forcePage }: CheckedRequest,
  cookieHeader: string | null,
): Promise<Response> {
  const approvals = await server.consents.approvalsOf(cookieHeader)
  const basis = forcePage
    ? undefined
    : basisWithoutPage(target, findCovering(approvals, { ...request, ...ids(target) }))
  if (basis === undefined) {
    if (request.prompt === 'none') throw new RedirectableError('login_required', { reason: 'page_needed' })
    return showConsent(server, context, { client: target.client, request, cookieHeader })
  }
  await debitLogin(server, context)
  const response = await startLogin(server, request, basis, cookieHeader)
  server.audit.record({
    kind: 'consent.skipped',
    outcome: 'allowed',
    reason: basis.kind === 'exempt' ? 'operator_exempt' : 'approved_in_this_browser',
    requestId: context.requestId,
    clientId: request.clientId,
    resource: request.resource,
    scopes: request.scopes,
    redirectHost: hostOf(request.redirectUri),
    ...(basis.kind === 'approval' ? { subject: basis.subject } : {}),
  })
  return response
}

function ids(target: RedirectTarget): { clientId: string; redirectUri: string } {
  return { clientId: target.client.client_id, redirectUri: target.registeredRedirectUri }
}

/**
 * Why the page is not needed, if it is not. Only redirects that nobody else can claim come this far: even the operator's
 * word about a client is no proof of who listens on a loopback port (RFC 8252 §8.6).
 */
function basisWithoutPage(target: RedirectTarget, approval: Approval | undefined): FlowBasis | undefined {
  if (target.redirectKind !== 'https') return undefined
  if (target.client.trusted && target.client.consent === 'not_required') return { kind: 'exempt' }
  return approval && { kind: 'approval', consentId: approval.consentId, subject: approval.subject }
}

/** Client or redirect URI are not proven: nothing leaves for anywhere (AS-12). */
async function refuseHere(server: Server, context: RequestContext, target: NoTarget): Promise<Response> {
  const { problem, error, reason } = target
  await noteFailure(server, context, 'authorize', { kind: 'refusal', error, status: 400, reason }, (code) => ({
    kind: 'authorize.refused',
    outcome: 'refused',
    error: code,
  }))
  return errorPage(server, context, { status: 400, problem, error })
}
