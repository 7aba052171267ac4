import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { startFleet, type Fleet } from './fleet.js'
import type { RevokedKind } from './protocol.js'
import { judge, noCounts, prepareRounds, runRounds, type Counts } from './rounds.js'

/** Where three processes share one store. */
export interface SharedStore {
  /** Calls `serveProcess` with the store that the arguments name. */
  readonly program: URL
  readonly args: readonly string[]
  /** Keeps the log as it is now; the function that it returns puts it back, as a restored copy would. */
  copyLog(): Promise<() => Promise<void>>
  dispose?(): Promise<void> | void
}

const ROUNDS = 1_000
const allRight = (rounds: number): Counts => ({ rounds, calls: 6 * rounds, late: 0, refused: 0 })

/**
 * Whether a revocation is exact: once it has returned, no process lets the token through.
 *
 * @param share makes the store that three processes share
 */
export function revocationIsExact(name: string, share: () => Promise<SharedStore> | SharedStore): void {
  describe(`revocation among three processes on ${name}`, { timeout: 120_000 }, () => {
    let store: SharedStore
    let fleet: Fleet
    beforeAll(async () => {
      store = await share()
      fleet = await startFleet(store.program, store.args)
      return async () => {
        await fleet.end()
        await store.dispose?.()
      }
    }, 60_000)

    it(`lets in nothing that was revoked, ${String(ROUNDS)} times, and all the rest [F-09] [RS-28]`, async () => {
      const startedMs = performance.now()
      const counts = await runRounds(fleet, ROUNDS)
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
      process.stdout.write(`revocation on ${name}: ${JSON.stringify(counts)} in ${seconds} s\n`)
      expect(counts).toEqual(allRight(ROUNDS))
    })

    it.each([
      ['all of it', 0],
      ['more than the log holds', 20],
    ])('lets in nothing at a process that slept through %s [F-09]', async (_what, trimmed) => {
      const [awake, , sleeper] = fleet.members
      const counts = noCounts()
      for (const round of await prepareRounds(fleet, 0, 15)) {
        sleeper.suspend()
        await awake.revoke(round.kind, round.victim)
        if (trimmed > 0) await awake.trim(trimmed)
        const judged = judge(fleet, round, counts)
        sleeper.resume()
        await judged
      }
      expect(counts).toEqual(allRight(15))
    })

    it('ends the streams of all processes soon, and no others [F-09] [RS-44]', async () => {
      const longest = { own: 0, others: 0 }
      for (const { kind, victim, control } of await prepareRounds(fleet, 0, 5)) {
        const ended = fleet.members.map((member) => member.stream(victim.token))
        const spared = fleet.members.map((member) => member.stream(control.token))
        // The first look has been taken: what comes now has to be noticed.
        await setTimeout(1_200)
        const revoked = fleet.members[0].revoke(kind, victim).then(() => performance.now())
        const [atMs, ...endedMs] = await Promise.all([
          revoked,
          ...ended.map((end) => end.then(() => performance.now())),
        ])
        const [own = 0, ...others] = endedMs.map((endMs) => Math.max(0, endMs - atMs))
        // A single token is revoked past the deployment, which has to look for it like the others.
        if (kind !== 'token') longest.own = Math.max(longest.own, own)
        longest.others = Math.max(longest.others, ...others)
        const open = await Promise.race([Promise.any(spared).then(() => 'ended'), setTimeout(50, 'open')])
        expect(open).toBe('open')
        await fleet.members[0].revoke('grant', control)
        await Promise.all(spared)
      }
      process.stdout.write(
        `streams on ${name}: ended after ${longest.own.toFixed(0)} ms, elsewhere after ${longest.others.toFixed(0)} ms\n`,
      )
      // A second, and what a busy machine takes.
      expect(longest.own).toBeLessThan(1_000)
      expect(longest.others).toBeLessThan(4_000)
    })

    it.each<[string, (kind: RevokedKind) => number]>([
      ['is shorter than', () => 0],
      // A client or a person leaves a tombstone of its own, and one of the grant.
      ['has as many tombstones as', (kind) => (kind === 'client' || kind === 'user' ? 0 : 1)],
      ['has grown longer than', () => 6],
    ])('lets in nothing when a restored log %s the one before [F-09]', async (_what, moreAfter) => {
      const [first, second] = fleet.members
      const counts = noCounts()
      for (const round of await prepareRounds(fleet, 0, 5)) {
        const lost = await prepareRounds(fleet, 2, 2)
        const restore = await store.copyLog()
        for (const { victim } of lost) await first.revoke('grant', victim)
        // All have learnt of these when the log forgets them, and know the victim.
        for (const { token } of [round.control, round.victim])
          for (const member of fleet.members) expect(await member.call(token)).toBe(200)
        await restore()
        await second.revoke(round.kind, round.victim)
        for (let i = 0; i < moreAfter(round.kind); i++) await second.trim(0)
        await judge(fleet, round, counts)
      }
      expect(counts).toEqual(allRight(5))
    })

    // Last of all: where a store takes the clock of a process, the numbers of its log are ahead from then on.
    it.each([-20, 20])('lets in nothing when the clock of one is %i s off [F-09]', async (seconds) => {
      await fleet.members[1].skew(1_000 * seconds)
      expect(await runRounds(fleet, 90)).toEqual(allRight(90))
      await fleet.members[1].skew(0)
    })
  })
}
