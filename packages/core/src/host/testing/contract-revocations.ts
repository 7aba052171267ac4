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
  entry('is empty at first, and has the number of its last tombstone then', async (fixture) => {
    const { revocations } = fixture.store
    same(await revocations.seq(), 0, 'empty log')
    same(await revocations.since(0), { seq: 0, tombstones: [] }, 'since of an empty log')
    for (const id of ['a', 'b']) same(await revocations.append(tombstone(fixture, id)), await revocations.seq(), id)
  }),
  entry('tells a reader what came after the sequence it knows', async (fixture) => {
    const { revocations } = fixture.store
    const all = ['a', 'b', 'c'].map((id) => tombstone(fixture, id))
    const numbers: number[] = []
    for (const each of all) numbers.push(await revocations.append(each))
    const [first = 0, , seq = 0] = numbers
    same(await revocations.since(0), { seq, tombstones: all }, 'all')
    for (const [i, known] of numbers.entries())
      same(await revocations.since(known), { seq, tombstones: all.slice(i + 1) }, `after number ${i}`)
    same(await revocations.since(first - 1), { seq, tombstones: all }, 'after a number that none has')
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
    const number = await revocations.append(first)
    await fixture.advance(50)
    const again = tombstone(fixture, 'u', { kind: 'user', expiresAtMs: fixture.nowMs() + 100 })
    same((await revocations.append(again)) > number, true, 'a number of its own')
    for (const found of [await revocations.find([again]), (await revocations.since(0)).tombstones ?? []]) {
      same(Math.max(...found.map(({ expiresAtMs }) => expiresAtMs)), first.expiresAtMs, 'expiry')
      same(Math.max(...found.map(({ revokedAtMs }) => revokedAtMs)), again.revokedAtMs, 'instant')
    }
    same((await revocations.since(number)).tombstones?.length, 1, 'news for a reader who knew the first')
  }),
  entry('shows a tombstone to every other handle once it is kept', async (fixture) => {
    const other = await fixture.open?.()
    if (other === undefined) return
    same(await other.revocations.seq(), 0, 'before')
    const seq = await fixture.store.revocations.append(tombstone(fixture, 'a'))
    same(await other.revocations.seq(), seq, 'sequence')
    same((await other.revocations.find([{ kind: 'jti', id: 'a' }])).length, 1, 'found')
    await other.close()
  }),
]
