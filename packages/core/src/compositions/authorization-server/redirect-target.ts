import type { ErrorPageModel } from '../../policy/pages/index.js'
import { matchRedirectUri, parseRedirectUri } from '../../policy/uris/index.js'
import type { Client } from '../../services/clients/index.js'
import type { AuthorizationRequest } from '../../services/flows/index.js'
import type { Parameters } from './parameters.js'
import { RESPONSE_PARAMETERS } from './response-url.js'
import type { Server } from './server.js'

/** A proven client and the place where its answer goes. Only from here on a refusal may leave by redirect (AS-12). */
export interface RedirectTarget {
  readonly client: Client
  /** As requested. */
  readonly redirectUri: string
  readonly registeredRedirectUri: string
  readonly redirectKind: AuthorizationRequest['redirectKind']
  /** To be returned; `undefined` when absent, repeated or too long. */
  readonly state: string | undefined
}

export interface NoTarget {
  readonly problem: ErrorPageModel['problem']
  readonly error: 'invalid_request'
  readonly reason: string
}

/** Longer ones would not survive the way back in every browser and proxy. */
export const MAX_STATE_LENGTH = 4096

/** Finds client and redirect URI of an authorization request (AS-20, AS-21, AS-24). */
export async function findTarget(server: Server, query: Parameters): Promise<RedirectTarget | NoTarget> {
  const clientId = query.values.get('client_id')
  const redirectUri = query.values.get('redirect_uri')
  if (query.repeated.has('client_id') || query.repeated.has('redirect_uri')) {
    return noTarget('request_invalid', 'target_repeated')
  }
  if (clientId === undefined) return noTarget('client_unknown', 'client_id_missing')
  const client = await server.clients.find(clientId)
  if (client === undefined) return noTarget('client_unknown', 'client_unknown')
  if (redirectUri === undefined) return noTarget('redirect_uri_invalid', 'redirect_uri_missing')
  const { loopbackLocalhost } = server
  const registeredRedirectUri = matchRedirectUri(redirectUri, client.redirect_uris, { loopbackLocalhost })
  if (registeredRedirectUri === undefined) return noTarget('redirect_uri_invalid', 'redirect_uri_not_registered')
  const redirectKind = usableKind(redirectUri)
  if (redirectKind === undefined) return noTarget('redirect_uri_invalid', 'redirect_uri_not_usable')
  const sent = query.values.get('state')
  const state = sent !== undefined && sent.length <= MAX_STATE_LENGTH ? sent : undefined
  return { client, redirectUri, registeredRedirectUri, redirectKind, state }
}

/** The client of a request that was checked before, if it still exists and still has this redirect URI (PX-16). */
export async function clientOf(server: Server, request: AuthorizationRequest): Promise<Client | undefined> {
  const client = await server.clients.find(request.clientId)
  return client?.redirect_uris.includes(request.registeredRedirectUri) === true ? client : undefined
}

function noTarget(problem: NoTarget['problem'], reason: string): NoTarget {
  return { problem, error: 'invalid_request', reason }
}

/** What a redirect URI leads to; `undefined` for one that could not be registered. */
export function redirectKindOf(redirectUri: string): RedirectTarget['redirectKind'] | undefined {
  const scheme = redirectUri.slice(0, Math.max(0, redirectUri.indexOf(':')))
  const { kind } = parseRedirectUri(redirectUri, { privateUseSchemes: [scheme] })
  return kind === 'refused' ? undefined : kind
}

/** Judged again although it was registered: rules may have become stricter, and operators write URIs by hand. */
function usableKind(redirectUri: string): RedirectTarget['redirectKind'] | undefined {
  const kind = redirectKindOf(redirectUri)
  if (kind === undefined) return undefined
  // With a `code` or `iss` of its own the answer would carry two of them.
  const query = new URL(redirectUri).searchParams
  return RESPONSE_PARAMETERS.some((name) => query.has(name)) ? undefined : kind
}
