import type { ErrorPageModel } from '../../policy/pages/index.js'
import { hostOf } from '../../policy/uris/index.js'
import type { ConsentForm, OpenedForm } from '../../services/flows/index.js'
import { readForm } from './body.js'
import { redirectError } from './client-redirect.js'
import { errorPage } from './error-page.js'
import { noteFailure, oauthRefusal } from './failures.js'
import { completeLogin } from './complete-login.js'
import { dropHeldLogin, takeHeldLogin } from './held-login.js'
import { assertAddress, debitLogin } from './limits.js'
import { clientOf } from './redirect-target.js'
import { isSameOriginPost } from './same-origin.js'
import type { PageEndpoint, Server } from './server.js'
import { startLogin } from './start-login.js'
import { subjectOf } from './subject.js'
import type { RequestContext } from './types.js'

interface Refusal {
  readonly status: number
  readonly problem: ErrorPageModel['problem']
  readonly reason: string
}

const PROBLEMS: Readonly<Record<Extract<OpenedForm, { ok: false }>['problem'], Omit<Refusal, 'reason'>>> = {
  form_forged: { status: 403, problem: 'form_untrusted' },
  form_of_another_browser: { status: 403, problem: 'form_untrusted' },
  form_expired: { status: 400, problem: 'page_expired' },
}

/**
 * `/consent`: the person's decision. Nothing of the request is read from the form but what we sealed ourselves (PX-23),
 * and only in the browser that got the page (PX-08).
 */
export const consentEndpoint: PageEndpoint = {
  methods: ['POST'],
  kind: 'page',
  room: 'authorize',
  async answer(server, request, context) {
    await assertAddress(server, context, 'authorize')
    const refuse = (refusal: Refusal): Promise<Response> => refusePost(server, context, refusal)
    if (!isSameOriginPost(request, server.issuer)) {
      return refuse({ status: 403, problem: 'form_untrusted', reason: 'post_of_another_origin' })
    }
    const { values } = await readForm(request, ['request', 'decision'])
    const decision = values.get('decision')
    if (decision !== 'approve' && decision !== 'deny') {
      return refuse({ status: 400, problem: 'request_invalid', reason: 'decision_malformed' })
    }
    const cookieHeader = request.headers.get('cookie')
    const opened = await server.flows.openForm(values.get('request') ?? '', cookieHeader)
    if (!opened.ok) return refuse({ ...PROBLEMS[opened.problem], reason: opened.problem })
    // The client may have gone since the page was shown.
    if ((await clientOf(server, opened.form.request)) === undefined) {
      return refuse({ status: 400, problem: 'client_unknown', reason: 'client_unknown' })
    }
    // Before the form is spent: whoever meets the limit may press the button again later.
    await debitLogin(server, context)
    if (!(await server.flows.consumeForm(opened.form))) {
      return refuse({ status: 409, problem: 'page_used', reason: 'form_used' })
    }
    recordDecision(server, context, decision, opened.form)
    return decision === 'approve'
      ? approve(server, context, opened.form, cookieHeader)
      : deny(server, context, opened.form)
  },
}

async function refusePost(server: Server, context: RequestContext, refusal: Refusal): Promise<Response> {
  const { status, problem, reason } = refusal
  const error = 'invalid_request'
  await noteFailure(server, context, 'authorize', { kind: 'refusal', error, status, reason }, (code) => ({
    kind: 'authorize.refused',
    outcome: 'refused',
    error: code,
  }))
  return errorPage(server, context, { status, problem, error })
}

function recordDecision(
  server: Server,
  context: RequestContext,
  decision: 'approve' | 'deny',
  { request }: ConsentForm,
): void {
  server.audit.record({
    kind: decision === 'approve' ? 'consent.approved' : 'consent.denied',
    outcome: decision === 'approve' ? 'allowed' : 'refused',
    requestId: context.requestId,
    clientId: request.clientId,
    resource: request.resource,
    scopes: request.scopes,
    redirectHost: hostOf(request.redirectUri),
  })
}

async function approve(
  server: Server,
  context: RequestContext,
  { request, heldId }: ConsentForm,
  cookieHeader: string | null,
): Promise<Response> {
  if (heldId !== undefined) {
    const login = await takeHeldLogin(server, heldId)
    if (login === undefined) {
      return refusePost(server, context, { status: 400, problem: 'login_expired', reason: 'held_login_gone' })
    }
    const subject = await subjectOf(server, login.identity)
    const { requestId } = context
    return completeLogin(server, { requestId, request, login, subject, agreed: true, cookieHeader })
  }
  try {
    return await startLogin(server, request, { kind: 'page' }, cookieHeader)
  } catch (error) {
    const refusal = oauthRefusal(error)
    if (refusal === undefined) throw error
    server.audit.record({
      kind: 'upstream.failed',
      outcome: 'noted',
      upstream: server.upstream.issuer,
      reason: refusal.reason,
      requestId: context.requestId,
    })
    return redirectError(server, request, { error: 'temporarily_unavailable' })
  }
}

/** PX-24: the person has decided, so the client may know. */
async function deny(server: Server, context: RequestContext, { request, heldId }: ConsentForm): Promise<Response> {
  if (heldId !== undefined) await dropHeldLogin(server, context, heldId)
  return redirectError(server, request, { error: 'access_denied' })
}
