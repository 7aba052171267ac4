import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createHandles, type HandleOwner } from '../../../src/services/handles/index.js'
import { ALICE, setUp } from './support.js'

const BOB: HandleOwner = { ...ALICE, subject: 'bbbR4QIcQ_ZsRqOAbeRfcZhilN_MksRtDaErMA7PHVc' }

it('gives back what was kept, to its owner [ST-57]', async () => {
  const { handles } = setUp()
  const handle = await handles.create(ALICE, { basket: ['tea', 2], empty: null })
  expect(await handles.get(ALICE, handle)).toEqual({ basket: ['tea', 2], empty: null })
})

it('draws 256 bits behind the shard of the person [ST-58]', async () => {
  const { handles } = setUp()
  const made = await Promise.all(Array.from({ length: 50 }, () => handles.create(ALICE, 1)))
  expect(new Set(made).size).toBe(50)
  for (const handle of made) expect(handle).toMatch(/^hnd_qL8[A-Za-z0-9_-]{43}$/)
})

it('does not let the ids of other issuers decide where their records lie [ST-58]', async () => {
  const { handles } = setUp()
  const owner = { ...ALICE, subject: 'auth0|123' }
  const handle = await handles.create(owner, 'x')
  expect(handle).not.toMatch(/^hnd_aut/)
  expect(await handles.get(owner, handle)).toBe('x')
})

it.each<[string, HandleOwner]>([
  ['another person', BOB],
  ['another person of the same shard', { ...ALICE, subject: 'qL8bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' }],
  ['the same subject of another issuer', { ...ALICE, issuer: 'https://login.example.org' }],
  ['another client of the same person', { ...ALICE, clientId: 'c_2' }],
  ['a token for another resource', { ...ALICE, resource: 'https://notes.example.com/admin' }],
])('is unknown to %s, who can neither read nor end it [ST-57] [ST-58] [F-34]', async (_case, owner) => {
  const { handles, events } = setUp()
  const handle = await handles.create(ALICE, 'private')

  expect(await handles.get(owner, handle)).toBeUndefined()
  expect(await handles.delete(owner, handle)).toBe(false)

  expect(await handles.get(ALICE, handle)).toBe('private')
  expect(events).toMatchObject([
    { kind: 'handle.refused', outcome: 'refused', reason: 'handle_unknown', subject: owner.subject },
    { kind: 'handle.refused', outcome: 'refused', reason: 'handle_unknown', subject: owner.subject },
  ])
})

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['a number', 7],
  ['a list', ['hnd_']],
  ['an empty text', ''],
  ['a key of the store', 'handle:qL8'],
  ['a made-up handle', `hnd_qL8${'a'.repeat(43)}`],
  ['a handle with a newline', `hnd_qL8${'a'.repeat(43)}\n`],
  ['a grant id', ALICE.grantId],
])('has one answer for %s [ST-58]', async (_case, handle) => {
  const { handles } = setUp()
  expect(await handles.get(ALICE, handle)).toBeUndefined()
  expect(await handles.delete(ALICE, handle)).toBe(false)
})

it('has one answer for any text [ST-58]', async () => {
  const { handles } = setUp()
  await handles.create(ALICE, 1)
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.constantFrom('hnd_', 'hnd_qL8')), async (text) => {
      expect(await handles.get(ALICE, text)).toBeUndefined()
    }),
  )
})

it('ends at its instant, however often it is read [ST-58]', async () => {
  const { handles, runtime } = setUp({ idleMs: 60_000 })
  const handle = await handles.create(ALICE, 1, { ttlMs: 90_000 })
  runtime.advance(50_000)
  expect(await handles.get(ALICE, handle)).toBe(1)
  runtime.advance(39_999)
  expect(await handles.get(ALICE, handle)).toBe(1)
  runtime.advance(1)
  expect(await handles.get(ALICE, handle)).toBeUndefined()
})

it('ends when nobody reads it, and lives on while somebody does [ST-58]', async () => {
  const { handles, runtime } = setUp({ idleMs: 60_000 })
  const [read, left] = [await handles.create(ALICE, 'read'), await handles.create(ALICE, 'left')]
  for (let round = 0; round < 5; round++) {
    runtime.advance(30_000)
    expect(await handles.get(ALICE, read)).toBe('read')
  }
  expect(await handles.get(ALICE, left)).toBeUndefined()
})

it('lives an hour unless told otherwise [ST-58]', async () => {
  const { handles, runtime } = setUp()
  const handle = await handles.create(ALICE, 1)
  runtime.advance(3_599_999)
  expect(await handles.get(ALICE, handle)).toBe(1)
  runtime.advance(1)
  expect(await handles.get(ALICE, handle)).toBeUndefined()
})

