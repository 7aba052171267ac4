import { indexedKeys } from './indexed-keys.js'
import { keyOfPublicId, publicIdOf } from './names.js'
import type { SessionContext } from './options.js'
import { reportEnded } from './report.js'
import { expiryOf, parseStored, type StoredSession } from './stored-session.js'
import type { SessionEnd, SessionSummary, SessionTarget } from './types.js'

interface FoundSession {
  readonly key: string
  readonly stored: StoredSession
}

function summary({ key, stored }: FoundSession): SessionSummary {
  const { issuer, clientId, resource, grantId, createdAtMs, touchedAtMs, changed = [] } = stored
  return {
    id: publicIdOf(key),
    issuer,
    clientId,
    resource,
    grantId: grantId ?? undefined,
    createdAtMs,
    lastSeenAtMs: touchedAtMs,
    expiresAtMs: expiryOf(stored),
    changedSignals: changed,
  }
}

async function find({ records }: SessionContext, key: string): Promise<FoundSession[]> {
  const record = await records.get(key)
  const stored = record && parseStored(record.value)
  return stored && expiryOf(stored) > record.readAtMs ? [{ key, stored }] : []
}

/** An index may name what has gone or belongs elsewhere: the record decides. */
async function matching(context: SessionContext, target: SessionTarget): Promise<readonly FoundSession[]> {
  const { subject, clientId, grantId } = target
  const index = subject === undefined ? `client:${clientId}` : `user:${subject}`
  const keys = await indexedKeys(context.records, index)
  const found = (await Promise.all(keys.map((key) => find(context, key)))).flat()
  return found.filter(
    ({ stored }) =>
      (subject === undefined || stored.subject === subject) &&
      (clientId === undefined || stored.clientId === clientId) &&
      (grantId === undefined || stored.grantId === grantId),
  )
}

/** What a person sees and ends of their sessions. @param ended told of every session that ends here */
export function createPeople(context: SessionContext, ended: (key: string) => void) {
  async function end({ key, stored }: FoundSession, by: SessionEnd): Promise<boolean> {
    if (!(await context.records.delete(key))) return false
    reportEnded(context, stored, key, by)
    ended(key)
    return true
  }

  return {
    async list(subject: string, issuer?: string): Promise<readonly SessionSummary[]> {
      const found = await matching(context, { subject })
      const own = found.filter(({ stored }) => issuer === undefined || stored.issuer === issuer)
      return own.map(summary).sort((a, b) => a.createdAtMs - b.createdAtMs)
    },
    async endAll(target: SessionTarget, by: SessionEnd = 'operator'): Promise<number> {
      const gone = await Promise.all((await matching(context, target)).map((found) => end(found, by)))
      return gone.filter(Boolean).length
    },
    async endById(subject: string, id: string, issuer?: string): Promise<boolean> {
      const key = keyOfPublicId(id)
      const [found] = key === undefined ? [] : await find(context, key)
      if (found?.stored.subject !== subject) return false
      return (issuer === undefined || found.stored.issuer === issuer) && end(found, 'person')
    },
    async endByPublicId(id: string, by: SessionEnd): Promise<boolean> {
      const key = keyOfPublicId(id)
      const [found] = key === undefined ? [] : await find(context, key)
      return found !== undefined && end(found, by)
    },
    async alive(publicIds: readonly string[]): Promise<ReadonlySet<string>> {
      const states = await Promise.all(
        publicIds.map(async (id) => {
          const key = keyOfPublicId(id)
          const [found] = key === undefined ? [] : await find(context, key)
          if (found === undefined) return []
          const { grantId } = found.stored
          return grantId === null || (await context.isGrantLive(grantId)) ? [id] : []
        }),
      )
      return new Set(states.flat())
    },
  }
}
