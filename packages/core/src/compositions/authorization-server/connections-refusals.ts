import type { ErrorPageModel } from '../../policy/pages/index.js'
import { authorizationServerEndpoints } from '../../policy/metadata/index.js'
import { hostOf } from '../../policy/uris/index.js'
import { refuseOwnPage, type OwnPageRefusal } from './refuse-own-page.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

const REFUSALS = {
  not_a_navigation: { status: 403, problem: 'request_invalid' },
  post_of_another_origin: { status: 403, problem: 'change_untrusted' },
  browser_session_gone: { status: 403, problem: 'change_expired' },
  form_of_another_session: { status: 403, problem: 'change_untrusted' },
  change_malformed: { status: 400, problem: 'change_untrusted' },
} as const satisfies Record<string, OwnPageRefusal>

/** The way back for a person whose change, or sign-in, came to nothing. */
export function backToConnections(server: Server): NonNullable<ErrorPageModel['returnTo']> {
  const url = authorizationServerEndpoints(server.issuer).connections
  return { host: hostOf(url), url }
}

export function refuseChange(
  server: Server,
  context: RequestContext,
  reason: keyof typeof REFUSALS,
): Promise<Response> {
  return refuseOwnPage(server, context, {
    kind: 'connection.refused',
    reason,
    refusal: REFUSALS[reason],
    returnTo: backToConnections(server),
  })
}
