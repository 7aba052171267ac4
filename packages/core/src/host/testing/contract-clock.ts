import type { StoredRecord } from '../../store/index.js'
import { entry, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000
/** Between two clocks of one machine that round in their own way. */
const ROUNDING_MS = 5

/** @throws {Error} unless the record says that it was read while the action ran, by the clock of the store */
async function readsNow(
  { nowMs }: StoreFixture,
  read: () => Promise<StoredRecord | undefined>,
  what: string,
): Promise<void> {
  const earliest = nowMs() - ROUNDING_MS
  const readAtMs = (await read())?.readAtMs ?? NaN
  if (!(readAtMs >= earliest && readAtMs <= nowMs() + ROUNDING_MS))
    throw new Error(`${what}: read at ${readAtMs}, expected ${earliest} to ${nowMs()}`)
}

export const clockChecks: readonly ContractEntry[] = [
  entry('says when a record was read, whoever reads it', async (fixture) => {
    const { records } = fixture.store
    const options = { expiresAtMs: fixture.nowMs() + HOUR_MS }
    await records.putIfAbsent('family:a', 'one', options)
    await fixture.advance(50)
    await readsNow(fixture, () => records.get('family:a'), 'get')
    const losing = async (): Promise<StoredRecord | undefined> => {
      const put = await records.putIfAbsent('family:a', 'two', options)
      return put.inserted ? undefined : put.existing
    }
    await readsNow(fixture, losing, 'the loser of a put')
    await readsNow(fixture, () => records.take('family:a'), 'take')
  }),
  entry('lets that instant follow the clock, and never run backwards', async (fixture) => {
    const { records } = fixture.store
    const other = (await fixture.open?.()) ?? fixture.store
    await records.putIfAbsent('family:a', 'one', { expiresAtMs: fixture.nowMs() + HOUR_MS })
    const first = (await records.get('family:a'))?.readAtMs ?? NaN
    await fixture.advance(100)
    const later = (await other.records.get('family:a'))?.readAtMs ?? NaN
    if (!(later - first >= 100 - ROUNDING_MS)) throw new Error(`read at ${first}, and 100 ms later at ${later}`)
    for (let last = later, i = 0; i < 50; i++) {
      const { readAtMs = NaN } = (await (i % 2 === 0 ? records : other.records).get('family:a')) ?? {}
      if (!(readAtMs >= last)) throw new Error(`read at ${last}, then at ${readAtMs}`)
      last = readAtMs
    }
    if (other !== fixture.store) await other.close()
  }),
  entry('never returns a record that it read at or after its expiry', async (fixture) => {
    const { records } = fixture.store
    await records.putIfAbsent('code:brief', 'x', { expiresAtMs: fixture.nowMs() + 150 })
    for (let record = await records.get('code:brief'); record !== undefined; record = await records.get('code:brief')) {
      if (record.readAtMs >= record.expiresAtMs) throw new Error(`read at ${record.readAtMs}, ${record.expiresAtMs}`)
      await fixture.advance(1)
    }
  }),
]
