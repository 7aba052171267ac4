import type { Actor } from './actor.js'
import { bury, everyProcess, GRACE_MS, logIn, renew, tryEnded, twoProcesses, type Member } from './member.js'
import { call, callWithin, endSession, openSession, trespassSession, tryWithin } from './sessions.js'
import { aboutToEnd, hasEnded, refresh, revoke, type Held } from './tokens.js'

/** Something that a member does with its grant. */
export type Episode = (member: Member, held: Held, others: readonly Member[]) => Promise<void>

/** A replay is a theft once the server is sure that the grace is over: by its clock, and on its way through faults. */
const AFTER_GRACE_MS = GRACE_MS + 300
/** What is to arrive within the grace is not sent later than this. */
const SURELY_WITHIN_MS = 4_000

const callSome: Episode = async (member, held) => {
  for (let calls = member.actor.random.between(1, 4); calls > 0; calls--) {
    await call(member.actor, held)
    await member.pause(member.actor.random.between(20, 150))
  }
}

const refreshOnce: Episode = async (member) => {
  await renew(member)
}

/** The same token through two processes at once. */
const refreshTwins: Episode = async (member, held) => {
  const answers = await Promise.all(twoProcesses(member.actor).map((process) => refresh(member.actor, held, process)))
  const next = answers.find((answer) => answer.held !== undefined)?.held
  if (next === undefined) await renew(member)
  else member.held = next
}

/** As if the answer had been lost. */
const refreshAgain: Episode = async (member, held) => {
  const sentMs = performance.now()
  if (!(await renew(member))) return
  await member.pause(member.actor.random.between(0, 1_500))
  if (performance.now() - sentMs > SURELY_WITHIN_MS) return
  const { reply } = await refresh(member.actor, held)
  noteIfLate(member, held, sentMs, reply)
}

/** The answer was there, and its token was used: whoever still has the old one is refused, and nothing else happens. */
const refreshTooLate: Episode = async (member, held) => {
  const sentMs = performance.now()
  if (!(await renew(member)) || !(await renew(member))) return
  if (performance.now() - sentMs > SURELY_WITHIN_MS) return
  const { reply } = await refresh(member.actor, held)
  noteIfLate(member, held, sentMs, reply)
  if (member.held !== undefined) await call(member.actor, member.held)
}

/** What should have arrived within the grace may have been held up for longer: then it was a theft, and ends the grant. */
function noteIfLate(member: Member, held: Held, sentMs: number, { endedMs }: { readonly endedMs: number }): void {
  if (endedMs - sentMs < GRACE_MS) return
  aboutToEnd(member.actor, held)
  member.held = undefined
  member.actor.paid('a retry was held up for longer than the grace')
}

/** Somebody kept a copy of a token that was rotated long ago: both lose the grant. */
const replayAfterGrace: Episode = async (member, held) => {
  if (!(await renew(member)) || member.held === undefined) return
  const rotatedMs = performance.now()
  while (performance.now() < rotatedMs + AFTER_GRACE_MS) {
    await member.pause(700)
    await call(member.actor, member.held)
  }
  aboutToEnd(member.actor, held)
  const { outcome, reply } = await refresh(member.actor, held)
  const newest = member.held
  bury(member, newest)
  if (outcome !== 'refused') return
  hasEnded(member.actor, newest, reply.endedMs)
  await tryEnded(member, newest)
}

/** Calls are under way while the grant is revoked; those that begin after the answer are refused everywhere. */
const revokeUnderWay: Episode = async (member, held) => {
  const [revoked] = await Promise.all([
    revoke(member.actor, held, member.pause),
    ...everyProcess.map((process) => call(member.actor, held, process)),
  ])
  bury(member, held)
  if (revoked) await tryEnded(member, held)
}

/**
 * Opens a session through one process and uses it through all of them. Whoever is told that it is not there begins
 * another one: an id that was given out while the store was away may never have been written down.
 */
