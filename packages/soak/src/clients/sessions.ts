import type { Outcome } from '../history/observations.js'
import { digest, type Actor, type Reply } from './actor.js'
import type { Held } from './tokens.js'

/** A session of the revisions that have them. */
export interface Session {
  readonly id: string
  readonly owner: Held
}

const SESSION_HEADER = 'mcp-session-id'

interface Message {
  readonly what: string
  readonly method: 'POST' | 'DELETE'
  readonly rpc?: Readonly<Record<string, unknown>>
  readonly session?: string
  readonly process?: number | undefined
}

/** Something for the MCP endpoint, charged to the user of the grant; what it says of the grant is taken down. */
async function send(actor: Actor, held: Held, message: Message): Promise<Reply> {
  const { what, method, rpc, session, process } = message
  const reply = await actor.ask('mcp', what, '/mcp', {
    method,
    process,
    headers: {
      authorization: `Bearer ${held.access}`,
      accept: 'application/json, text/event-stream',
      ...(rpc && { 'content-type': 'application/json' }),
      ...(session !== undefined && { [SESSION_HEADER]: session }),
    },
    ...(rpc && { body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...rpc }) }),
  })
  const { beganMs, endedMs, outcome, answer } = reply
  const sent = { who: actor.name, beganMs, endedMs }
  // Who is told that there is no such session, was let in.
  const grant: Outcome = answer?.status === 404 ? 'ok' : outcome
  actor.book.observe({ kind: 'used', thing: 'grant', id: held.grant, outcome: grant, ...sent })
  actor.book.observe({ kind: 'charged', user: actor.name, outcome: grant, ...sent })
  return reply
}

const CALL = { method: 'tools/call', params: { name: 'echo', arguments: {} } }
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'soak', version: '1' } },
}

/** A call without a session. */
export function call(actor: Actor, held: Held, process?: number): Promise<Reply> {
  return send(actor, held, { what: `call ${held.grant}`, method: 'POST', rpc: CALL, process })
}

export async function openSession(actor: Actor, owner: Held, process?: number): Promise<Session | undefined> {
  const { outcome, response } = await send(actor, owner, {
    what: 'initialize',
    method: 'POST',
    rpc: INITIALIZE,
    process,
  })
  const id = response?.headers.get(SESSION_HEADER) ?? undefined
  return outcome === 'ok' && id !== undefined ? { id, owner } : undefined
}

/** What a status says of the session: nothing, where the request did not get that far. */
function outcomeOf({ outcome, answer }: Reply): Outcome | undefined {
  return outcome === 'refused' && answer?.status !== 404 ? undefined : outcome
}

/** A first call within a session: nothing is held against anybody that its id was given out too early. */
export function tryWithin(actor: Actor, { id, owner }: Session): Promise<Reply> {
  return send(actor, owner, { what: `try ${digest(id)}`, method: 'POST', rpc: CALL, session: id })
}

/** A call within a session that has worked before. */
export async function callWithin(actor: Actor, { id, owner }: Session, process?: number): Promise<Reply> {
  const what = `call within ${digest(id)}`
  const reply = await send(actor, owner, { what, method: 'POST', rpc: CALL, session: id, process })
  const outcome = outcomeOf(reply)
  const { beganMs, endedMs } = reply
  if (outcome !== undefined) {
    actor.book.observe({ kind: 'used', thing: 'session', id: digest(id), who: actor.name, beganMs, endedMs, outcome })
  }
  return reply
}

/** DELETE, by its owner. @returns whether the end was acknowledged */
export async function endSession(actor: Actor, { id, owner }: Session): Promise<boolean> {
  const session = { who: actor.name, thing: 'session', id: digest(id) } as const
  actor.book.observe({ kind: 'ending', ...session, beganMs: performance.now() })
  const { outcome, endedMs } = await send(actor, owner, { what: `end ${digest(id)}`, method: 'DELETE', session: id })
  if (outcome === 'ok') actor.book.observe({ kind: 'ended', ...session, endedMs })
  return outcome === 'ok'
}

/** The id in the hands of somebody else, who is let in with a grant of their own. */
export async function trespassSession(actor: Actor, own: Held, { id }: Session): Promise<void> {
  const method = actor.random.chance(0.3) ? 'DELETE' : 'POST'
  const what = `foreign ${method} within ${digest(id)}`
  const reply = await send(actor, own, { what, method, session: id, ...(method === 'POST' && { rpc: CALL }) })
  const { beganMs, endedMs, answer } = reply
  const outcome = outcomeOf(reply)
  if (outcome === undefined && answer?.status === 401) return
  actor.book.observe({
    kind: 'trespassed',
    what: 'session',
    id: digest(id),
    status: answer?.status,
    outcome: outcome ?? 'refused',
    who: actor.name,
    beganMs,
    endedMs,
  })
}
