import { redirectResponse } from '../../primitives/replies/index.js'
import type { AuthorizationRequest, FlowBasis } from '../../services/flows/index.js'
import type { Server } from './server.js'

/**
 * Sends the browser to the provider. Flow and cookie come into being here, after the decision and nowhere earlier
 * (PX-18, PX-19).
 *
 * @throws {OAuthError} `temporarily_unavailable`
 */
export async function startLogin(
  server: Server,
  request: AuthorizationRequest,
  basis: FlowBasis,
  cookieHeader: string | null,
): Promise<Response> {
  const { login, setCookies } = await server.flows.begin(request, basis, cookieHeader)
  const options = request.prompt === undefined ? {} : { prompt: request.prompt }
  return redirectResponse(await server.upstream.authorizationUrl(login, options), setCookies)
}