const workInSession: Episode = async (member, held) => {
  const { actor } = member
  if (member.session?.owner.grant !== held.grant) {
    member.session = undefined
    const opened = await openSession(actor, held)
    if (opened === undefined) return
    const { answer, outcome } = await tryWithin(actor, opened)
    if (answer?.status === 404) actor.paid('a session was not there when first used')
    if (outcome !== 'ok') return
    member.session = opened
  }
  // The access token of today for the session of then.
  const session = { ...member.session, owner: held }
  member.session = session
  await Promise.all(everyProcess.map((process) => callWithin(actor, session, process)))
  if (!actor.random.chance(0.4)) return
  member.session = undefined
  if (await endSession(actor, session)) {
    await Promise.all(everyProcess.map((process) => callWithin(actor, session, process)))
  }
}

/** The session of somebody else, with a grant of one's own. */
const intrude: Episode = async ({ actor }, held, others) => {
  const [first, ...rest] = others.flatMap(({ session }) =>
    session && session.owner.grant !== held.grant ? [session] : [],
  )
  if (first !== undefined) await trespassSession(actor, held, actor.random.pick([first, ...rest]))
}

/** A registered client that presents what was given to another one. */
const trespass: Episode = async (member, _held, others) => {
  const { actor, app } = member
  const candidates = others.filter((other) => other.held !== undefined && other.app?.id !== app?.id)
  const [first, ...rest] = candidates
  if (app === undefined || first === undefined) return
  const victim = actor.random.pick([first, ...rest]).held
  if (victim === undefined) return
  const present = async (what: 'refresh token' | 'revocation', path: string, form: Record<string, string>) => {
    const body = new URLSearchParams({ ...form, client_id: app.id })
    const { answer, ...reply } = await actor.ask('oauth', `a foreign ${what}`, path, { method: 'POST', body })
    const { outcome, beganMs, endedMs } = reply
    const sent = { who: actor.name, beganMs, endedMs, outcome }
    actor.book.observe({ kind: 'trespassed', what, id: victim.grant, status: answer?.status, ...sent })
  }
  await present('refresh token', '/token', { grant_type: 'refresh_token', refresh_token: victim.refresh })
  await present('revocation', '/revoke', { token: victim.access })
}

const FLOOD_MS = 4_000
const FLOOD_LANES = 16
const FLOOD_CALLS = 25

/** As fast as it can, through all processes. */
const flood: Episode = async (member, held) => {
  const untilMs = performance.now() + FLOOD_MS
  const lane = async (): Promise<void> => {
    for (let calls = 0; calls < FLOOD_CALLS && performance.now() < untilMs; calls++) await call(member.actor, held)
  }
  await Promise.all(Array.from({ length: FLOOD_LANES }, lane))
}

/** What members do, and how often. */
const REPERTOIRE: readonly (readonly [weight: number, episode: Episode])[] = [
  [30, callSome],
  [8, refreshOnce],
  [6, refreshTwins],
  [6, refreshAgain],
  [4, refreshTooLate],
  [2, replayAfterGrace],
  [6, revokeUnderWay],
  [4, trespass],
  [10, workInSession],
  [5, intrude],
]
const WEIGHTS = REPERTOIRE.reduce((sum, [weight]) => sum + weight, 0)

function choose({ random }: Actor): Episode {
  let left = random.next() * WEIGHTS
  return REPERTOIRE.find(([weight]) => (left -= weight) < 0)?.[1] ?? callSome
}

export interface Habits {
  /** Sends as much as it can, again and again. */
  readonly floods: boolean
  /** What it does first of all, so that a short run has it too. */
  readonly first: 'replay' | undefined
  /** Milliseconds after the others have begun. */
  readonly afterMs: number
}

/** One episode after another until waiting is cut short. */
export async function live(
  member: Member,
  { floods, first, afterMs }: Habits,
  others: readonly Member[],
): Promise<never> {
  let next = first === 'replay' ? replayAfterGrace : undefined
  await member.pause(afterMs)
  for (;;) {
    if (member.held === undefined) await logIn(member)
    if (member.held === undefined) {
      await member.pause(300)
      continue
    }
    const episode = next ?? (floods && member.actor.random.chance(0.5) ? flood : choose(member.actor))
    next = undefined
    await episode(member, member.held, others)
    await member.pause(member.actor.random.between(30, 300))
  }
}
