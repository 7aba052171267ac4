import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { memoryStore, type Store } from '../../../src/store/index.js'
import { ALICE, withCode, world } from './harness.js'

const TARGETS = [
  ['person', { subject: ALICE.subject }],
  ['client', { clientId: ALICE.clientId }],
] as const

const SKEWS = [-20_000, 0, 20_000]

/** Two processes on one store, the clock of each off by so much; `atPut` runs when a grant of the second is being written. */
function twoProcesses(skewsMs: readonly [number, number], atPut: (when: 'before' | 'after') => Promise<void>) {
  const clock = fakeRuntime()
  const store = memoryStore({}, clock)
  const records: Store['records'] = {
    ...store.records,
    async putIfAbsent(key, value, options) {
      if (!key.startsWith('grant:')) return store.records.putIfAbsent(key, value, options)
      await atPut('before')
      const put = await store.records.putIfAbsent(key, value, options)
      await atPut('after')
      return put
    },
  }
  const runtimes = skewsMs.map((ms) => fakeRuntime({ nowMs: clock.nowMs() + ms }))
  const [revoker, other] = [
    world({}, { store, ...(runtimes[0] && { runtime: runtimes[0] }) }),
    world({}, { store: { ...store, records }, ...(runtimes[1] && { runtime: runtimes[1] }) }),
  ]
  return { store, clock, revoker: revoker.grants, creator: other.grants }
}

describe.each(TARGETS)('everything of a %s', (_what, target) => {
  it.each(SKEWS.flatMap((one) => SKEWS.map((other) => [one, other] as const)))(
    'includes a grant that is being written, by clocks that are %i and %i ms off [F-09]',
    async (one, other) => {
      for (const moment of ['before', 'after'] as const) {
        const { revoker, creator, store } = twoProcesses([one, other], async (when) => {
          if (when === moment) await revoker.revokeAll(target, 'user')
        })
        await expect(withCode(creator)).rejects.toMatchObject({ error: 'access_denied', reason: 'grant_ended' })
        expect((await store.records.listByIndex('kind:grant', undefined, 10)).keys).toEqual([])
      }
    },
  )

  it.each(SKEWS.flatMap((ms) => [[ms, 0] as const, [0, ms] as const]))(
    'spares who comes back at once, by clocks that are %i and %i ms off [F-09]',
    async (one, other) => {
      const { revoker, creator } = twoProcesses([one, other], async () => undefined)
      await withCode(creator)
      expect(await revoker.revokeAll(target, 'user')).toBe(1)
      const again = await withCode(creator)
      expect(await revoker.find(again.grant.grantId)).toEqual(again.grant)
    },
  )

  it('refuses who comes back at once when the clocks are further apart than is allowed [F-09]', async () => {
    const { revoker, creator } = twoProcesses([40_000, 0], async () => undefined)
    await revoker.revokeAll(target, 'user')
    await expect(withCode(creator)).rejects.toMatchObject({ error: 'access_denied' })
  })
})
