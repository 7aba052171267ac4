import { authorizationServerEndpoints } from '../../policy/metadata/index.js'
import type { ErrorPageModel } from '../../policy/pages/index.js'
import { hostOf } from '../../policy/uris/index.js'
import type { ConfirmationProblem } from '../../services/elicitation/index.js'
import { refuseOwnPage, type OwnPageRefusal } from './refuse-own-page.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/** One answer for a question that is unknown, over, or somebody else's: an id tells nothing to whom it was not given. */
const GONE = { status: 404, problem: 'confirmation_gone' } as const

const REFUSALS = {
  confirmation_unknown: GONE,
  confirmation_foreign: GONE,
  confirmation_expired: GONE,
  not_a_navigation: { status: 403, problem: 'request_invalid' },
  post_of_another_origin: { status: 403, problem: 'answer_untrusted' },
  browser_session_gone: { status: 403, problem: 'answer_expired' },
  form_of_another_session: { status: 403, problem: 'answer_untrusted' },
  answer_malformed: { status: 400, problem: 'answer_untrusted' },
} as const satisfies Record<string, OwnPageRefusal> & Record<ConfirmationProblem, unknown>

/** The way back for a person whose answer, or sign-in, came to nothing. */
export function backToConfirmation(server: Server, id: string): NonNullable<ErrorPageModel['returnTo']> {
  const url = `${authorizationServerEndpoints(server.issuer).confirmation}${id}`
  return { host: hostOf(url), url }
}

export function refuseAnswer(
  server: Server,
  context: RequestContext,
  reason: keyof typeof REFUSALS,
): Promise<Response> {
  return refuseOwnPage(server, context, { kind: 'confirmation.refused', reason, refusal: REFUSALS[reason] })
}
