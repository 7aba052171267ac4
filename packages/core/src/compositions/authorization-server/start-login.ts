import { redirectResponse } from '../../primitives/replies/index.js'
import type { AuthorizationRequest, FlowBasis } from '../../services/flows/index.js'
import { assertWithin } from './limits.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/**
 * Sends the browser to the provider. Flow and cookie come into being here, after the decision and nowhere earlier
 * (PX-18, PX-19).
 *
 * @throws {OAuthError} `temporarily_unavailable`
 * @throws {LimitError} when one network begins too many
 */
export async function startLogin(
  server: Server,
  context: RequestContext,
  request: AuthorizationRequest,
  basis: FlowBasis,
  cookieHeader: string | null,
): Promise<Response> {
  assertWithin(await server.limits.debitLogin(context.address, { requestId: context.requestId }))
  const { login, setCookies } = await server.flows.begin(request, basis, cookieHeader)
  const options = request.prompt === undefined ? {} : { prompt: request.prompt }
  return redirectResponse(await server.upstream.authorizationUrl(login, options), setCookies)
}
