import { authorizationServerEndpoints } from '../../policy/metadata/index.js'
import { pageResponse, redirectResponse } from '../../primitives/replies/index.js'
import type { BrowserSession, BrowserSessions } from '../../services/browser-sessions/index.js'
import type { Confirmation, Confirmations, Decider } from '../../services/elicitation/index.js'
import { readForm } from './body.js'
import { refuseAnswer } from './confirm-refusals.js'
import { beginSignIn } from './connections-sign-in.js'
import { assertAddress } from './limits.js'
import { queryOf, readParameters } from './parameters.js'
import { isSameOriginPost } from './same-origin.js'
import type { PageEndpoint, Server } from './server.js'
import type { RequestContext } from './types.js'

/** What the page needs, once. */
interface Desk {
  readonly server: Server
  readonly context: RequestContext
  readonly browserSessions: BrowserSessions
  readonly confirmations: Confirmations
  /** From the address; names a question and proves nothing. */
  readonly id: string
}

/**
 * `/confirm/<id>`: the person signs in, sees exactly what is to be done in their name, and allows it once or not (F-62).
 * Whoever holds the address and is somebody else sees what everybody sees who made one up (EL-14, EL-15).
 */
export function confirmEndpoint(browserSessions: BrowserSessions, confirmations: Confirmations): PageEndpoint {
  return {
    methods: ['GET', 'POST'],
    kind: 'page',
    room: 'authorize',
    refusal: 'confirmation.refused',
    async answer(server, request, context) {
      await assertAddress(server, context, 'authorize')
      const id = new URL(request.url).pathname.split('/').at(-1) ?? ''
      const desk: Desk = { server, context, browserSessions, confirmations, id }
      return request.method === 'POST' ? answer(desk, request) : show(desk, request)
    },
  }
}

const addressOf = ({ server, id }: Desk): string => `${authorizationServerEndpoints(server.issuer).confirmation}${id}`

/** The token that asked was ours, and its person is the one who signed in here. */
const deciderOf = ({ server }: Desk, { subject }: BrowserSession): Decider => ({ issuer: server.issuer, subject })

/** Nothing is said of a question, not even that it exists, before somebody has signed in. */
async function show(desk: Desk, request: Request): Promise<Response> {
  const { server, context, browserSessions, confirmations, id } = desk
  const cookieHeader = request.headers.get('cookie')
  const session = await browserSessions.find(cookieHeader)
  if (session === undefined) {
    const { values } = readParameters(queryOf(request), ['prompt'])
    const prompt = values.get('prompt') === 'login' ? 'login' : undefined
    if (prompt === undefined && browserSessions.isSignedOut(cookieHeader)) {
      return pageResponse(200, await server.pages.signedOut(`${addressOf(desk)}?prompt=login`))
    }
    return beginSignIn(server, context, request, prompt, id)
  }
  const found = await confirmations.find(id, deciderOf(desk, session))
  if (!found.found) return refuseAnswer(server, context, found.reason)
  const { confirmation } = found
  return confirmation.state === 'pending'
    ? showQuestion(desk, session, confirmation)
    : pageResponse(200, await server.pages.confirmed(confirmation.state))
}

async function showQuestion(desk: Desk, session: BrowserSession, confirmation: Confirmation): Promise<Response> {
  const { server, browserSessions } = desk
  const { clientId, resource, tool, argumentsJson, endsAtMs } = confirmation
  const page = await server.pages.confirmation({
    ...{ clientId, resource, tool, argumentsJson, endsAtMs },
    clientName: (await server.clients.find(clientId))?.client_name,
    resourceName: server.resources.find((served) => served.resource === resource)?.name,
    account: session.displayName ?? session.subject,
    action: addressOf(desk),
    fields: { token: await browserSessions.formToken(session) },
  })
  return pageResponse(200, page)
}

/** The origin is judged first, then the browser, then its form (PX-08), then whose question it is (EL-14). */
async function answer(desk: Desk, request: Request): Promise<Response> {
  const { server, context, browserSessions, confirmations, id } = desk
  const refuse = (reason: Parameters<typeof refuseAnswer>[2]): Promise<Response> =>
    refuseAnswer(server, context, reason)
  if (!isSameOriginPost(request, server.issuer)) return refuse('post_of_another_origin')
  const { values, repeated } = await readForm(request, ['token', 'decision'])
  const session = await browserSessions.find(request.headers.get('cookie'))
  if (session === undefined) return refuse('browser_session_gone')
  if (!(await browserSessions.isFormToken(session, values.get('token') ?? ''))) {
    return refuse('form_of_another_session')
  }
  const decision = repeated.size > 0 ? undefined : values.get('decision')
  if (decision !== 'approve' && decision !== 'decline') return refuse('answer_malformed')
  const found = await confirmations.decide(id, deciderOf(desk, session), decision, 'page')
  if (!found.found) return refuse(found.reason)
  // The page that follows shows what was answered first, so a second click and a reload change nothing.
  return redirectResponse(addressOf(desk), [])
}
