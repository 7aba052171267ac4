import type { Awaitable } from '../../foundation/index.js'
import { isSessionId } from '../../policy/transport/index.js'
import { rpcErrorReply, sessionNotFoundReply, unavailableReply } from '../../primitives/replies/index.js'
import type { SessionCaller, SessionLook, SessionVerdict } from '../../services/sessions/index.js'
import type { Call } from './call.js'
import type { CredentialRefusals } from './credentials.js'
import type { Settings } from './options.js'
import { refuseWith } from './refusals.js'
import type { Admitted, Answer, Refused } from './types.js'

/** What becomes of sessions at the gate. */
export interface SessionStep {
  /** Refuses ids that no server makes (ST-22), and requests without one where that is chosen (ST-25). */
  checkForm(call: Call): Refused | undefined
  /** Reads the session that a request names, to be judged when all else is. `undefined` when it names none. */
  look(call: Call): SessionLook | undefined
  refuse(call: Call, verdict: Extract<SessionVerdict, { allowed: false }>): Awaitable<Refused>
  answering(admitted: Admitted, answer: Answer): Awaitable<void>
}

/** The caller of a request as sessions know it. */
export function sessionCaller({ principal, address, facts, requestId }: Admitted): SessionCaller {
  const { issuer, subject, clientId, resource, roles, grantId, issuedAtMs } = principal
  const [userAgent] = facts.headerLines('user-agent')
  return {
    issuer,
    subject,
    clientId,
    resource,
    roles,
    grantId,
    address,
    userAgent,
    headerLines: (name) => facts.headerLines(name),
    requestId,
    ...(issuedAtMs !== undefined && { issuedAtMs }),
  }
}

const sessionIdOf = ({ facts }: Admitted): string | undefined => facts.headerLines('mcp-session-id')[0]

export function createSessionStep(settings: Settings, credentials: CredentialRefusals): SessionStep {
  const { sessions } = settings
  /** Requests whose answer opens or ends a session, until they are answered. */
  const moving = new WeakMap<Admitted, 'opens' | 'ends'>()

  function refuseForm({ admitted, operation, id }: Call, note: { readonly reason: string }): Refused {
    const reply = rpcErrorReply(400, { code: 400, message: 'Bad request' }, id)
    return refuseWith(settings, admitted, reply, { ...note, principal: admitted.principal, operation: operation.key })
  }

  return {
    checkForm(call) {
      // To a request of 2026-07-28 the header means nothing, whatever it holds (ST-40, ST-67).
      if (sessions === undefined || call.served.era === 'modern') return undefined
      const sessionId = sessionIdOf(call.admitted)
      if (sessionId !== undefined)
        return isSessionId(sessionId) ? undefined : refuseForm(call, { reason: 'session_id_malformed' })
      const isMissing = sessions.required === true && call.operation.key !== 'methods/initialize'
      return isMissing ? refuseForm(call, { reason: 'session_id_missing' }) : undefined
    },
    look({ admitted, operation, served }) {
      if (sessions === undefined || served.era === 'modern') return undefined
      if (operation.key === 'methods/initialize') moving.set(admitted, 'opens')
      const sessionId = sessionIdOf(admitted)
      if (sessionId === undefined) return undefined
      if (admitted.facts.method === 'DELETE') moving.set(admitted, 'ends')
      return sessions.look(sessionCaller(admitted), sessionId)
    },
    refuse({ admitted, operation, id }, { answer, reason }) {
      if (answer === 'challenge') return credentials.invalid(admitted, reason, admitted.principal)
      const reply = answer === 'unknown' ? sessionNotFoundReply() : unavailableReply(id)
      return refuseWith(settings, admitted, reply, { reason, principal: admitted.principal, operation: operation.key })
    },
    answering(admitted, { status, sessionId }) {
      const move = moving.get(admitted)
      if (sessions === undefined || move === undefined || status < 200 || status > 299) return
      moving.delete(admitted)
      if (move === 'opens')
        return sessionId === undefined ? undefined : sessions.bind(sessionCaller(admitted), sessionId)
      const ended = sessionIdOf(admitted)
      return ended === undefined ? undefined : sessions.end(sessionCaller(admitted), ended)
    },
  }
}
