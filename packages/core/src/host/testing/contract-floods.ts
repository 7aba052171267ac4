import type { BucketDebit } from '../../store/index.js'
import { entry, refusesWith, same, type ContractEntry } from './contract-check.js'

const HOUR_MS = 3_600_000
const bucket = (key: string, over: Partial<BucketDebit> = {}): BucketDebit => ({
  key,
  burst: 2,
  intervalMs: HOUR_MS,
  cost: 1,
  ...over,
})

export const floodChecks: readonly ContractEntry[] = [
  entry(
    'lets a flood of registrations displace no grant, no mark and no tombstone',
    async ({ store, nowMs }) => {
      const { records, revocations } = store
      const options = { expiresAtMs: nowMs() + HOUR_MS, indexes: ['user:a'] }
      const guarded = ['grant:a', 'family:a', 'code-used:a', 'form-used:a', 'session:a']
      for (const key of guarded) await records.putIfAbsent(key, 'kept', options)
      await revocations.append({ kind: 'gid', id: 'a', revokedAtMs: nowMs(), expiresAtMs: options.expiresAtMs })
      await store.buckets.debit([bucket('user:a', { cost: 2 })])

      let registered = 0
      for (let i = 0; i < 12; i++) {
        const put = records.putIfAbsent(`client:${i}`, 'x', { ...options, indexes: ['kind:client'] })
        await put.then(
          () => registered++,
          () => undefined,
        )
      }
      same(registered, 5, 'registered')
      for (const key of guarded) same((await records.get(key))?.value, 'kept', key)
      same((await revocations.find([{ kind: 'gid', id: 'a' }])).length, 1, 'tombstone')
      same((await store.buckets.debit([bucket('user:a')])).allowed, false, 'bucket')
      same((await records.putIfAbsent('grant:b', 'x', options)).inserted, true, 'another grant')
      same((await records.putIfAbsent('code-used:b', 'x', options)).inserted, true, 'another mark')
      same((await records.listByIndex('user:a', undefined, 20)).keys.length, guarded.length + 2, 'index')
    },
    { capacity: { client: 5 } },
  ),
  entry(
    'lets a flood of addresses displace no bucket in use, and gives the flood one bucket',
    async ({ store: { buckets } }) => {
      for (const key of ['address:a', 'address:b', 'address:c']) await buckets.debit([bucket(key, { cost: 2 })])
      let allowed = 0
      for (let i = 0; i < 30; i++) if ((await buckets.debit([bucket(`address:flood${i}`)])).allowed) allowed++
      same(allowed, 2, 'allowed to the flood')
      for (const key of ['address:a', 'address:b', 'address:c'])
        same((await buckets.debit([bucket(key)])).allowed, false, key)
      same((await buckets.debit([bucket('login:flood')])).allowed, true, 'another kind')
    },
    { capacity: { address: 3 } },
  ),
  entry(
    'does not count a bucket that was only asked for',
    async ({ store: { buckets } }) => {
      for (let i = 0; i < 10; i++) {
        const { allowed, buckets: states } = await buckets.debit([bucket(`address:${i}`, { peek: true })])
        same([allowed, states[0]?.remaining], [true, 2], 'peek')
      }
      await buckets.debit([bucket('address:x', { cost: 2 })])
      same((await buckets.debit([bucket('address:y', { cost: 2 })])).allowed, true, 'a bucket of its own')
    },
    { capacity: { address: 2 } },
  ),
  entry(
    'has room for a share again when the flood has been removed',
    async ({ store: { records }, nowMs }) => {
      const options = { expiresAtMs: nowMs() + HOUR_MS }
      const put = (id: string) => records.putIfAbsent(`held:${id}`, 'x', options)
      for (let round = 0; round < 3; round++) {
        for (const id of ['a', 'b', 'c']) same((await put(id)).inserted, true, `${id} in round ${round}`)
        await refusesWith('capacity', () => put('d'), `round ${round}`)
        await records.delete('held:a')
        await records.take('held:b')
        const version = (await records.get('held:c'))?.version
        await records.delete('held:c', version)
      }
    },
    { capacity: { held: 3 } },
  ),
]