it('is checked against our own clock, too: a store may drop late [ST-58]', async () => {
  const { handles, records, runtime, keys, audit } = setUp()
  const handle = await handles.create(ALICE, 1)
  const late = { ...runtime, nowMs: () => runtime.nowMs() + 3_600_000 }
  expect(await createHandles({ records, keys }, audit, late).get(ALICE, handle)).toBeUndefined()
})

it('is ended by its owner, once [ST-57]', async () => {
  const { handles } = setUp()
  const handle = await handles.create(ALICE, 1)
  expect(await handles.delete(ALICE, handle)).toBe(true)
  expect(await handles.delete(ALICE, handle)).toBe(false)
  expect(await handles.get(ALICE, handle)).toBeUndefined()
})

it('ends all of an owner and none of another [ST-57]', async () => {
  const { handles } = setUp()
  const mine = [await handles.create(ALICE, 1), await handles.create(ALICE, 2)]
  const theirs = await handles.create(BOB, 3)
  expect(await handles.deleteAll(ALICE)).toBe(2)
  expect(await Promise.all(mine.map((handle) => handles.get(ALICE, handle)))).toEqual([undefined, undefined])
  expect(await handles.get(BOB, theirs)).toBe(3)
  expect(await handles.deleteAll(ALICE)).toBe(0)
})

it('ends with the grant under which it was made, also for a later grant of the same person [ST-58]', async () => {
  const live = new Set(['qL8-grant-1', 'qL8-grant-2'])
  const { handles, records } = setUp({ isGrantLive: (id) => Promise.resolve(live.has(id)) })
  const handle = await handles.create(ALICE, 1)
  const later = { ...ALICE, grantId: 'qL8-grant-2' }
  expect(await handles.get(later, handle)).toBe(1)

  live.delete('qL8-grant-1')

  expect(await handles.get(later, handle)).toBeUndefined()
  expect((await records.listByIndex('kind:handle', undefined, 10)).keys).toEqual([])
})

it('asks about no grant where the tokens have none [ST-58]', async () => {
  const { handles } = setUp({ isGrantLive: () => Promise.reject(new Error('not asked')) })
  const foreign = { ...ALICE, grantId: undefined }
  expect(await handles.get(foreign, await handles.create(foreign, 1))).toBe(1)
})

it('keeps neither the handle nor the value in clear [ST-58]', async () => {
  const { handles, records } = setUp()
  const handle = await handles.create(ALICE, 'the combination is 4711')
  const { keys } = await records.listByIndex('kind:handle', undefined, 10)
  const stored = await records.get(keys[0] ?? '')
  expect(stored?.value).toContain('sealed')
  expect(`${String(keys[0])} ${String(stored?.value)}`).not.toContain(handle.slice(7))
  expect(stored?.value).not.toContain('4711')
})

it('cannot be moved to another record by whoever writes the store [ST-58]', async () => {
  const { handles, records } = setUp()
  const handle = await handles.create(ALICE, 'of Alice')
  const [aliceKey = ''] = (await records.listByIndex('kind:handle', undefined, 10)).keys
  const record = await records.take(aliceKey)
  const stolen = await handles.create(BOB, 'of Bob')
  const [bobKey = ''] = (await records.listByIndex('kind:handle', undefined, 10)).keys
  await records.delete(bobKey)
  await records.putIfAbsent(bobKey, record?.value ?? '', { expiresAtMs: record?.expiresAtMs ?? 0 })

  await expect(handles.get(BOB, stolen)).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  expect(await handles.get(ALICE, handle)).toBeUndefined()
})

it.each<[string, unknown, object]>([
  ['no value', undefined, {}],
  ['a function', () => 1, {}],
  ['a value that is too long', 'x'.repeat(65_536), {}],
  ['a lifetime of nothing', 1, { ttlMs: 0 }],
  ['half a millisecond', 1, { ttlMs: 0.5 }],
  ['an endless lifetime', 1, { ttlMs: Infinity }],
  ['more than 30 days', 1, { ttlMs: 30 * 86_400_000 + 1 }],
  ['a negative idle time', 1, { idleMs: -1 }],
])('does not keep %s [ST-58]', async (_case, value, lifetime) => {
  const { handles, records } = setUp()
  await expect(handles.create(ALICE, value, lifetime)).rejects.toThrow(Error)
  expect((await records.listByIndex('kind:handle', undefined, 10)).keys).toEqual([])
})

it('reports a broken record as the failure it is [ST-58]', async () => {
  const { handles, records } = setUp()
  const handle = await handles.create(ALICE, 1)
  const [key = ''] = (await records.listByIndex('kind:handle', undefined, 10)).keys
  const { version, expiresAtMs } = (await records.get(key)) ?? { version: '', expiresAtMs: 0 }
  await records.compareAndSwap(key, version, '{"sealed":1}', { expiresAtMs })
  await expect(handles.get(ALICE, handle)).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
})
