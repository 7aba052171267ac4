import type { ErrorPageModel } from '../../policy/pages/index.js'
import { limitLines, pageResponse, type HeaderLine } from '../../primitives/replies/index.js'
import type { Failure } from './failures.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

export interface ErrorPage {
  readonly status: number
  readonly problem: ErrorPageModel['problem']
  /** OAuth error code. */
  readonly error?: string
  readonly returnTo?: ErrorPageModel['returnTo']
  readonly headers?: readonly HeaderLine[]
}

/** Tells a person what happened and what to do, with a status that machines understand. */
export async function errorPage(server: Server, context: RequestContext, page: ErrorPage): Promise<Response> {
  const { status, problem, error, returnTo, headers } = page
  const rendered = await server.pages.error({ problem, error, requestId: context.requestId, returnTo })
  return pageResponse(status, rendered, headers)
}

/** The page for whatever was thrown where no better one is known. */
export function failurePage(failure: Failure): ErrorPage {
  switch (failure.kind) {
    case 'limit':
      return {
        status: 429,
        problem: 'too_many_requests',
        headers: limitLines(failure),
      }
    case 'store':
      return { status: 503, problem: 'server_error', headers: [['retry-after', '1']] }
    case 'internal':
      return { status: 500, problem: 'server_error', error: 'server_error' }
    case 'refusal':
      return failure.error === 'temporarily_unavailable'
        ? { status: 503, problem: 'login_unavailable', error: failure.error, headers: [['retry-after', '1']] }
        : { status: failure.status, problem: 'request_invalid', error: failure.error }
  }
}
