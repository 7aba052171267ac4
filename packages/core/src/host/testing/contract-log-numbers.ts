import type { Tombstone } from '../../store/index.js'
import { entry, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000

const tombstone = ({ nowMs }: StoreFixture, id: string): Tombstone => ({
  kind: 'gid',
  id,
  revokedAtMs: nowMs(),
  expiresAtMs: nowMs() + HOUR_MS,
})

const rising = (numbers: readonly number[]): boolean =>
  numbers.every((number, i) => Number.isSafeInteger(number) && number > (numbers[i - 1] ?? 0))

export const logNumberChecks: readonly ContractEntry[] = [
  entry('numbers tombstones by its clock, so that a log which has lost its end repeats no number', async (fixture) => {
    const { revocations } = fixture.store
    const numbers: number[] = []
    for (const id of ['a', 'b', 'a', 'c']) {
      const earliest = fixture.nowMs()
      const number = await revocations.append(tombstone(fixture, id))
      same(number >= earliest, true, `number ${number} at ${earliest}`)
      numbers.push(number)
      await fixture.advance(20)
    }
    same(rising(numbers), true, `whole and rising: ${numbers.join(', ')}`)
  }),
  entry('keeps numbers rising when many tombstones come within a millisecond', async (fixture) => {
    const { revocations } = fixture.store
    const numbers: number[] = []
    for (let i = 0; i < 20; i++) numbers.push(await revocations.append(tombstone(fixture, `t${i}`)))
    same(rising(numbers), true, `whole and rising: ${numbers.join(', ')}`)
    for (const [i, known] of numbers.entries())
      same((await revocations.since(known)).tombstones?.[0]?.id, numbers[i + 1] && `t${i + 1}`, `next after ${i}`)
  }),
  entry('never goes back when its clock does', async (fixture) => {
    if (fixture.store.clock !== 'process') return
    const { revocations } = fixture.store
    const before = await revocations.append(tombstone(fixture, 'a'))
    await fixture.advance(-HOUR_MS)
    const after = await revocations.append(tombstone(fixture, 'b'))
    same(after > before, true, `${after} after ${before}`)
    same((await revocations.since(before)).tombstones?.length, 1, 'news')
  }),
  entry('tells a reader who knows more than the log does to forget everything', async (fixture) => {
    const { revocations } = fixture.store
    same(await revocations.since(1), { seq: 0, tombstones: undefined }, 'since 1 of an empty log')
    const seq = await revocations.append(tombstone(fixture, 'a'))
    for (const ahead of [1, HOUR_MS])
      same(await revocations.since(seq + ahead), { seq, tombstones: undefined }, `${ahead} ahead`)
  }),
]
