import { expect, it } from 'vitest'
import { createHandles } from '../../../src/services/handles/index.js'
import type { RecordStore } from '../../../src/store/index.js'
import { ALICE, setUp } from './support.js'

it('keeps so many for one owner, and says when there is room again [ST-58]', async () => {
  const { handles, runtime } = setUp({ maxPerOwner: 2 })
  await handles.create(ALICE, 1, { ttlMs: 10_000 })
  const second = await handles.create(ALICE, 2, { ttlMs: 20_000 })

  await expect(handles.create(ALICE, 3)).rejects.toMatchObject({
    code: 'ERR_LIMIT',
    reason: 'handles_exhausted',
    retryAfterMs: 10_000,
  })

  expect(await handles.get(ALICE, second)).toBe(2)
  await expect(handles.create({ ...ALICE, subject: 'bob' }, 4)).resolves.toBeDefined()
  runtime.advance(10_000)
  await expect(handles.create(ALICE, 5)).resolves.toBeDefined()
})

it('has room again when one was ended [ST-58]', async () => {
  const { handles } = setUp({ maxPerOwner: 1 })
  await handles.delete(ALICE, await handles.create(ALICE, 1))
  await expect(handles.create(ALICE, 2)).resolves.toBeDefined()
})

it('holds the limit when 50 are made at once, and gives all of it [ST-58]', async () => {
  const { handles } = setUp({ maxPerOwner: 10 })

  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => handles.create(ALICE, n)))

  const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(made).toHaveLength(10)
  const values = await Promise.all(made.map((handle) => handles.get(ALICE, handle)))
  expect(values.every((value) => typeof value === 'number')).toBe(true)
  expect(await handles.deleteAll(ALICE)).toBe(10)
})

it('lets exactly one of 50 parallel deletions win [ST-58]', async () => {
  const { handles } = setUp()
  const handle = await handles.create(ALICE, 1)
  const results = await Promise.all(Array.from({ length: 50 }, () => handles.delete(ALICE, handle)))
  expect(results.filter(Boolean)).toHaveLength(1)
})

it('does not come back to life when it is read while it is ended [ST-58]', async () => {
  const { handles, runtime } = setUp({ idleMs: 60_000 })
  const handle = await handles.create(ALICE, 1)
  runtime.advance(30_000)
  const reads = Array.from({ length: 25 }, () => handles.get(ALICE, handle))
  const gone = handles.delete(ALICE, handle)
  await Promise.all([...reads, gone, ...Array.from({ length: 25 }, () => handles.get(ALICE, handle))])
  expect(await gone).toBe(true)
  expect(await handles.get(ALICE, handle)).toBeUndefined()
})

/** The process is killed before the step with this number. */
function killedAt(records: RecordStore, step: number): RecordStore {
  let steps = 0
  return new Proxy(records, {
    get(target, name: keyof RecordStore) {
      const method = target[name].bind(target) as (...args: unknown[]) => unknown
      return (...args: unknown[]) => (++steps >= step ? Promise.reject(new Error('killed')) : method(...args))
    },
  })
}

it.each([1, 2, 3, 4])('leaves nothing half-done when it is killed at step %i [ST-58]', async (step) => {
  const { runtime, records, keys, audit, handles } = setUp({ maxPerOwner: 1 })
  const kept = await handles.create(ALICE, 'kept', { ttlMs: 7_200_000 })
  const dying = createHandles({ records: killedAt(records, step), keys, maxPerOwner: 1 }, audit, runtime)

  await expect(dying.create(ALICE, 'lost')).rejects.toThrow()

  expect(await handles.get(ALICE, kept)).toBe('kept')
  // What a killed process left behind takes room until it expires, and no longer.
  runtime.advance(3_600_000)
  await handles.delete(ALICE, kept)
  await expect(handles.create(ALICE, 'next')).resolves.toBeDefined()
})

it('reports an outage as an outage, never as an unknown handle [ST-58]', async () => {
  const { runtime, records, keys, audit, handles } = setUp()
  const handle = await handles.create(ALICE, 1)
  const down = createHandles({ records: killedAt(records, 1), keys }, audit, runtime)
  await expect(down.get(ALICE, handle)).rejects.toThrow('killed')
  await expect(down.delete(ALICE, handle)).rejects.toThrow('killed')
})

it.each([
  ['no key', { keys: [] }],
  ['room for nothing', { maxPerOwner: 0 }],
  ['room for everything', { maxPerOwner: 1_001 }],
  ['an endless lifetime', { lifetimeMs: Infinity }],
  ['an unknown option', { max: 3 }],
])('does not start with %s [ST-58]', (_case, options) => {
  expect(() => setUp(options as never)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }) as Error)
})
