import * as z from 'zod/mini'
import { StoreError } from '../../errors/index.js'
import { parseJson } from '../../foundation/index.js'
import type { StoredRecord } from '../../store/index.js'
import type { BrowserSessionContext } from './options.js'
import type { BrowserSession, SignedInPerson } from './types.js'

const PAGE_SIZE = 100

/** Sessions are written again at most once in this part of the idle time. */
const TOUCHES = 30

const StoredSession = z.strictObject({
  subject: z.string(),
  userIssuer: z.string(),
  displayName: z.optional(z.string()),
  createdAtMs: z.number(),
  endsAtMs: z.number(),
})

const indexesOf = (subject: string): readonly string[] => [`user:${subject}`, 'kind:browser']

/** @throws {StoreError} `corrupt` when the value is not what was written */
function parseSession(reference: string, value: string): BrowserSession {
  const json = parseJson(value)
  const parsed = json.ok ? StoredSession.safeParse(json.value) : undefined
  if (parsed?.success !== true) throw new StoreError('corrupt', 'A stored browser session is malformed.')
  return Object.freeze<BrowserSession>({ ...parsed.data, displayName: parsed.data.displayName, reference })
}

export async function writeSession(
  { records, runtime, idleMs, absoluteMs }: BrowserSessionContext,
  reference: string,
  { subject, userIssuer, displayName }: SignedInPerson,
): Promise<BrowserSession> {
  const createdAtMs = runtime.nowMs()
  const endsAtMs = createdAtMs + absoluteMs
  const stored = { subject, userIssuer, displayName, createdAtMs, endsAtMs }
  await records.putIfAbsent(reference, JSON.stringify(stored), {
    expiresAtMs: Math.min(createdAtMs + idleMs, endsAtMs),
    indexes: indexesOf(subject),
  })
  return Object.freeze<BrowserSession>({ ...stored, reference })
}

interface Found {
  readonly session: BrowserSession
  readonly record: StoredRecord
}

export async function readSession({ records }: BrowserSessionContext, reference: string): Promise<Found | undefined> {
  const record = await records.get(reference)
  if (record === undefined) return undefined
  const session = parseSession(reference, record.value)
  return Math.min(record.expiresAtMs, session.endsAtMs) > record.readAtMs ? { session, record } : undefined
}

/** Moves the idle end. Whoever is faster, or ends the session, wins: nothing comes back to life. */
export async function touch(context: BrowserSessionContext, { session, record }: Found): Promise<void> {
  const { records, idleMs } = context
  const expiresAtMs = Math.min(record.readAtMs + idleMs, session.endsAtMs)
  if (expiresAtMs - record.expiresAtMs < idleMs / TOUCHES) return
  const options = { expiresAtMs, indexes: indexesOf(session.subject) }
  await records.compareAndSwap(session.reference, record.version, record.value, options)
}

/** Live sessions of a person, read to the end before anything is deleted: an index that shrinks may skip entries. */
export async function sessionsOf(context: BrowserSessionContext, subject: string): Promise<readonly BrowserSession[]> {
  const references = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await context.records.listByIndex(`user:${subject}`, cursor, PAGE_SIZE)
    for (const key of page.keys) if (key.startsWith('browser:')) references.add(key)
    cursor = page.cursor
  } while (cursor !== undefined)
  const found = await Promise.all([...references].map((reference) => readSession(context, reference)))
  return found.flatMap((one) => (one?.session.subject === subject ? [one.session] : []))
}
