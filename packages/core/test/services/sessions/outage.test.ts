import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors/index.js'
import { ALICE, setUp } from './support.js'

const unavailable = { allowed: false, answer: 'unavailable' }

describe('a store that cannot answer', () => {
  it('makes a session unavailable, and not unknown [ST-26]', async () => {
    let down = false
    const { sessions, open, events } = setUp({
      wrap: (records) => ({
        ...records,
        get: (key) => (down ? Promise.reject(new StoreError('unavailable', 'gone')) : records.get(key)),
      }),
    })
    const id = await open()
    down = true
    expect(await sessions.check(ALICE, id)).toEqual({ ...unavailable, reason: 'store_unavailable' })
    expect(events.at(-1)).toMatchObject({ kind: 'store.failed', outcome: 'refused', operation: 'sessions.check' })
    down = false
    expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  })

  it('leaves no session behind that could not be written, and can be asked again [ST-26]', async () => {
    let down = true
    const { sessions, events } = setUp({
      wrap: (records) => ({
        ...records,
        putIfAbsent: (...put) =>
          down ? Promise.reject(new StoreError('capacity', 'full')) : records.putIfAbsent(...put),
      }),
    })
    await sessions.bind(ALICE, 'id')
    expect(events).toMatchObject([{ kind: 'store.failed', reason: 'store_capacity', operation: 'sessions.bind' }])
    expect(await sessions.check(ALICE, 'id')).toMatchObject({ answer: 'unknown' })
    down = false
    await sessions.bind(ALICE, 'id')
    expect(await sessions.check(ALICE, 'id')).toEqual({ allowed: true })
  })

  it('does not throw into a request that ends a session', async () => {
    const { sessions, events } = setUp({
      wrap: (records) => ({ ...records, delete: () => Promise.reject(new StoreError('unavailable', 'gone')) }),
    })
    await sessions.end(ALICE, 'id')
    expect(events).toMatchObject([{ kind: 'store.failed', operation: 'sessions.end' }])
    await expect(sessions.endNow(ALICE, 'id')).rejects.toThrow(StoreError)
  })
})

describe('a look whose verdict nobody asks for', () => {
  it('changes nothing, whoever looked [F-31] [F-32]', async () => {
    const { sessions, open, settle, events } = setUp({ signals: { network: 'refuse' } })
    const id = await open()
    events.length = 0
    sessions.look({ ...ALICE, roles: ['other'] }, id)
    sessions.look({ ...ALICE, address: '198.51.100.7' }, id)
    await settle()
    expect(events).toEqual([])
    expect(await sessions.check(ALICE, id)).toEqual({ allowed: true })
  })

  it('is no unhandled rejection when the store fails [F-31]', async () => {
    const rejected: unknown[] = []
    const note = (reason: unknown): void => void rejected.push(reason)
    process.on('unhandledRejection', note)
    const { sessions, settle } = setUp({
      wrap: (records) => ({ ...records, get: () => Promise.reject(new StoreError('unavailable', 'gone')) }),
    })
    const verdict = sessions.look(ALICE, 'id')
    await settle()
    process.off('unhandledRejection', note)
    expect(rejected).toEqual([])
    expect(await verdict()).toMatchObject(unavailable)
  })
})

it.each([
  ['no JSON', '{'],
  ['another form', '{"issuer":"x"}'],
  ['a list', '[]'],
])('does not take a record that is %s for a session', async (_case, value) => {
  const { sessions, records, open } = setUp()
  const id = await open()
  const { keys } = await records.listByIndex('kind:session', undefined, 10)
  const [key = ''] = keys
  const record = await records.get(key)
  await records.compareAndSwap(key, record?.version ?? '', value, { expiresAtMs: record?.expiresAtMs ?? 0 })
  expect(await sessions.check(ALICE, id)).toEqual({ ...unavailable, reason: 'store_corrupt' })
})

it('answers a digest that fails as an outage', async () => {
  const { records, audit, runtime } = setUp()
  const { createSessions } = await import('../../../src/services/sessions/index.js')
  const broken = { ...runtime, sha256: () => Promise.reject(new Error('no digest')) }
  const sessions = createSessions({ records }, audit, broken)
  expect(await sessions.check(ALICE, 'id')).toEqual({ ...unavailable, reason: 'session_failed' })
})

it('works where digests take their time', async () => {
  const { records, audit, runtime } = setUp()
  const { createSessions } = await import('../../../src/services/sessions/index.js')
  const slow = { ...runtime, sha256: async (data: string | Uint8Array) => runtime.sha256(data) }
  const sessions = createSessions({ records }, audit, slow)
  await sessions.bind(ALICE, 'id')
  expect(await sessions.check(ALICE, 'id')).toEqual({ allowed: true })
  expect(await sessions.alive([await sessions.publicId(ALICE, 'id')])).toHaveProperty('size', 1)
})
