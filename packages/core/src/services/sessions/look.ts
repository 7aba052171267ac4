import type { Awaitable } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import type { Binder } from './bind.js'
import { judge } from './judge.js'
import { sessionKey } from './names.js'
import type { SessionContext } from './options.js'
import { auditWho, reportEnded, reportFailed } from './report.js'
import { parseStored } from './stored-session.js'
import type { SessionCaller, SessionLook, SessionVerdict } from './types.js'

const ALLOWED: SessionVerdict = Object.freeze({ allowed: true })

/** The one read of a session, which is under way. */
interface Reading {
  readonly key: string
  readonly record: Promise<StoredRecord | undefined>
}

const ignore = (): void => undefined

/**
 * The gate's question, on every request that names a session. Whatever is not there for this caller is `unknown`, by one
 * read that finds nothing: made up, foreign and ended cannot be told apart (ST-23, ST-26). The read goes out at once; what
 * follows from it only when the answer is asked for, so that a request which is refused for something else moves nothing.
 *
 * @param ended told of every session that ends here
 */
export function createLook(context: SessionContext, binder: Binder, ended: (key: string) => void) {
  const { records, runtime, audit } = context

  function turnAway(caller: SessionCaller, answer: 'unknown' | 'challenge', reason: string): SessionVerdict {
    audit.record({ kind: 'session.refused', outcome: 'refused', reason, answer, ...auditWho(caller) })
    return { allowed: false, answer, reason }
  }

  async function verdict(caller: SessionCaller, reading: Awaitable<Reading>): Promise<SessionVerdict> {
    const { key, record: answer } = await reading
    const record = await answer
    if (record === undefined) return turnAway(caller, 'unknown', 'session_unknown')
    const judgement = await judge(context, { key, caller, record, stored: parseStored(record.value) })
    if (judgement.kind === 'allow') return ALLOWED
    if (judgement.kind === 'challenge') return turnAway(caller, 'challenge', judgement.reason)
    if (judgement.kind === 'end') {
      // Before the answer: an id that is dead here is dead everywhere.
      if (await records.delete(key)) reportEnded(context, caller, key, judgement.by)
      ended(key)
    }
    return turnAway(caller, 'unknown', judgement.reason)
  }

  return (caller: SessionCaller, sessionId: string): SessionLook => {
    const failed = (error: unknown): SessionVerdict => {
      const reason = reportFailed(context, caller, 'sessions.check', error)
      return { allowed: false, answer: 'unavailable', reason }
    }
    const read = (key: string): Reading => {
      const writing = binder.pending(key)
      const record = writing === undefined ? records.get(key) : writing.then(() => records.get(key))
      // Perhaps nobody asks.
      record.catch(ignore)
      return { key, record }
    }
    try {
      const key = sessionKey(caller, sessionId, runtime)
      const reading = typeof key === 'string' ? read(key) : key.then(read)
      if (reading instanceof Promise) reading.catch(ignore)
      return () => verdict(caller, reading).catch(failed)
    } catch (error) {
      return () => failed(error)
    }
  }
}
