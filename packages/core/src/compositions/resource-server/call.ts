import type { Operation, OperationVerdict } from '../../policy/access/index.js'
import {
  checkMirroredParameters,
  createRevisionCheck,
  parseMessage,
  type JsonRpcId,
  type ProtocolRefusal,
  type RevisionVerdict,
} from '../../policy/transport/index.js'
import { rpcErrorReply } from '../../primitives/replies/index.js'
import type { Settings } from './options.js'
import { refuseWith } from './refusals.js'
import type { Admitted, Refused } from './types.js'

type Served = Extract<RevisionVerdict, { ok: true }>

/** A request whose form and headers are right for its revision, and what it takes. */
export interface Call {
  readonly allowed: true
  readonly admitted: Admitted
  /** The parsed body. */
  readonly message: unknown
  readonly id: JsonRpcId | undefined
  readonly served: Served
  readonly operation: Operation
  readonly verdict: OperationVerdict
}

/**
 * Prepares the reading of messages: one JSON-RPC message, of a revision that is served, with headers that say what the
 * body says. After this only the body is looked at (RS-69).
 */
export function createCallReader(settings: Settings): (admitted: Admitted, body: unknown) => Call | Refused {
  const { policy } = settings
  const checkRevision = createRevisionCheck(settings)

  /** Older revisions do not know these headers, so that nobody may have decided on them. */
  function checkParameters(served: Served, { facts }: Admitted, operation: Operation, body: unknown) {
    return served.era === 'modern' ? checkMirroredParameters(facts, policy.mirroredFor(operation), body) : undefined
  }

  function refuse(
    admitted: Admitted,
    { status, error, reason }: ProtocolRefusal,
    call: Pick<Call, 'id' | 'operation'>,
  ) {
    const note = { reason, principal: admitted.principal, operation: call.operation.key }
    return refuseWith(settings, admitted, rpcErrorReply(status, error, call.id), note)
  }

  return (admitted, body) => {
    const { principal, facts } = admitted
    const parsed = facts.method === 'POST' ? parseMessage(body) : undefined
    if (parsed?.ok === false) {
      const reply = rpcErrorReply(parsed.status, { code: parsed.code, message: 'Invalid request' }, parsed.id)
      return refuseWith(settings, admitted, reply, { reason: `message_${parsed.reason}`, principal })
    }
    const message = parsed === undefined ? undefined : body
    const id = parsed !== undefined && 'id' in parsed.message ? parsed.message.id : undefined
    const { operation, verdict } = policy.judge(message, facts.method)
    const served = checkRevision(facts, parsed?.message, message)
    if (!served.ok) return refuse(admitted, served, { id, operation })
    const mismatch = checkParameters(served, admitted, operation, body)
    if (mismatch !== undefined) return refuse(admitted, mismatch, { id, operation })
    return { allowed: true, admitted, message: body, id, served, operation, verdict }
  }
}
