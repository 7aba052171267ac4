import type { ErrorPageModel } from '../../policy/pages/index.js'
import type { HeaderLine } from '../../primitives/replies/index.js'
import { endSignIn } from './connections-sign-in.js'
import { errorPage } from './error-page.js'
import { noteFailure, oauthRefusal, type OAuthRefusal } from './failures.js'
import { assertAddress } from './limits.js'
import { acceptLogin, refuseLogin, type ReturnedFlow } from './login-answer.js'
import { queryOf, readParameters } from './parameters.js'
import { clientOf } from './redirect-target.js'
import type { PageEndpoint, Server } from './server.js'
import type { RequestContext } from './types.js'

const CALLBACK_PARAMETERS = ['state', 'code', 'iss', 'error', 'error_description', 'error_uri']

/** `/callback`: the way back from the provider, open once and only to the browser that left (PX-20…PX-22). */
export const callbackEndpoint: PageEndpoint = {
  methods: ['GET'],
  kind: 'page',
  room: 'callback',
  async answer(server, request, context) {
    await assertAddress(server, context, 'callback')
    const { values, repeated } = readParameters(queryOf(request), CALLBACK_PARAMETERS)
    const state = repeated.size > 0 ? undefined : values.get('state')
    if (state === undefined) return refuse(server, context, 'login_expired', 'state_missing')
    const cookieHeader = request.headers.get('cookie')
    const resumed = await server.flows.resume(state, cookieHeader)
    if (!resumed.ok) return refuse(server, context, 'login_expired', resumed.problem)
    const { flow, clearCookie } = resumed
    if ('own' in flow) return endSignIn(server, context, { flow, request, clearCookie })
    const client = await clientOf(server, flow.request)
    if (client === undefined) {
      return refuse(server, context, 'client_unknown', 'client_unknown', [['set-cookie', clearCookie]])
    }
    const returned: ReturnedFlow = { flow, client, cookieHeader, clearCookie }
    const login = await server.upstream.finish(flow.login, new URL(request.url).searchParams).catch(asRefusal)
    return 'identity' in login
      ? acceptLogin(server, context, returned, login)
      : refuseLogin(server, context, returned, login)
  },
}

function asRefusal(thrown: unknown): OAuthRefusal {
  const refusal = oauthRefusal(thrown)
  if (refusal === undefined) throw thrown
  return refusal
}

async function refuse(
  server: Server,
  context: RequestContext,
  problem: ErrorPageModel['problem'],
  reason: string,
  headers: readonly HeaderLine[] = [],
): Promise<Response> {
  const error = 'invalid_request'
  await noteFailure(server, context, 'callback', { kind: 'refusal', error, status: 400, reason }, () => ({
    kind: 'login.refused',
    outcome: 'refused',
    upstream: server.upstream.issuer,
  }))
  return errorPage(server, context, { status: 400, problem, error, headers })
}
