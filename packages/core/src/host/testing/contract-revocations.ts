import type { Tombstone } from '../../store/index.js'
import { entry, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000

const tombstone = ({ nowMs }: StoreFixture, id: string, over: Partial<Tombstone> = {}): Tombstone => ({
  kind: 'jti',
  id,
  revokedAtMs: nowMs(),
  expiresAtMs: nowMs() + HOUR_MS,
  ...over,
})

export const revocationChecks: readonly ContractEntry[] = [
  entry('counts tombstones from 1', async (fixture) => {
    const { revocations } = fixture.store
    same(await revocations.seq(), 0, 'empty log')
    same(await revocations.since(0), { seq: 0, tombstones: [] }, 'since of an empty log')
    same(await revocations.append(tombstone(fixture, 'a')), 1, 'first')
    same(await revocations.append(tombstone(fixture, 'b')), 2, 'second')
    same(await revocations.seq(), 2, 'newest')
  }),
  entry('tells a reader what came after the sequence it knows', async (fixture) => {
    const { revocations } = fixture.store
    const all = ['a', 'b', 'c'].map((id) => tombstone(fixture, id))
    for (const each of all) await revocations.append(each)
    same(await revocations.since(0), { seq: 3, tombstones: all }, 'all')
    same(await revocations.since(2), { seq: 3, tombstones: all.slice(2) }, 'newest')
    same(await revocations.since(3), { seq: 3, tombstones: [] }, 'none')
  }),
  entry('tells a reader from another life to forget everything', async (fixture) => {
    await fixture.store.revocations.append(tombstone(fixture, 'a'))
    same(await fixture.store.revocations.since(99), { seq: 1, tombstones: undefined }, 'since the future')
  }),
  entry('finds the tombstones among the targets, by kind and id', async (fixture) => {
    const { revocations } = fixture.store
    const kinds = ['jti', 'gid', 'user', 'client'] as const
    const all = kinds.map((kind) => tombstone(fixture, `only ${kind}`, { kind }))
    for (const each of all) await revocations.append(each)
    for (const each of all) {
      const targets = kinds.map((other) => ({ kind: each.kind, id: `only ${other}` }))
      same(await revocations.find(targets), [each], each.kind)
    }
    same(await revocations.find([]), [], 'no targets')
  }),
  entry('keeps hostile ids apart', async (fixture) => {
    const { revocations } = fixture.store
    const ids = ["'", '"', '', ':', 'a:b', 'nul\0a', 'nul\0b', 'é', '😀', '%', 'x'.repeat(1024)]
    for (const id of ids) await revocations.append(tombstone(fixture, id, { kind: 'client' }))
    for (const id of ids)
      same(
        (await revocations.find([{ kind: 'client', id }])).map((found) => found.id),
        [id],
        id,
      )
    same(await revocations.find([{ kind: 'client', id: 'nul' }]), [], 'prefix of an id')
  }),
  entry('finds a tombstone until its expiry', async (fixture) => {
    const { revocations, clock } = fixture.store
    await revocations.append(tombstone(fixture, 'a', { expiresAtMs: fixture.nowMs() + 500 }))
    if (clock === 'process') await fixture.advance(499)
    same((await revocations.find([{ kind: 'jti', id: 'a' }])).length, 1, 'before')
    await fixture.advance(clock === 'process' ? 1 : 501)
    same(await revocations.find([{ kind: 'jti', id: 'a' }]), [], 'at the expiry')
  }),
  entry('never shortens the reach of a tombstone when its target is revoked again', async (fixture) => {
    const { revocations } = fixture.store
    const first = tombstone(fixture, 'u', { kind: 'user', expiresAtMs: fixture.nowMs() + HOUR_MS })
    await revocations.append(first)
    await fixture.advance(50)
    const again = tombstone(fixture, 'u', { kind: 'user', expiresAtMs: fixture.nowMs() + 100 })
    same(await revocations.append(again), 2, 'sequence')
    for (const found of [await revocations.find([again]), (await revocations.since(0)).tombstones ?? []]) {
      same(Math.max(...found.map(({ expiresAtMs }) => expiresAtMs)), first.expiresAtMs, 'expiry')
      same(Math.max(...found.map(({ revokedAtMs }) => revokedAtMs)), again.revokedAtMs, 'instant')
    }
    same((await revocations.since(1)).tombstones?.length, 1, 'news for a reader who knew the first')
  }),
  entry('shows a tombstone to every other handle once it is kept', async (fixture) => {
    const other = await fixture.open?.()
    if (other === undefined) return
    same(await other.revocations.seq(), 0, 'before')
    await fixture.store.revocations.append(tombstone(fixture, 'a'))
    same(await other.revocations.seq(), 1, 'sequence')
    same((await other.revocations.find([{ kind: 'jti', id: 'a' }])).length, 1, 'found')
    await other.close()
  }),
]
