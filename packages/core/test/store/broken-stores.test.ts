import { expect, it } from 'vitest'
import { fakeRuntime, storeContract } from '../../src/host/testing/index.js'
import { memoryStore, type Store } from '../../src/store/index.js'

type Records = Store['records']

/** Stores with one fault each, as they are written by accident. */
const faults: Record<string, (store: Store) => Store> = {
  'a put that reads first and writes later': (store) =>
    withRecords(store, ({ get, putIfAbsent, take }) => ({
      async putIfAbsent(key, value, options) {
        const existing = await get(key)
        if (existing !== undefined) return { inserted: false, existing }
        void take(key)
        return putIfAbsent(key, value, options)
      },
    })),
  'a take that reads first and removes later': (store) =>
    withRecords(store, ({ get, delete: remove }) => ({
      async take(key) {
        const record = await get(key)
        await remove(key)
        return record
      },
    })),
  'a swap that compares first and writes later': (store) =>
    withRecords(store, ({ get, take, putIfAbsent }) => ({
      async compareAndSwap(key, version, value, options) {
        const record = await get(key)
        if (record?.version !== version) return false
        void take(key)
        await putIfAbsent(key, value, options)
        return true
      },
    })),
  'a store that answers an outage with "not found"': (store) =>
    withRecords(store, ({ get }) => ({ get: (key) => get(key).catch(() => undefined) })),
  'a store that lives a little longer': (store) =>
    withRecords(store, ({ putIfAbsent }) => ({
      putIfAbsent: (key, value, options) =>
        putIfAbsent(key, value, { ...options, expiresAtMs: options.expiresAtMs + 1 }),
    })),
  'keys cut at NUL': (store) =>
    withRecords(store, ({ putIfAbsent, get, take }) => ({
      putIfAbsent: (key, value, options) => putIfAbsent(key.split('\0')[0] ?? '', value, options),
      get: (key) => get(key.split('\0')[0] ?? ''),
      take: (key) => take(key.split('\0')[0] ?? ''),
    })),
  'an index without paging': (store) =>
    withRecords(store, ({ listByIndex }) => ({
      listByIndex: async (index, _cursor, limit) => ({ keys: (await listByIndex(index, undefined, limit)).keys }),
    })),
  'buckets debited one by one': (store) => ({
    ...store,
    buckets: {
      async debit(buckets) {
        const results = []
        for (const bucket of buckets) results.push(await store.buckets.debit([bucket]))
        return {
          allowed: results.every(({ allowed }) => allowed),
          buckets: results.flatMap((result) => result.buckets),
        }
      },
    },
  }),
  'a log that counts': (store) => {
    let count = 0
    return withLog(store, { append: async (tombstone) => (await store.revocations.append(tombstone), ++count) })
  },
  'a log that goes back with its clock': (store) =>
    withLog(store, {
      append: async (tombstone) => (await store.revocations.append(tombstone), tombstone.revokedAtMs),
    }),
  'a log that forgets what it trimmed': (store) => ({
    ...store,
    revocations: {
      ...store.revocations,
      async since(seq) {
        const changes = await store.revocations.since(seq)
        return { seq: changes.seq, tombstones: changes.tombstones ?? [] }
      },
    },
  }),
}

function withLog(store: Store, fault: Partial<Store['revocations']>): Store {
  return { ...store, revocations: { ...store.revocations, ...fault } }
}

function withRecords(store: Store, fault: (records: Records) => Partial<Records>): Store {
  return { ...store, records: { ...store.records, ...fault(store.records) } }
}

it.each(Object.entries(faults))('the contract finds out %s', async (_name, broken) => {
  const checks = storeContract(async (options) => {
    const runtime = fakeRuntime()
    const store = broken(memoryStore(options, runtime))
    return { store, nowMs: runtime.nowMs, advance: runtime.advance, dispose: () => store.close() }
  })
  const results = await Promise.allSettled(checks.map((check) => check.run()))
  expect(results.some(({ status }) => status === 'rejected')).toBe(true)
})
