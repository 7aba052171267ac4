import type { ErrorPageModel } from '../../policy/pages/index.js'
import { errorPage } from './error-page.js'
import { noteFailure } from './failures.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/** What a person is told for one reason. */
export interface OwnPageRefusal {
  readonly status: number
  readonly problem: ErrorPageModel['problem']
}

interface OwnPage {
  /** The event that tells why. */
  readonly kind: 'confirmation.refused' | 'connection.refused'
  readonly reason: string
  readonly refusal: OwnPageRefusal
  readonly returnTo?: ErrorPageModel['returnTo']
}

/** A page of ours, for people who signed in to it, comes to nothing: one page outward, one reason inward. */
export async function refuseOwnPage(server: Server, context: RequestContext, page: OwnPage): Promise<Response> {
  const { kind, reason, refusal, returnTo } = page
  const { status, problem } = refusal
  const error = 'invalid_request'
  await noteFailure(server, context, 'authorize', { kind: 'refusal', error, status, reason }, (code) => ({
    kind,
    outcome: 'refused',
    error: code,
  }))
  return errorPage(server, context, { status, problem, error, returnTo })
}
