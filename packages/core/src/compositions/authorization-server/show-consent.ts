import { authorizationServerEndpoints } from '../../policy/metadata/index.js'
import { hostOf } from '../../policy/uris/index.js'
import { pageResponse, type HeaderLine } from '../../primitives/replies/index.js'
import type { Client } from '../../services/clients/index.js'
import type { AuthorizationRequest } from '../../services/flows/index.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

export interface Question {
  readonly client: Client
  readonly request: AuthorizationRequest
  readonly cookieHeader: string | null
  /** Somebody has logged in already: the account to be named, and where the provider's answer waits. */
  readonly held?: { readonly heldId: string; readonly account: string; readonly clearCookie: string }
}

/**
 * Asks the person (PX-01, PX-05…PX-07). The request lies sealed in the form; besides the CSRF cookie nothing is set, and
 * nothing is written (PX-18).
 *
 * @throws {OAuthError} `temporarily_unavailable` when nobody knows where the provider's login is
 */
export async function showConsent(server: Server, context: RequestContext, question: Question): Promise<Response> {
  const { client, request, cookieHeader, held } = question
  const formAction = [
    // An answer that waits needs no other login.
    ...(held === undefined ? await server.upstream.formActionOrigins() : []),
    formActionSource(request.redirectUri),
  ]
  const { secret, setCookie } = await server.flows.browser(cookieHeader)
  const sealed = await server.flows.sealForm(request, secret, held?.heldId)
  const served = server.resources.find(({ resource }) => resource === request.resource)
  const page = await server.pages.consent(
    {
      clientName: client.client_name,
      clientId: client.client_id,
      clientUri: client.client_uri,
      redirectUri: request.redirectUri,
      redirectKind: request.redirectKind,
      resource: request.resource,
      resourceName: served?.name,
      scopes: request.scopes.map((name) => ({ name, description: server.scopeDescriptions.get(name) })),
      offline: request.offline,
      account: held?.account,
      action: authorizationServerEndpoints(server.issuer).consent,
      fields: { request: sealed },
    },
    formAction,
  )
  server.audit.record({
    kind: 'consent.shown',
    outcome: 'noted',
    requestId: context.requestId,
    clientId: client.client_id,
    resource: request.resource,
    scopes: request.scopes,
    redirectHost: hostOf(request.redirectUri),
  })
  const cookies = [setCookie, held?.clearCookie].filter((cookie) => cookie !== undefined)
  return pageResponse(
    200,
    page,
    cookies.map((cookie): HeaderLine => ['set-cookie', cookie]),
  )
}

/** The decision ends at the client, by redirect: the last hop that `form-action` must know (§10.9). */
function formActionSource(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri)
  return protocol === 'https:' || protocol === 'http:' ? origin : protocol
}
