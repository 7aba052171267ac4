import { redirectResponse, pageResponse } from '../../primitives/replies/index.js'
import { authorizationServerEndpoints } from '../../policy/metadata/index.js'
import type { BrowserSession, BrowserSessions } from '../../services/browser-sessions/index.js'
import { readChange, CHANGE_PARAMETERS } from './connections-change.js'
import { applyChange } from './connections-apply.js'
import { overviewOf } from './connections-overview.js'
import { refuseChange } from './connections-refusals.js'
import { beginSignIn } from './connections-sign-in.js'
import { readForm } from './body.js'
import { assertAddress } from './limits.js'
import { queryOf, readParameters } from './parameters.js'
import { isSameOriginPost } from './same-origin.js'
import type { PageEndpoint, Server } from './server.js'
import type { RequestContext } from './types.js'

/**
 * `/connections`: what may act in the name of a person, after they have signed in with our own client, and the end of
 * it (F-15).
 */
export function connectionsEndpoint(browserSessions: BrowserSessions): PageEndpoint {
  return {
    methods: ['GET', 'POST'],
    kind: 'page',
    room: 'authorize',
    refusal: 'connection.refused',
    async answer(server, request, context) {
      await assertAddress(server, context, 'authorize')
      return request.method === 'POST'
        ? change(server, browserSessions, request, context)
        : show(server, browserSessions, request, context)
    },
  }
}

async function show(
  server: Server,
  browserSessions: BrowserSessions,
  request: Request,
  context: RequestContext,
): Promise<Response> {
  const cookieHeader = request.headers.get('cookie')
  const session = await browserSessions.find(cookieHeader)
  if (session !== undefined) return showOverview(server, browserSessions, session)
  const { values } = readParameters(queryOf(request), ['prompt'])
  const prompt = values.get('prompt') === 'login' ? 'login' : undefined
  if (prompt === undefined && browserSessions.isSignedOut(cookieHeader)) {
    // The provider may still know the person, so it is asked to make sure.
    const url = `${authorizationServerEndpoints(server.issuer).connections}?prompt=login`
    return pageResponse(200, await server.pages.signedOut(url))
  }
  return beginSignIn(server, context, request, prompt)
}

async function showOverview(
  server: Server,
  browserSessions: BrowserSessions,
  session: BrowserSession,
): Promise<Response> {
  const page = await server.pages.connections({
    account: session.displayName ?? session.subject,
    connections: await overviewOf(server, session.subject),
    action: authorizationServerEndpoints(server.issuer).connections,
    fields: { token: await browserSessions.formToken(session) },
  })
  return pageResponse(200, page)
}

/** The origin is judged first, then the browser, then its form (PX-08); what is left is the person's own doing. */
async function change(
  server: Server,
  browserSessions: BrowserSessions,
  request: Request,
  context: RequestContext,
): Promise<Response> {
  if (!isSameOriginPost(request, server.issuer)) return refuseChange(server, context, 'post_of_another_origin')
  const { values, repeated } = await readForm(request, CHANGE_PARAMETERS)
  const session = await browserSessions.find(request.headers.get('cookie'))
  if (session === undefined) return refuseChange(server, context, 'browser_session_gone')
  if (!(await browserSessions.isFormToken(session, values.get('token') ?? ''))) {
    return refuseChange(server, context, 'form_of_another_session')
  }
  const wanted = repeated.size > 0 ? undefined : readChange(values)
  if (wanted === undefined) return refuseChange(server, context, 'change_malformed')
  const setCookies = await applyChange(server, browserSessions, context, session, wanted)
  return redirectResponse(authorizationServerEndpoints(server.issuer).connections, setCookies)
}
