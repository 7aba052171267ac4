import { OAuthError } from '../../errors/index.js'
import { readBasicCredentials, type Client } from '../../services/clients/index.js'
import { readForm } from './body.js'
import { oauthRefusal } from './failures.js'
import { assertWithin } from './limits.js'
import { assertNotRepeated, queryOf, readParameters } from './parameters.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

const CREDENTIALS = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']

/** A form of a client that has proven itself. */
export interface ClientForm {
  readonly client: Client
  readonly form: ReadonlyMap<string, string>
}

/**
 * Reads a form and authenticates its client, at the token and revocation endpoints (AS-50, AS-53).
 *
 * @param known parameters of the endpoint besides the client's credentials
 * @throws {OAuthError} `invalid_request`, `invalid_target` or `invalid_client`
 * @throws {LimitError} when too many secrets of this client were guessed (AS-66)
 */
export async function readClientForm(
  server: Server,
  request: Request,
  context: RequestContext,
  known: readonly string[],
): Promise<ClientForm> {
  const names = [...known, ...CREDENTIALS]
  const inQuery = readParameters(queryOf(request), names)
  // Query strings end up in logs: a client that puts its secret there has to learn of it (OAuth 2.1 §3.2).
  if (inQuery.values.size > 0 || inQuery.repeated.size > 0) {
    throw new OAuthError('invalid_request', {
      reason: 'parameter_in_query',
      description: 'send parameters in the body',
    })
  }
  const parameters = await readForm(request, names)
  assertNotRepeated(parameters)
  const form = parameters.values
  const line = request.headers.get('authorization')
  const client = await authenticate(server, context, { authorization: line === null ? [] : [line], form })
  return { client, form }
}

async function authenticate(
  server: Server,
  { requestId, address }: RequestContext,
  presented: { readonly authorization: readonly string[]; readonly form: ReadonlyMap<string, string> },
): Promise<Client> {
  const basic = readBasicCredentials(presented.authorization)
  const guess = basic?.clientId ?? (presented.form.has('client_secret') ? presented.form.get('client_id') : undefined)
  if (guess !== undefined) assertWithin(await server.limits.peekClientSecret(guess, address, { requestId }))
  try {
    return await server.clients.authenticate(presented)
  } catch (error) {
    // Only wrong secrets of real clients: anything else would let strangers lock out clients that have no secret.
    const wrongSecret = oauthRefusal(error)?.reason === 'client_secret_wrong'
    if (wrongSecret && guess !== undefined) await server.limits.failedClientSecret(guess, address, { requestId })
    throw error
  }
}
