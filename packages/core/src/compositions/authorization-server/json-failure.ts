import type { AuditInput } from '../../audit/index.js'
import { failureResponse } from '../../primitives/replies/index.js'
import type { LimitRoom } from '../../services/limits/index.js'
import { classify, noteFailure } from './failures.js'
import { limitError } from './limits.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

/** The answer of a JSON endpoint to whatever was thrown, recorded and charged. */
export async function jsonFailure(
  server: Server,
  request: Request,
  context: RequestContext,
  room: LimitRoom,
  thrown: unknown,
  refused: (error: string) => AuditInput | undefined,
): Promise<Response> {
  const limit = await noteFailure(server, context, room, classify(thrown), refused)
  if (limit !== undefined) return failureResponse(limitError(limit))
  const usedBasic = /^basic(?: |$)/i.test(request.headers.get('authorization') ?? '')
  return failureResponse(thrown, { basicRealm: usedBasic ? server.issuer : undefined })
}
