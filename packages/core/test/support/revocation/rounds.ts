import { randomBytes } from 'node:crypto'
import type { Fleet } from './fleet.js'
import { CLIENT, type Issued, type RevokedKind } from './protocol.js'

const KINDS: readonly RevokedKind[] = ['token', 'endpoint', 'grant', 'client', 'user']
/** Prepared together, for speed. */
const BATCH = 50
/** Rounds of three batches out of four run side by side, so many at once; those of the fourth one after another. */
const LANES = 5

export interface Counts {
  rounds: number
  calls: number
  /** Let in after its revocation had returned. */
  late: number
  /** Refused although nobody had revoked it. */
  refused: number
}

export interface Round {
  readonly kind: RevokedKind
  readonly victim: Issued
  /** As close to the victim as it can be without being revoked with it. */
  readonly control: Issued
}

const person = (): string => randomBytes(32).toString('base64url')

async function prepare({ members }: Fleet, index: number): Promise<Round> {
  const kind = KINDS[index % KINDS.length] ?? 'token'
  // Another process than the one that will revoke, in all combinations.
  const issuer = members[Math.floor(index / 3) % 3] ?? members[0]
  const [subject, other] = [person(), person()]
  const clientId = kind === 'endpoint' ? CLIENT : `c_${other.slice(0, 12)}`
  const victim = await issuer.issue({ subject, clientId })
  const near = {
    token: { subject, clientId, grantId: victim.grantId },
    endpoint: { subject, clientId },
    grant: { subject, clientId },
    client: { subject, clientId: `${clientId}x` },
    user: { subject: other, clientId },
  }[kind]
  return { kind, victim, control: await issuer.issue(near) }
}

async function callAll({ members }: Fleet, token: string): Promise<readonly number[]> {
  return Promise.all(members.map((member) => member.call(token)))
}

/** Tokens that all processes know already. */
export async function prepareRounds(fleet: Fleet, from: number, count: number): Promise<readonly Round[]> {
  const rounds = await Promise.all(Array.from({ length: count }, (_, i) => prepare(fleet, from + i)))
  const before = await Promise.all(
    rounds.flatMap((each) => [each.victim, each.control].map((t) => callAll(fleet, t.token))),
  )
  const strange = before.flat().filter((status) => status !== 200)
  if (strange.length > 0) throw new Error(`before any revocation: ${strange.join(', ')}`)
  return rounds
}

/** Calls all processes at once with both tokens, and counts. */
export async function judge(fleet: Fleet, { victim, control }: Round, counts: Counts): Promise<void> {
  const [dead, live] = await Promise.all([callAll(fleet, victim.token), callAll(fleet, control.token)])
  counts.rounds++
  counts.calls += dead.length + live.length
  counts.late += dead.filter((status) => status !== 401).length
  counts.refused += live.filter((status) => status !== 200).length
}

export const noCounts = (): Counts => ({ rounds: 0, calls: 0, late: 0, refused: 0 })

/**
 * One process revokes; as soon as that has returned, all are called. Alone, a round shows that each process looks by
 * itself; beside others, that none makes do with what another request has read a moment before.
 */
export async function runRounds(fleet: Fleet, rounds: number): Promise<Counts> {
  const counts = noCounts()
  for (let from = 0; from < rounds; from += BATCH) {
    const batch = [...(await prepareRounds(fleet, from, Math.min(BATCH, rounds - from))).entries()]
    const lane = async (): Promise<void> => {
      for (let next = batch.shift(); next !== undefined; next = batch.shift()) {
        const [i, round] = next
        await fleet.members[(from + i) % 3]?.revoke(round.kind, round.victim)
        await judge(fleet, round, counts)
      }
    }
    const alone = (from / BATCH) % 4 === 0
    await Promise.all(Array.from({ length: alone ? 1 : LANES }, lane))
  }
  return counts
}
