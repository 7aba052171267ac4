import * as z from 'zod/mini'
import { sessionCallerOf, type Access } from '../compositions/resource-server/index.js'
import { handlerAuthInfo } from '../compositions/upstream/index.js'
import { ConfigError } from '../errors/index.js'
import type { SessionCaller, SessionEnd, Sessions } from '../services/sessions/index.js'
import type { HandlerSessions, TransportSessions } from './types.js'

const WithSession = z.object({ sessionId: z.string() })

function withoutGate(): ConfigError {
  return new ConfigError({
    option: 'protect',
    problem: 'this session has no caller, so the gate is not in front of its transport.',
    fix: 'Mount protect(sallyport) before the transport, and hand on its authInfo as it is.',
  })
}

/** Reads callers from `authInfo`: as the gate left them there, or as far as `authInfo` itself says. */
function createReader(accesses: readonly Pick<Access, 'principalOf'>[]): (authInfo: unknown) => SessionCaller {
  return (authInfo) => {
    const known = sessionCallerOf(authInfo)
    if (known !== undefined) return known
    for (const access of accesses) {
      const principal = access.principalOf(authInfo)
      if (principal !== undefined) return { ...principal, address: undefined, userAgent: undefined }
    }
    throw withoutGate()
  }
}

/** The doors for handlers and transports: they take what an SDK hands over, and find caller and session in it. */
export function sessionDoors(sessions: Sessions, accesses: readonly Pick<Access, 'principalOf'>[]): HandlerSessions {
  const callerOf = createReader(accesses)

  async function endCurrent(extra: unknown, by: SessionEnd): Promise<boolean> {
    const caller = callerOf(handlerAuthInfo(extra))
    const { data: call } = WithSession.safeParse(extra)
    return call !== undefined && sessions.endNow(caller, call.sessionId, by)
  }

  return Object.freeze<HandlerSessions>({
    rotate: (extra) => endCurrent(extra, 'rotation'),
    end: (extra) => endCurrent(extra, 'server'),
    endAll: (target) => sessions.endAll(target),
    list: (subject) => sessions.list(subject),
    endById: (subject, id) => sessions.endById(subject, id),
    transports: Object.freeze<TransportSessions>({
      newSessionId: () => sessions.newSessionId(),
      publicId: (authInfo, sessionId) => sessions.publicId(callerOf(authInfo), sessionId),
      opened: async (authInfo, sessionId) => sessions.bind(callerOf(authInfo), sessionId),
      async closed(publicId, by) {
        await sessions.endByPublicId(publicId, by)
      },
      alive: (publicIds) => sessions.alive(publicIds),
      onEnded: (listener) => sessions.onEnded(listener),
    }),
  })
}
