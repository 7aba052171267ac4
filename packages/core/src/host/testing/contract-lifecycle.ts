import type { Store } from '../../store/index.js'
import { entry, kept, refusesWith, same, type ContractEntry } from './contract-check.js'

const HOUR_MS = 3_600_000

const everyVerb: readonly (readonly [name: string, call: (store: Store) => unknown])[] = [
  ['get', ({ records }) => records.get('grant:a')],
  ['putIfAbsent', ({ records }) => records.putIfAbsent('grant:a', 'x', { expiresAtMs: 1 })],
  ['take', ({ records }) => records.take('grant:a')],
  ['compareAndSwap', ({ records }) => records.compareAndSwap('grant:a', 'v', 'x', { expiresAtMs: 1 })],
  ['delete', ({ records }) => records.delete('grant:a')],
  ['listByIndex', ({ records }) => records.listByIndex('kind:grant', undefined, 1)],
  ['sweepExpired', ({ records }) => records.sweepExpired(1)],
  ['debit', ({ buckets }) => buckets.debit([{ key: 'user:a', burst: 1, intervalMs: 1, cost: 1 }])],
  ['append', ({ revocations }) => revocations.append({ kind: 'jti', id: 'a', revokedAtMs: 1, expiresAtMs: 2 })],
  ['seq', ({ revocations }) => revocations.seq()],
  ['since', ({ revocations }) => revocations.since(0)],
  ['find', ({ revocations }) => revocations.find([{ kind: 'jti', id: 'a' }])],
  ['ping', (store) => store.ping()],
]

export const lifecycleChecks: readonly ContractEntry[] = [
  entry('answers a ping while it is open', async ({ store }) => {
    await store.ping()
  }),
  entry('refuses every verb once it is closed, and never says "not found"', async ({ store }) => {
    await store.close()
    for (const [name, call] of everyVerb) await refusesWith('closed', () => call(store), name)
    await store.close()
  }),
  entry('keeps acknowledged writes over a close, where it promises to', async (fixture) => {
    const { store, nowMs } = fixture
    if (store.durability !== 'disk' || fixture.open === undefined) return
    const options = { expiresAtMs: nowMs() + HOUR_MS, indexes: ['user:a'] }
    await store.records.putIfAbsent('grant:a', 'one', options)
    const before = kept(await store.records.get('grant:a'))
    const tombstone = { kind: 'gid', id: 'g', revokedAtMs: nowMs(), expiresAtMs: nowMs() + HOUR_MS } as const
    const seq = await store.revocations.append(tombstone)
    await store.buckets.debit([{ key: 'user:a', burst: 1, intervalMs: HOUR_MS, cost: 1 }])
    await store.close()

    const again = await fixture.open()
    same(kept(await again.records.get('grant:a')), before, 'record')
    same(await again.records.listByIndex('user:a', undefined, 10), { keys: ['grant:a'] }, 'index')
    same(await again.revocations.since(0), { seq, tombstones: [tombstone] }, 'tombstones')
    same((await again.revocations.append({ ...tombstone, id: 'h' })) > seq, true, 'sequence goes on')
    same(
      (await again.buckets.debit([{ key: 'user:a', burst: 1, intervalMs: HOUR_MS, cost: 1 }])).allowed,
      false,
      'bucket',
    )
    await again.close()
  }),
  entry('leaves other handles open when one is closed, and shows each what the other wrote', async (fixture) => {
    if (fixture.open === undefined) return
    const [one, other] = [fixture.store, await fixture.open()]
    const options = { expiresAtMs: fixture.nowMs() + HOUR_MS, indexes: ['user:a'] }
    await other.records.putIfAbsent('grant:a', 'one', options)
    const version = (await one.records.get('grant:a'))?.version ?? ''
    same(await one.records.compareAndSwap('grant:a', version, 'two', options), true, 'swap by the other handle')
    same((await other.records.get('grant:a'))?.value, 'two', 'value')
    same(await other.records.compareAndSwap('grant:a', version, 'three', options), false, 'swap of an old version')
    await other.close()
    await refusesWith('closed', () => other.records.get('grant:a'), 'the closed handle')
    same((await one.records.take('grant:a'))?.value, 'two', 'the open handle')
  }),
]
