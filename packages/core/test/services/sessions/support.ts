import type { AuditInput } from '../../../src/audit/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createSessions, type SessionCaller, type SessionsOptions } from '../../../src/services/sessions/index.js'
import { memoryStore, type RecordStore } from '../../../src/store/index.js'

export const NOW_MS = 1_800_000_000_000
export const MINUTE_MS = 60_000

/** A caller whose request has these header lines. */
export function caller(changes: Partial<SessionCaller> = {}, headers: Record<string, string> = {}): SessionCaller {
  return {
    issuer: 'https://notes.example.com',
    subject: 'qL8R4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc',
    clientId: 'c_1',
    resource: 'https://notes.example.com/mcp',
    roles: [],
    grantId: 'qL8-grant-1',
    address: '192.0.2.1',
    userAgent: 'client/1.0',
    headerLines: (name) => (headers[name] === undefined ? [] : [headers[name]]),
    issuedAtMs: NOW_MS,
    ...changes,
  }
}

export const ALICE = caller()
export const BOB = caller({ subject: 'bbbR4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc', grantId: 'bbb-grant-1' })

export const UNKNOWN = { allowed: false, answer: 'unknown' }

interface Setup extends Partial<Omit<SessionsOptions, 'records'>> {
  /** Stands in front of the store. */
  readonly wrap?: (records: RecordStore) => RecordStore
}

export function setUp({ wrap = (records) => records, ...options }: Setup = {}) {
  const runtime = fakeRuntime({ nowMs: NOW_MS })
  const records = wrap(memoryStore({}, runtime).records)
  const events: AuditInput[] = []
  const audit = { record: (event: AuditInput) => void events.push(event) }
  const sessions = createSessions({ records, ...options }, audit, runtime)
  /** Another process on the same store. */
  const elsewhere = () => createSessions({ records, ...options }, audit, runtime)
  async function open(who: SessionCaller = ALICE): Promise<string> {
    const id = sessions.newSessionId()
    await sessions.bind(who, id)
    return id
  }
  const kinds = () => events.map(({ kind }) => kind)
  /** Lets writes that nobody waits for come to their end. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { runtime, records, sessions, elsewhere, events, kinds, audit, open, settle }
}
