import { LRUCache } from 'lru-cache'
import { publicIdOf, sessionIndexes, sessionKey } from './names.js'
import type { SessionContext } from './options.js'
import { auditWho, reportFailed } from './report.js'
import { makeRoom } from './room.js'
import { readSignals } from './signals.js'
import { rolesDigest, writeOptions, type StoredSession } from './stored-session.js'
import type { SessionCaller } from './types.js'

/** Sessions that this process bound a moment ago. */
const REMEMBERED = 1_000

export interface Binder {
  bind(caller: SessionCaller, sessionId: string): Promise<void>
  /** Resolves when a session that is being written is there; `undefined` for all others. Never rejects. */
  pending(key: string): Promise<void> | undefined
}

async function opened(context: SessionContext, caller: SessionCaller, key: string): Promise<StoredSession> {
  const { runtime, idleMs, maxAgeMs } = context
  const { issuer, subject, clientId, resource, grantId } = caller
  const values = await readSignals(context.signals, caller, key, runtime)
  const nowMs = runtime.nowMs()
  return {
    issuer,
    subject,
    clientId,
    resource,
    grantId: grantId ?? null,
    roles: await rolesDigest(caller.roles, runtime),
    createdAtMs: nowMs,
    endsAtMs: nowMs + maxAgeMs,
    idleMs,
    touchedAtMs: nowMs,
    signals: Object.fromEntries(values.map(({ name, digest }) => [name, [digest]])),
    challenges: {},
  }
}

/** @param ended told of every session that had to make room */
export function createBinder(context: SessionContext, ended: (key: string) => void): Binder {
  const { records, runtime, audit } = context
  const running = new Map<string, Promise<void>>()
  const bound = new LRUCache<string, true>({ max: REMEMBERED })

  async function write(caller: SessionCaller, key: string): Promise<void> {
    const stored = await opened(context, caller, key)
    const put = await records.putIfAbsent(key, JSON.stringify(stored), await writeOptions(stored, runtime))
    if (!put.inserted) return
    audit.record({ kind: 'session.opened', outcome: 'allowed', session: publicIdOf(key), ...auditWho(caller) })
    const [, , , ownerIndex = ''] = await sessionIndexes(caller, runtime)
    for (const surplus of await makeRoom(context, ownerIndex)) ended(surplus)
  }

  async function writeOnce(caller: SessionCaller, key: string): Promise<void> {
    try {
      await write(caller, key)
    } catch (error) {
      // Its client is told that there is no such session, and begins another one.
      bound.delete(key)
      reportFailed(context, caller, 'sessions.bind', error)
    } finally {
      running.delete(key)
    }
  }

  function start(caller: SessionCaller, key: string): Promise<void> {
    // Told twice of one session, by the transport and by the gate: a second write could bring back what ended between.
    if (bound.has(key)) return running.get(key) ?? Promise.resolve()
    bound.set(key, true)
    const writing = writeOnce(caller, key)
    running.set(key, writing)
    return writing
  }

  return {
    pending: (key) => running.get(key),
    async bind(caller, sessionId) {
      const key = sessionKey(caller, sessionId, runtime)
      await (typeof key === 'string' ? start(caller, key) : start(caller, await key))
    },
  }
}
