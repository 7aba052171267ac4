import { describe, expect, it } from 'vitest'
import { systemRuntime } from '../../../src/foundation/index.js'
import { createSealer, resealRecord, sealedBy, type SealedRecord } from '../../../src/primitives/sealing/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { changingList } from '../keys/support.js'

const keyOf = (kid: string) => ({ kid, secret: systemRuntime.randomBytes(32) })
const [one, two] = [keyOf('one'), keyOf('two')]

describe('a sealer whose keys change', () => {
  it('seals with the first key of the moment, and opens with all of them [F-06] [F-02]', async () => {
    const keys = changingList(one)
    const sealer = createSealer(keys.list, 'test')
    const old = await sealer.seal('x', 'c')
    keys.set(two, one)
    const fresh = await sealer.seal('y', 'c')
    expect([sealedBy(old), sealedBy(fresh)]).toEqual(['one', 'two'])
    expect([await sealer.open(old, 'c'), await sealer.open(fresh, 'c')]).toEqual(['x', 'y'])
  })

  it('refuses what a retired key has sealed [F-06] [AS-61]', async () => {
    const keys = changingList(two, one)
    const sealer = createSealer(keys.list, 'test')
    const old = await createSealer([one], 'test').seal('x', 'c')
    expect(await sealer.open(old, 'c')).toBe('x')
    keys.set(two)
    expect(await sealer.open(old, 'c')).toBeUndefined()
  })

  it('looks for a key that it does not know before it refuses [F-06] [AS-62]', async () => {
    const keys = changingList(one)
    const sealer = createSealer(keys.list, 'test')
    const fresh = await createSealer([two], 'test').seal('y', 'c')
    expect(await sealer.open(fresh, 'c')).toBeUndefined()
    keys.arrive(one, two)
    expect(await sealer.open(fresh, 'c')).toBe('y')
    expect(keys.looks).toEqual(['missing', 'missing'])
  })

  it('does not look for what is no sealed value [F-06]', async () => {
    const keys = changingList(one)
    const sealer = createSealer(keys.list, 'test')
    for (const junk of ['', 'v1', 'v1.one', 'v1.one.AAAA', 'v2.one.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '💥']) {
      expect(await sealer.open(junk, 'c')).toBeUndefined()
    }
    expect(keys.looks).toEqual([])
  })

  it('refuses to seal when no key is left, and with another key under an old name opens nothing [F-06]', async () => {
    const keys = changingList(one)
    const sealer = createSealer(keys.list, 'test')
    const old = await sealer.seal('x', 'c')
    keys.set({ ...two, kid: 'one' })
    expect(await sealer.open(old, 'c')).toBeUndefined()
    keys.set()
    await expect(sealer.seal('x', 'c')).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('keeps its copy of a list that does not change [F-06]', async () => {
    const mine = keyOf('mine')
    const sealer = createSealer([mine], 'test')
    const sealed = await sealer.seal('x', 'c')
    mine.secret.fill(0)
    expect(await sealer.open(sealed, 'c')).toBe('x')
  })
})

describe('reseal', () => {
  it('moves a value to the newest key, and leaves one that has it [F-02]', async () => {
    const keys = changingList(one)
    const sealer = createSealer(keys.list, 'test')
    const old = await sealer.seal('x', 'c')
    expect(await sealer.reseal(old, 'c')).toBe(old)
    keys.set(two, one)
    const fresh = (await sealer.reseal(old, 'c')) ?? ''
    keys.set(two)
    expect([sealedBy(fresh), await sealer.open(fresh, 'c')]).toEqual(['two', 'x'])
  })

  it.each([
    ['another context', 'd', (text: string) => text],
    ['a changed value', 'c', (text: string) => `${text.slice(0, -2)}AA`],
    ['a key that is gone', 'c', (text: string) => text.replace('.one.', '.gone.')],
    ['no sealed value', 'c', () => 'x'],
  ])('refuses %s [F-02] [AS-61]', async (_case, context, change) => {
    const old = await createSealer([one], 'test').seal('x', 'c')
    expect(await createSealer([two, one], 'test').reseal(change(old), context)).toBeUndefined()
  })
})

describe('resealRecord', () => {
  const read = (value: string): SealedRecord => ({
    sealed: value,
    context: 'c',
    indexes: ['kind:x'],
    value: (text) => text,
  })

  async function stored() {
    const { records } = memoryStore()
    const expiresAtMs = Date.now() + 60_000
    await records.putIfAbsent('x:1', await createSealer([one], 'test').seal('x', 'c'), {
      expiresAtMs,
      indexes: ['kind:x'],
    })
    return { records, expiresAtMs, sealer: createSealer([two, one], 'test') }
  }

  it('keeps expiry and indexes, and does nothing the second time [F-02]', async () => {
    const { records, expiresAtMs, sealer } = await stored()
    expect(await resealRecord(records, sealer, 'x:1', read)).toEqual({ outcome: 'rewritten', kid: 'two' })
    const after = await records.get('x:1')
    expect(after?.expiresAtMs).toBe(expiresAtMs)
    expect((await records.listByIndex('kind:x', undefined, 10)).keys).toEqual(['x:1'])
    expect(await resealRecord(records, sealer, 'x:1', read)).toEqual({ outcome: 'current', kid: 'two' })
    expect((await records.get('x:1'))?.version).toBe(after?.version)
  })

  it('brings nothing back that was removed meanwhile [F-02]', async () => {
    const { records, sealer } = await stored()
    const racing = {
      get: records.get.bind(records),
      async compareAndSwap(...args: Parameters<typeof records.compareAndSwap>) {
        await records.delete('x:1')
        return records.compareAndSwap(...args)
      },
    }
    expect(await resealRecord(racing, sealer, 'x:1', read)).toEqual({ outcome: 'gone' })
    expect(await records.get('x:1')).toBeUndefined()
  })

  it('gives up on a record that others change all the time, and names its key [F-02]', async () => {
    const { records, sealer } = await stored()
    const busy = { get: records.get.bind(records), compareAndSwap: async () => false }
    expect(await resealRecord(busy, sealer, 'x:1', read)).toEqual({ outcome: 'failed', kid: 'one' })
  })

  it('leaves what it cannot open [F-02]', async () => {
    const { records } = await stored()
    const before = await records.get('x:1')
    expect(await resealRecord(records, createSealer([two], 'test'), 'x:1', read)).toEqual({
      outcome: 'failed',
      kid: 'one',
    })
    expect((await records.get('x:1'))?.value).toBe(before?.value)
  })
})
