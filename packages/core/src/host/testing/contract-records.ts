import type { StoreFixture } from './contract-check.js'
import { entry, failsAs, kept, same, type ContractEntry } from './contract-check.js'

const HOUR_MS = 3_600_000

/** Texts that break stores which build their statements, keys or protocols by joining strings. */
const HOSTILE = [
  '',
  ' ',
  'a b',
  'A',
  'a',
  'a ',
  "'; DROP TABLE records; --",
  '"\'`\\',
  '%',
  '_',
  '*',
  '?[]^{}',
  'nul\0',
  'nul\0tail',
  'nul',
  '\u001a0000',
  '\u001a',
  'line\r\nbreak',
  '\u00e9',
  'e\u0301',
  '😀',
  '\u202eevil',
  '\ud800',
  '\udfff',
  '__proto__',
  'constructor',
  'k'.repeat(1024),
  `${'k'.repeat(1023)}l`,
] as const

const soon = ({ nowMs }: StoreFixture) => ({ expiresAtMs: nowMs() + HOUR_MS })

export const recordChecks: readonly ContractEntry[] = [
  entry('answers undefined for a key that was never written', async ({ store: { records } }) => {
    same(await records.get('grant:none'), undefined, 'get')
    same(await records.take('grant:none'), undefined, 'take')
    same(await records.delete('grant:none'), false, 'delete')
  }),
  entry('returns what was put, with its version and expiry', async (fixture) => {
    const { records } = fixture.store
    const options = soon(fixture)
    const put = await records.putIfAbsent('grant:a', 'one', options)
    if (!put.inserted) throw new Error('the first put must win')
    same(kept(await records.get('grant:a')), { value: 'one', version: put.version, ...options }, 'record')
  }),
  entry('shows the loser of a put the record of the winner and changes nothing', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('code-used:a', 'winner', soon(fixture))
    const winner = kept(await records.get('code-used:a'))
    const lost = await records.putIfAbsent('code-used:a', 'loser', { expiresAtMs: fixture.nowMs() + 1, indexes: ['i'] })
    same(lost.inserted ? 'inserted' : kept(lost.existing), winner, 'lost put')
    same(kept(await records.get('code-used:a')), winner, 'record')
    same((await records.listByIndex('i', undefined, 10)).keys, [], 'index of the loser')
  }),
  entry('gives a record to its taker and to nobody after', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('flow:a', 'one', soon(fixture))
    same((await records.take('flow:a'))?.value, 'one', 'first take')
    same(await records.take('flow:a'), undefined, 'second take')
    same(await records.get('flow:a'), undefined, 'get')
    same((await records.putIfAbsent('flow:a', 'two', soon(fixture))).inserted, true, 'put after take')
  }),
  entry('swaps value, expiry and version only while the version is current', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('family:a', 'one', soon(fixture))
    const first = await records.get('family:a')
    const later = { expiresAtMs: fixture.nowMs() + 2 * HOUR_MS }
    same(await records.compareAndSwap('family:a', 'stale', 'no', later), false, 'unknown version')
    same(kept(await records.get('family:a')), kept(first), 'record after a refused swap')
    same(await records.compareAndSwap('family:a', first?.version ?? '', 'two', later), true, 'current version')
    const second = await records.get('family:a')
    same([second?.value, second?.expiresAtMs], ['two', later.expiresAtMs], 'swapped')
    same(await records.compareAndSwap('family:a', first?.version ?? '', 'no', later), false, 'earlier version')
    same(await records.compareAndSwap('family:b', first?.version ?? '', 'no', later), false, 'no record')
  }),
  entry('deletes at any version, or only at the one named', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('client:a', 'one', soon(fixture))
    same(await records.delete('client:a', 'stale'), false, 'unknown version')
    same(await records.delete('client:a', (await records.get('client:a'))?.version), true, 'current version')
    await records.putIfAbsent('client:a', 'two', soon(fixture))
    same(await records.delete('client:a'), true, 'any version')
    same(await records.get('client:a'), undefined, 'get')
  }),
  entry('never uses a version twice, even for the same value under the same key', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('family:a', 'one', soon(fixture))
    const version = (await records.take('family:a'))?.version ?? ''
    await records.putIfAbsent('family:a', 'one', soon(fixture))
    same(await records.compareAndSwap('family:a', version, 'two', soon(fixture)), false, 'swap')
    same(await records.delete('family:a', version), false, 'delete')
  }),
  entry('returns nothing at or after the expiry', async (fixture) => {
    const { records } = fixture.store
    const verbs = ['get', 'take', 'delete', 'swap', 'put'] as const
    const options = { expiresAtMs: fixture.nowMs() + 1_000 }
    for (const verb of verbs) await records.putIfAbsent(`code:${verb}`, 'old', options)
    const version = (await records.get('code:swap'))?.version ?? ''
    if (fixture.store.clock === 'process') {
      await fixture.advance(999)
      same((await records.get('code:get'))?.value, 'old', 'one millisecond before')
      await fixture.advance(1)
    } else await fixture.advance(1_001)
    same(await records.get('code:get'), undefined, 'get')
    same(await records.take('code:take'), undefined, 'take')
    same(await records.delete('code:delete'), false, 'delete')
    same(await records.compareAndSwap('code:swap', version, 'new', soon(fixture)), false, 'swap')
    same((await records.putIfAbsent('code:put', 'new', soon(fixture))).inserted, true, 'put')
    same((await records.get('code:put'))?.value, 'new', 'get after put')
  }),
  entry('never returns a record that was written after its expiry', async ({ store: { records }, nowMs }) => {
    await records.putIfAbsent('code:late', 'late', { expiresAtMs: nowMs() - 1 })
    same(await records.get('code:late'), undefined, 'get')
    same(await records.take('code:late'), undefined, 'take')
  }),
  entry('lets a swap prolong or end a record', async (fixture) => {
    const { records } = fixture.store
    for (const key of ['held:long', 'held:short']) {
      await records.putIfAbsent(key, 'one', { expiresAtMs: fixture.nowMs() + 1_000 })
      const expiresAtMs = fixture.nowMs() + (key === 'held:long' ? HOUR_MS : 200)
      await records.compareAndSwap(key, (await records.get(key))?.version ?? '', 'two', { expiresAtMs })
    }
    await fixture.advance(300)
    same(await records.get('held:short'), undefined, 'shortened')
    await fixture.advance(900)
    same((await records.get('held:long'))?.value, 'two', 'prolonged')
  }),
  entry('keeps hostile keys apart and hostile values whole', async (fixture) => {
    const { records } = fixture.store
    for (const text of HOSTILE) await records.putIfAbsent(`held:${text}`, `value ${text}`, soon(fixture))
    for (const text of HOSTILE) same((await records.get(`held:${text}`))?.value, `value ${text}`, `value of ${text}`)
    for (const text of HOSTILE) same((await records.take(`held:${text}`))?.value, `value ${text}`, `take of ${text}`)
  }),
  entry('keeps an empty value and one of a mebibyte', async (fixture) => {
    const { records } = fixture.store
    const huge = 'é😀\0'.repeat(2 ** 18).slice(0, 2 ** 20)
    await records.putIfAbsent('held:empty', '', soon(fixture))
    await records.putIfAbsent('held:huge', huge, soon(fixture))
    same((await records.get('held:empty'))?.value, '', 'empty value')
    same((await records.get('held:huge'))?.value === huge, true, 'huge value')
  }),
  entry('refuses a fifth index and writes nothing', async (fixture) => {
    const { records } = fixture.store
    const options = { ...soon(fixture), indexes: ['a', 'b', 'c', 'd', 'e'] }
    await failsAs('RangeError', () => records.putIfAbsent('grant:a', 'one', options), 'five indexes')
    same(await records.get('grant:a'), undefined, 'get')
  }),
  entry('sweeps expired records up to the limit and no others', async (fixture) => {
    const { records } = fixture.store
    for (let i = 0; i < 10; i++) {
      const options = { expiresAtMs: fixture.nowMs() + 500, indexes: ['kind:mixed'] }
      await records.putIfAbsent(`${i % 2 === 0 ? 'flow' : 'code'}:${i}`, 'old', options)
    }
    await records.putIfAbsent('grant:live', 'live', { ...soon(fixture), indexes: ['kind:mixed'] })
    await fixture.advance(501)
    same(
      [await records.sweepExpired(4), await records.sweepExpired(100), await records.sweepExpired(100)],
      [4, 6, 0],
      'swept',
    )
    same(await records.listByIndex('kind:mixed', undefined, 100), { keys: ['grant:live'] }, 'index')
    same((await records.get('grant:live'))?.value, 'live', 'live record')
  }),
]
