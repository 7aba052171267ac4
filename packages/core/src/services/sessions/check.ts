import type { Awaitable } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import type { Binder } from './bind.js'
import { judge } from './judge.js'
import { sessionKey } from './names.js'
import type { SessionContext } from './options.js'
import { auditWho, reportEnded, reportFailed } from './report.js'
import { parseStored } from './stored-session.js'
import type { SessionCaller, SessionVerdict } from './types.js'

const ALLOWED: SessionVerdict = Object.freeze({ allowed: true })
const ABSENT = Object.freeze({ kind: 'gone', reason: 'session_unknown' })

/**
 * The gate's question, on every request that names a session. Whatever is not there for this caller is `unknown`, by one
 * read that finds nothing: made up, foreign and ended cannot be told apart (ST-23, ST-26).
 *
 * @param ended told of every session that ends here
 */
export function createCheck(context: SessionContext, binder: Binder, ended: (key: string) => void) {
  const { records, runtime, audit } = context

  function turnAway(caller: SessionCaller, answer: 'unknown' | 'challenge', reason: string): SessionVerdict {
    audit.record({ kind: 'session.refused', outcome: 'refused', reason, answer, ...auditWho(caller) })
    return { allowed: false, answer, reason }
  }

  async function verdict(caller: SessionCaller, key: string, reading: Promise<StoredRecord | undefined>) {
    const record = await reading
    if (record === undefined) return turnAway(caller, 'unknown', ABSENT.reason)
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

  return (caller: SessionCaller, sessionId: string): Awaitable<SessionVerdict> => {
    const failed = (error: unknown): SessionVerdict => {
      const reason = reportFailed(context, caller, 'sessions.check', error)
      return { allowed: false, answer: 'unavailable', reason }
    }
    const look = (key: string): Promise<SessionVerdict> => {
      const writing = binder.pending(key)
      const reading = writing === undefined ? records.get(key) : writing.then(() => records.get(key))
      return verdict(caller, key, reading).catch(failed)
    }
    try {
      const key = sessionKey(caller, sessionId, runtime)
      return typeof key === 'string' ? look(key) : key.then(look).catch(failed)
    } catch (error) {
      return failed(error)
    }
  }
}
