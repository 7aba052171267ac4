import { RedirectableError, type OAuthErrorCode } from '../../errors/index.js'
import { assertChallenge } from '../../policy/pkce/index.js'
import { grantableScopes, parseScope } from '../../policy/scopes/index.js'
import { matchResource } from '../../policy/uris/index.js'
import type { AuthorizationRequest } from '../../services/flows/index.js'
import type { Parameters } from './parameters.js'
import { MAX_STATE_LENGTH, type RedirectTarget } from './redirect-target.js'
import type { ServedResource, Server } from './server.js'

/** All that `/authorize` knows; everything else does not exist (AS-08). */
export const AUTHORIZE_PARAMETERS: readonly string[] = [
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'state', 'scope', 'resource'],
  ...['code_challenge', 'code_challenge_method', 'prompt', 'request', 'request_uri'],
]

/** What is only written down need not be complete, and has to fit into the form. */
const noted = (requested: readonly string[]): readonly string[] =>
  requested.filter(({ length }) => length <= 128).slice(0, 32)

export interface CheckedRequest {
  readonly request: AuthorizationRequest
  /** The page must be shown, whatever was agreed before (`prompt=consent`). */
  readonly forcePage: boolean
}

/** @throws {RedirectableError} for the first rule that is broken */
export function checkRequest(server: Server, target: RedirectTarget, query: Parameters): CheckedRequest {
  assertForm(query)
  const challenge = query.values.get('code_challenge')
  assertChallenge(challenge, query.values.get('code_challenge_method'))
  const resource = resourceOf(server, query)
  const granted = scopesOf(target, resource, query)
  const { prompt, forcePage } = promptOf(query)
  const { client, ...redirect } = target
  return {
    request: {
      ...redirect,
      clientId: client.client_id,
      codeChallenge: challenge,
      resource: resource.resource,
      ...granted,
      prompt,
    },
    forcePage,
  }
}

function refuse(error: OAuthErrorCode, reason: string, description: string): RedirectableError {
  return new RedirectableError(error, { reason, description })
}

function assertForm({ values, repeated }: Parameters): void {
  if (repeated.has('resource')) throw refuse('invalid_target', 'resource_repeated', 'one resource at a time')
  const [twice] = repeated
  if (twice !== undefined) throw refuse('invalid_request', 'parameter_repeated', `${twice} was sent twice`)
  if ((values.get('state')?.length ?? 0) > MAX_STATE_LENGTH) {
    throw refuse('invalid_request', 'state_too_long', 'state is too long')
  }
  if (values.has('request') || values.has('request_uri')) {
    throw refuse('invalid_request', 'request_object', 'request objects are not supported')
  }
  const responseType = values.get('response_type')
  if (responseType === undefined) throw refuse('invalid_request', 'response_type_missing', 'response_type is missing')
  if (responseType !== 'code') throw refuse('unsupported_response_type', 'response_type', 'only code is supported')
  const responseMode = values.get('response_mode') ?? 'query'
  if (responseMode !== 'query') throw refuse('invalid_request', 'response_mode', 'only query is supported')
}

/** AS-36, AS-38: one configured resource, the first one for clients that name none. */
function resourceOf(server: Server, query: Parameters): ServedResource {
  const requested = query.values.get('resource')
  if (requested === undefined) return server.resources[0]
  const identifiers = server.resources.map(({ resource }) => resource)
  const matched = matchResource(requested, identifiers)
  const resource = server.resources.find((candidate) => candidate.resource === matched)
  if (resource === undefined) throw refuse('invalid_target', 'resource_unknown', 'resource is not served here')
  return resource
}

/** AS-39: what the client asks for, else what it registered, else the default; never more than is configured. */
function scopesOf(
  target: RedirectTarget,
  resource: ServedResource,
  query: Parameters,
): Pick<AuthorizationRequest, 'scopes' | 'offline' | 'requestedScopes'> {
  const requested = parseScope(query.values.get('scope'))
  if (requested === undefined) throw refuse('invalid_scope', 'scope_malformed', 'scope is malformed')
  const requestedScopes = noted(requested)
  if (requested.length > 0) {
    const { scopes, offline, refused } = grantableScopes(requested, resource.scopes)
    if (scopes.length === 0 && refused.length > 0) throw refuse('invalid_scope', 'scope_unknown', 'unknown scope')
    // `offline_access` alone asks for a refresh token and leaves the permissions to us.
    return { scopes: scopes.length > 0 ? scopes : resource.defaultScopes, offline, requestedScopes }
  }
  const registered = grantableScopes(parseScope(target.client.scope) ?? [], resource.scopes)
  const scopes = registered.scopes.length > 0 ? registered.scopes : resource.defaultScopes
  return { scopes, offline: registered.offline, requestedScopes }
}

/** OpenID Connect Core §3.1.2.1; values we do not know are ignored. */
function promptOf(query: Parameters): { prompt: AuthorizationRequest['prompt']; forcePage: boolean } {
  const values = query.values.get('prompt')?.split(' ') ?? []
  if (values.includes('none') && values.length > 1) {
    throw refuse('invalid_request', 'prompt_contradiction', 'prompt none stands alone')
  }
  const prompt = (['none', 'login', 'select_account'] as const).find((value) => values.includes(value))
  return { prompt, forcePage: values.includes('consent') }
}
