import type { StoredRecord } from '../../store/index.js'
import { publicIdOf } from './names.js'
import type { SessionContext } from './options.js'
import { auditWho } from './report.js'
import { readSignals, withValue, type SignalValue } from './signals.js'
import { expiryOf, rolesDigest, writeOptions, type StoredSession } from './stored-session.js'
import type { SessionCaller, SessionEnd } from './types.js'

/** A session as it was read, and who uses it. */
export interface SessionUse {
  readonly key: string
  readonly caller: SessionCaller
  readonly record: StoredRecord
  readonly stored: StoredSession
}

/** What becomes of a use. `end`: the session is over for everybody. */
export type Judgement =
  | { readonly kind: 'allow' }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'end'; readonly reason: string; readonly by: SessionEnd }
  | { readonly kind: 'challenge'; readonly reason: string }

/** The last use is written this many times in an idle time at most. */
const TOUCHES_PER_IDLE_TIME = 30
const NO_GRANT = null

/** Replaces what was read. Whoever was faster, or has ended the session, wins: nothing comes back to life. */
async function replace(context: SessionContext, use: SessionUse, stored: StoredSession): Promise<boolean> {
  const { records, runtime } = context
  return records.compareAndSwap(
    use.key,
    use.record.version,
    JSON.stringify(stored),
    await writeOptions(stored, runtime),
  )
}

/** New values of signals that are only watched, and those seen for the first time. */
function learn(use: SessionUse, values: readonly SignalValue[]): StoredSession {
  const { stored, record } = use
  const signals = { ...stored.signals }
  const open = Object.entries(stored.challenges).filter(([asked]) => !values.some(({ name }) => name === asked))
  const changed = new Set(stored.changed)
  for (const { name, digest } of values) {
    const known = signals[name]
    signals[name] = withValue(known ?? [], digest)
    if (known !== undefined) changed.add(name)
  }
  return {
    ...stored,
    grantId: use.caller.grantId ?? NO_GRANT,
    touchedAtMs: Math.max(stored.touchedAtMs, record.readAtMs),
    signals,
    ...(changed.size > 0 && { changed: [...changed] }),
    challenges: Object.fromEntries(open),
  }
}

/** Written without being waited for: a lost race means that another request has just done it. */
function note(context: SessionContext, use: SessionUse, values: readonly SignalValue[]): void {
  const { stored, record, caller, key } = use
  const isDue = record.readAtMs - stored.touchedAtMs >= stored.idleMs / TOUCHES_PER_IDLE_TIME
  if (values.length === 0 && !isDue && stored.grantId === (caller.grantId ?? NO_GRANT)) return
  // A challenge has been told of when it was made.
  const news = values.filter(({ name, policy }) => policy === 'observe' && stored.signals[name] !== undefined)
  const written = replace(context, use, learn(use, values)).then((won) => {
    if (!won) return
    for (const signal of news) reportChange(context, caller, key, signal)
  })
  // An outage shows itself at the next read, which does not let anybody through.
  written.catch(() => undefined)
}

function reportChange({ audit }: SessionContext, caller: SessionCaller, key: string, signal: SignalValue): void {
  const { name, policy } = signal
  const session = publicIdOf(key)
  audit.record({ kind: 'session.signal_changed', outcome: 'noted', session, signal: name, policy, ...auditWho(caller) })
}

/** A token issued after the change, in whole seconds as `iat` is, and not the one that came with it. */
function isAnswered(use: SessionUse, { name, digest }: SignalValue): boolean {
  const challenge = use.stored.challenges[name]
  const { issuedAtMs } = use.caller
  if (challenge?.digest !== digest || issuedAtMs === undefined) return false
  return issuedAtMs > challenge.issuedAtMs && issuedAtMs >= Math.floor(challenge.sinceMs / 1000) * 1000
}

async function challengeFor(context: SessionContext, use: SessionUse, signal: SignalValue): Promise<Judgement> {
  const { stored, record, caller, key } = use
  const { name, digest } = signal
  const asked = stored.challenges[name]
  const issuedAtMs = caller.issuedAtMs ?? 0
  if (asked?.digest !== digest || issuedAtMs > asked.issuedAtMs) {
    const sinceMs = asked?.digest === digest ? asked.sinceMs : record.readAtMs
    const challenges = { ...stored.challenges, [name]: { digest, sinceMs, issuedAtMs } }
    if ((await replace(context, use, { ...stored, challenges })) && asked?.digest !== digest) {
      reportChange(context, caller, key, signal)
    }
  }
  return { kind: 'challenge', reason: 'session_signal_challenged' }
}

/** The grant under which a session was opened may be gone while its owner has come back with another one. */
async function isGrantOver(context: SessionContext, { stored, caller }: SessionUse): Promise<boolean> {
  return stored.grantId !== null && stored.grantId !== caller.grantId && !(await context.isGrantLive(stored.grantId))
}

/** Judges a session by what stands in it, and by the clock of the store. @throws {StoreError} */
export async function judge(context: SessionContext, use: SessionUse): Promise<Judgement> {
  const { stored, record, caller, key } = use
  if (expiryOf(stored) <= record.readAtMs) return { kind: 'gone', reason: 'session_expired' }
  // More or fewer rights than when it began: what was set up then may not suit them (F-31).
  if (stored.roles !== (await rolesDigest(caller.roles, context.runtime))) {
    return { kind: 'end', reason: 'session_roles_changed', by: 'roles' }
  }
  if (await isGrantOver(context, use)) return { kind: 'end', reason: 'session_grant_ended', by: 'grant' }

  const values = await readSignals(context.signals, caller, key, context.runtime)
  const unseen = values.filter(({ name, digest }) => stored.signals[name]?.includes(digest) !== true)
  const changed = unseen.filter(({ name }) => stored.signals[name] !== undefined)
  const refused = changed.find(({ policy }) => policy === 'refuse')
  // Without `iat` no later token can be told from an earlier one.
  const lost =
    refused ?? (caller.issuedAtMs === undefined ? changed.find(({ policy }) => policy === 'challenge') : undefined)
  if (lost !== undefined) {
    reportChange(context, caller, key, lost)
    return { kind: 'end', reason: 'session_signal_refused', by: 'signal' }
  }
  const open = changed.find((signal) => signal.policy === 'challenge' && !isAnswered(use, signal))
  if (open !== undefined) return challengeFor(context, use, open)
  note(context, use, unseen)
  return { kind: 'allow' }
}
