import { PROCESSES } from '../deployment/deployment.js'
import { OPERATOR_CLIENT } from '../deployment/server-config.js'
import type { Actor } from './actor.js'
import { obtainCode, register, type ClientApp } from './login.js'
import type { Browser } from './pages.js'
import { call, type Session } from './sessions.js'
import type { Pause } from './waiting.js'
import { aboutToEnd, hasEnded, redeem, refresh, type Held } from './tokens.js'

/** A person with a client of their own, who does one thing after another. */
export interface Member {
  readonly actor: Actor
  readonly browser: Browser
  /** All of a login goes to this process; for a deployment whose processes share nothing. */
  readonly loginsAt: number | undefined
  app: ClientApp | undefined
  held: Held | undefined
  /** One that has worked; it lives as long as the grant it was opened with. */
  session: Session | undefined
  /** Grants that were ended, to be tried again at the end; the last few. */
  readonly ended: Held[]
  readonly pause: Pause
}

export const GRACE_MS = 10_000
const ENDED_KEPT = 3

export const everyProcess = Array.from({ length: PROCESSES }, (_, place) => place)

/** Two processes, never the same. */
export function twoProcesses({ random }: Actor): readonly [number, number] {
  const first = random.between(0, PROCESSES - 1)
  return [first, (first + random.between(1, PROCESSES - 1)) % PROCESSES]
}

export function bury(member: Member, held: Held): void {
  member.ended.push(held)
  if (member.ended.length > ENDED_KEPT) member.ended.shift()
  if (member.held?.grant === held.grant) member.held = undefined
}

/** One way through login, with a code that is presented once; now and then twice at the same time. */
export async function logIn(member: Member): Promise<void> {
  const { actor, browser, loginsAt } = member
  member.app ??= actor.random.chance(0.5)
    ? { id: OPERATOR_CLIENT.id, redirectUri: OPERATOR_CLIENT.redirectUri }
    : await register(actor, loginsAt)
  if (member.app === undefined) return
  const code = await obtainCode(actor, browser, member.app, loginsAt)
  if (code === undefined) return
  if (loginsAt === undefined && actor.random.chance(0.15)) return redeemTwice(member, code)

  const pinned = loginsAt === undefined ? {} : { process: loginsAt }
  let answer = await redeem(actor, code, { alone: true, ...pinned })
  if (answer.outcome === 'busy') {
    await member.pause(500)
    answer = await redeem(actor, code, { alone: false, ...pinned })
  }
  member.held = answer.held
  // A code whose answer was lost is spent (OAuth 2.1 §4.1.3): the design has it cost a login.
  if (answer.held === undefined) actor.paid('the answer to a code was lost or late')
}

/** The same code through two processes at once: one gets tokens at most, and the other one's knock ends them. */
async function redeemTwice(member: Member, code: Parameters<typeof redeem>[1]): Promise<void> {
  const { actor } = member
  const answers = await Promise.all(
    twoProcesses(actor).map((process) => redeem(actor, code, { alone: false, process })),
  )
  const held = answers.find((answer) => answer.held !== undefined)?.held
  if (held === undefined) return
  aboutToEnd(actor, held)
  const refused = answers.find(({ outcome }) => outcome === 'refused')
  if (refused === undefined) return
  hasEnded(actor, held, Math.max(...answers.map(({ reply }) => reply.endedMs)))
  bury(member, held)
  await tryEnded(member, held)
}

/** Everything that a grant gave, through every process. */
export async function tryEnded({ actor }: Member, held: Held): Promise<void> {
  await Promise.all([...everyProcess.map((process) => call(actor, held, process)), refresh(actor, held)])
}

/**
 * Refreshes until there is an answer, with the same token: that is what the grace is for.
 *
 * @returns whether the member still has a grant
 */
export async function renew(member: Member): Promise<boolean> {
  const { actor, held } = member
  if (held === undefined) return false
  const firstMs = performance.now()
  for (;;) {
    const { outcome, held: next, reply } = await refresh(actor, held)
    if (outcome === 'ok') member.held = next
    if (outcome === 'ok') return true
    if (outcome === 'refused') {
      aboutToEnd(actor, held)
      member.held = undefined
      const late = reply.endedMs - firstMs >= GRACE_MS
      actor.paid(late ? 'a refresh had no answer within the grace' : 'a refresh was refused')
      return false
    }
    await member.pause(outcome === 'busy' ? 500 : 200)
  }
}
