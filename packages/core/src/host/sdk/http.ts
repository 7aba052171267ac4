import type { Access } from '../../compositions/resource-server/index.js'
import { rpcErrorReply, sessionNotFoundReply, unauthorizedReply, type Reply } from '../../primitives/replies/index.js'
import { answer, isNodeAnswer } from './answers.js'
import { member } from './messages.js'
import type { Session } from './session.js'
import type { Wire } from './types.js'

/** A foreign session answers as one that does not exist (ST-23, ST-26). */
function notFound(access: Access, authInfo: unknown): Reply {
  access.refused('session_foreign', 404, authInfo)
  return sessionNotFoundReply()
}

/** What may be said before a message is read. The operation of a POST is judged with its message. */
async function refusal(access: Access, authInfo: unknown, httpMethod: string): Promise<Reply | undefined> {
  if (access.principalOf(authInfo) === undefined) {
    access.refused('caller_unknown', 401, undefined)
    return unauthorizedReply(access.challenge === undefined ? [] : [access.challenge])
  }
  if (httpMethod === 'POST') return undefined
  const verdict = await access.decide(undefined, authInfo, httpMethod)
  return verdict.allowed ? undefined : rpcErrorReply(verdict.error.code, verdict.error)
}

/** Streamable HTTP, on Node and with web-standard requests: everything that names a session is its owner's. */
function guardRequests(transport: Wire, access: Access, session: Session): void {
  const handle = transport.handleRequest?.bind(transport)
  if (handle === undefined) return
  transport.handleRequest = async (request, second, parsedBody) => {
    const authInfo = isNodeAnswer(second) ? member(request, 'auth') : member(second, 'authInfo')
    const refused = await refusal(access, authInfo, String((request as { method?: unknown }).method))
    if (refused !== undefined) return answer(refused, second)
    const leave = session.enter(authInfo)
    if (leave === undefined) return answer(notFound(access, authInfo), second)
    try {
      return await handle(request, second, parsedBody)
    } finally {
      leave(transport.sessionId !== undefined)
    }
  }
}

/** Legacy SSE: the session is his who opened the stream, because the answers go there. */
function guardPosts(transport: Wire, access: Access, session: Session): void {
  const handle = transport.handlePostMessage?.bind(transport)
  if (handle === undefined) return
  const opener = (transport as { res?: { req?: object } }).res?.req
  session.bind(member(opener, 'auth'))
  transport.handlePostMessage = async (request, response, parsedBody) => {
    const authInfo = member(request, 'auth')
    const refused = await refusal(access, authInfo, 'POST')
    if (refused !== undefined) return answer(refused, response)
    if (session.enter(authInfo) === undefined) return answer(notFound(access, authInfo), response)
    return handle(request, response, parsedBody)
  }
}

/** Puts the owner in front of a transport that has its own door for HTTP requests. */
export function guardHttp(transport: Wire, access: Access, session: Session): void {
  guardRequests(transport, access, session)
  guardPosts(transport, access, session)
}
