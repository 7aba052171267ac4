import { OAuthError } from '../../errors/index.js'
import { readClientForm, type ClientForm } from './client-authentication.js'
import { exchangeCode } from './exchange-code.js'
import { exchangeRefreshToken } from './exchange-refresh-token.js'
import { jsonFailure } from './json-failure.js'
import { assertAddress } from './limits.js'
import type { JsonEndpoint, Server } from './server.js'
import type { RequestContext } from './types.js'

const TOKEN_PARAMETERS = ['grant_type', 'code', 'redirect_uri', 'code_verifier', 'refresh_token', 'scope', 'resource']

type Exchange = (server: Server, context: RequestContext, presented: ClientForm) => Promise<Response>

/** There are no others: implicit and password do not exist (AS-11). */
const EXCHANGES: ReadonlyMap<string, Exchange> = new Map([
  ['authorization_code', exchangeCode],
  ['refresh_token', exchangeRefreshToken],
])

/** `/token`: codes and refresh tokens against access tokens of ours (AS-50…AS-52). */
export const tokenEndpoint: JsonEndpoint = {
  methods: ['POST'],
  kind: 'json',
  async answer(server, request, context) {
    let grantType: string | undefined
    let clientId: string | undefined
    try {
      await assertAddress(server, context, 'token')
      const presented = await readClientForm(server, request, context, TOKEN_PARAMETERS)
      clientId = presented.client.client_id
      grantType = presented.form.get('grant_type')
      if (grantType === undefined) throw new OAuthError('invalid_request', { reason: 'grant_type_missing' })
      const exchange = EXCHANGES.get(grantType)
      if (exchange === undefined) throw new OAuthError('unsupported_grant_type', { reason: 'grant_type' })
      return await exchange(server, context, presented)
    } catch (thrown) {
      return jsonFailure(server, request, context, 'token', thrown, (error) => ({
        kind: 'token.refused',
        outcome: 'refused',
        error,
        ...(clientId !== undefined && { clientId }),
        // What a stranger wrote there is nobody's business.
        ...(grantType !== undefined && EXCHANGES.has(grantType) && { grantType }),
      }))
    }
  },
}
