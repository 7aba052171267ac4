import {
  jsonResponse,
  methodNotAllowedResponse,
  preflightResponse,
  serverErrorReply,
  toResponse,
  withoutBody,
  withStrictTransport,
} from '../../primitives/replies/index.js'
import { errorPage, failurePage } from './error-page.js'
import { classify, noteFailure } from './failures.js'
import type { Endpoint, Server } from './server.js'
import type { RequestContext } from './types.js'

/** Answers a request for an endpoint. Never rejects. */
export async function dispatch(
  server: Server,
  endpoint: Endpoint,
  request: Request,
  context: RequestContext,
): Promise<Response> {
  const response = await answer(server, endpoint, request, context).catch(() => toResponse(serverErrorReply()))
  const secured = withStrictTransport(response, server.issuer)
  return request.method === 'HEAD' ? withoutBody(secured) : secured
}

async function answer(
  server: Server,
  endpoint: Endpoint,
  request: Request,
  context: RequestContext,
): Promise<Response> {
  const { methods } = endpoint
  if (endpoint.kind === 'json' && request.method === 'OPTIONS') return preflightResponse(methods)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  if (!methods.some((allowed) => allowed === method)) return methodNotAllowed(endpoint)
  try {
    return await endpoint.answer(server, request, context)
  } catch (thrown) {
    if (endpoint.kind === 'json') throw thrown
    const failure = classify(thrown)
    await noteFailure(server, context, endpoint.room, failure, (error) => ({
      kind: endpoint.refusal ?? 'authorize.refused',
      outcome: 'refused',
      error,
    }))
    return errorPage(server, context, failurePage(failure))
  }
}

function methodNotAllowed({ kind, methods }: Endpoint): Response {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  if (kind === 'json') return methodNotAllowedResponse([...allow, 'OPTIONS'])
  // Pages have no CORS, not even on a refusal (AS-07).
  return jsonResponse(405, { error: 'invalid_request' }, { headers: [['allow', allow.join(', ')]] })
}
