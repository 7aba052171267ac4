import type { Access, AccessVerdict } from '../../compositions/resource-server/index.js'
import type { Runtime } from '../../foundation/index.js'
import {
  cancelledId,
  errorMessage,
  idOf,
  isModern,
  logLevelOf,
  member,
  methodOf,
  text,
  type MessageId,
} from './messages.js'
import { createOpenRequests } from './open-requests.js'
import { createOutgoing } from './outgoing.js'
import { ownerOf } from './owner.js'
import { createSession, type Session } from './session.js'
import { namedTasks, taskOwners, withCursor } from './tasks.js'
import type { MessageHandler } from './types.js'
import { NO_SUCH_PAGE, unknownTask, type Refusal } from './unknown-task.js'

/** One transport under guard. */
export interface Connection {
  readonly session: Session
  /** Takes a message from the transport, and hands it on if its sender may. */
  receive(message: object, extra: object | undefined, deliver: MessageHandler): void
  /** What of an outgoing message the caller may see; `undefined` for nothing. `about` is the request it belongs to. */
  outgoing(message: object, about?: unknown): object | undefined
  /** The transport has closed. */
  closed(): void
}

/** How the transport is told. */
export interface ConnectionPorts {
  readonly send: (message: object) => Promise<void>
  readonly failed: (error: unknown) => void
  readonly toolTimeoutMs: number
}

const SESSION_NOT_FOUND: Refusal = Object.freeze({ code: -32001, message: 'Session not found' })
const TIMED_OUT = 504
const ID_IN_USE: Refusal = Object.freeze({ code: -32600, message: 'Invalid Request' })

export function createConnection(access: Access, ports: ConnectionPorts, runtime: Pick<Runtime, 'delay'>): Connection {
  const session = createSession(access)
  const tasks = taskOwners(access)
  const open = createOpenRequests(runtime)
  const latest = { modern: false }
  const undecided = new Map<MessageId, Promise<void>>()
  /** Messages on their way to a handler: one that was there before hears them too, and is not asked again. */
  const passing = new WeakSet()
  const outgoing = createOutgoing({ access, tasks, session, open, latest })

  function refuse(message: object, error: Refusal): void {
    const id = idOf(message)
    if (methodOf(message) !== undefined && id !== undefined) ports.send(errorMessage(id, error)).catch(ports.failed)
  }

  /** What the rules do not know: whose session and whose task it is. */
  function foreign(message: object, authInfo: unknown, owner: string): Refusal | undefined {
    if (!session.admits(owner)) {
      access.refused('session_foreign', 404, authInfo)
      return SESSION_NOT_FOUND
    }
    if (namedTasks(message).every((taskId) => tasks.owns(taskId, owner))) return undefined
    access.refused('task_foreign', 404, authInfo)
    return unknownTask(message)
  }

  function settle(verdict: AccessVerdict, message: object, extra: object | undefined, deliver: MessageHandler): void {
    if (!verdict.allowed) return refuse(message, verdict.error)
    const authInfo = authInfoOf(extra)
    const owner = ownerOf(verdict.principal)
    const unknown = foreign(message, authInfo, owner)
    if (unknown !== undefined) return refuse(message, unknown)
    const passed = withCursor(message, owner, tasks.pages)
    if (passed === undefined) {
      access.refused('task_foreign', 404, authInfo)
      return refuse(message, NO_SUCH_PAGE)
    }
    const id = idOf(message)
    const method = methodOf(message)
    if (id !== undefined && method !== undefined) {
      // Two answers under one id would be judged by the rules of one request: a list passes as the answer to a `ping`.
      if (open.get(id) !== undefined) {
        access.refused('request_id_in_use', 400, authInfo)
        return refuse(message, ID_IN_USE)
      }
      latest.modern = isModern(message)
      open.add(id, { method, modern: latest.modern, logLevel: logLevelOf(message), authInfo })
    }
    session.seen(authInfo)
    const cancelled = cancelledId(message)
    // Version 1 of the SDK takes the ids 0 and '' for none here, and answers all the same.
    if (cancelled) open.remove(cancelled)
    const seen = access.localAuthInfo === undefined ? extra : { ...extra, authInfo }
    if (id !== undefined && method === 'tools/call') {
      open.limit(id, ports.toolTimeoutMs, () => stop(passed, id, seen, authInfo, deliver))
    }
    pass(passed, seen, deliver)
  }

  function pass(message: object, extra: object | undefined, deliver: MessageHandler): void {
    passing.add(message)
    try {
      deliver(message, extra)
    } finally {
      passing.delete(message)
    }
  }

  /** Answers in place of a tool that takes too long, and tells it to stop. What it still says finds nobody waiting. */
  function stop(
    message: object,
    id: MessageId,
    extra: object | undefined,
    authInfo: unknown,
    deliver: MessageHandler,
  ): void {
    access.refused('tool_timeout', TIMED_OUT, authInfo, `tools/${text(message, 'params', 'name') ?? ''}`)
    const data = { timeoutMs: ports.toolTimeoutMs }
    refuse(message, { code: TIMED_OUT, message: 'Timed out', data })
    const params = { requestId: id, reason: 'Timed out' }
    pass({ jsonrpc: '2.0', method: 'notifications/cancelled', params }, extra, deliver)
  }

  /** A process for one person has no business with requests that came over HTTP. */
  function authInfoOf(extra: object | undefined): unknown {
    const overHttp = member(extra, 'request') ?? member(extra, 'requestInfo')
    return overHttp === undefined ? (access.localAuthInfo ?? member(extra, 'authInfo')) : member(extra, 'authInfo')
  }

  function decideLater(verdict: Promise<AccessVerdict>, message: object, settled: (verdict: AccessVerdict) => void) {
    const id = idOf(message)
    const done = verdict.then(settled).catch(ports.failed)
    if (id === undefined || methodOf(message) === undefined) return
    undecided.set(id, done)
    void done.then(() => undecided.get(id) === done && undecided.delete(id))
  }

  return {
    session,
    outgoing,
    closed: open.stopClocks,
    receive(message, extra, deliver) {
      if (passing.has(message)) return deliver(message, extra)
      const settled = (verdict: AccessVerdict) => settle(verdict, message, extra, deliver)
      const decide = () => access.decide(message, authInfoOf(extra))
      // A cancellation that overtakes its request would be lost.
      const cancelled = cancelledId(message)
      const request = cancelled === undefined ? undefined : undecided.get(cancelled)
      const verdict = request === undefined ? decide() : request.then(decide)
      if (verdict instanceof Promise) decideLater(verdict, message, settled)
      else settled(verdict)
    },
  }
}
