import type { RevocationLog, Tombstone } from '../../store/index.js'
import { entry, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000

const appender =
  ({ nowMs }: StoreFixture) =>
  (log: RevocationLog, id: string, over: Partial<Tombstone> = {}): Promise<number> =>
    log.append({ kind: 'gid', id, revokedAtMs: nowMs(), expiresAtMs: nowMs() + HOUR_MS, ...over })

export const logEdgeChecks: readonly ContractEntry[] = [
  entry('numbers tombstones in one row, whichever handle appends', async (fixture) => {
    const append = appender(fixture)
    const other = (await fixture.open?.()) ?? fixture.store
    const logs = [fixture.store.revocations, other.revocations]
    let known = 0
    for (let i = 0; i < 10; i++) {
      const [log, reader] = i % 2 === 0 ? logs : [...logs].reverse()
      if (log === undefined || reader === undefined) continue
      const seq = await append(log, `t${i}`)
      same(seq > known, true, 'a higher number')
      same(await reader.seq(), seq, 'newest, by the other handle')
      same(
        (await reader.since(known)).tombstones?.map(({ id }) => id),
        [`t${i}`],
        'news, by the other handle',
      )
      known = seq
    }
    if (other !== fixture.store) await other.close()
  }),
  entry('never shows a number before those below it', async (fixture) => {
    const append = appender(fixture)
    const other = (await fixture.open?.()) ?? fixture.store
    const missing: string[] = []
    const appended = new Map<number, string>()
    let pending = 40
    const watch = async (): Promise<void> => {
      let known = 0
      for (let last = false; !last;) {
        last = pending === 0
        const { seq, tombstones = [] } = await other.revocations.since(known)
        for (const [number, id] of appended)
          if (number > known && number <= seq && !tombstones.some((each) => each.id === id)) missing.push(id)
        known = seq
      }
    }
    await Promise.all([
      watch(),
      ...Array.from({ length: 40 }, async (_, i) => {
        try {
          appended.set(await append(fixture.store.revocations, `t${i}`), `t${i}`)
        } finally {
          pending--
        }
      }),
    ])
    same(missing, [], 'missed')
    if (other !== fixture.store) await other.close()
  }),
  entry('tells a reader of before a sweep to forget everything, and one of after it the news', async (fixture) => {
    const append = appender(fixture)
    const { records, revocations } = fixture.store
    const short = { expiresAtMs: fixture.nowMs() + 200 }
    const [first, second] = [await append(revocations, 'a', short), await append(revocations, 'b', short)]
    const third = await append(revocations, 'c')
    await fixture.advance(201)
    await records.sweepExpired(100)
    same(await revocations.seq(), third, 'the sequence stays')
    for (const known of [0, first, second - 1])
      same(await revocations.since(known), { seq: third, tombstones: undefined }, `since ${known}`)
    same(
      (await revocations.since(second)).tombstones?.map(({ id }) => id),
      ['c'],
      'since the last one that was swept',
    )
    same((await append(revocations, 'a')) > third, true, 'a target that was swept, again')
    same(
      (await revocations.since(third)).tombstones?.map(({ id }) => id),
      ['a'],
      'since the last one before',
    )
  }),
  entry('keeps one tombstone of a target that 64 revoke at once, with the furthest reach', async (fixture) => {
    const append = appender(fixture)
    const { revocations } = fixture.store
    const furthest = fixture.nowMs() + 2 * HOUR_MS
    const seqs = await Promise.all(
      Array.from({ length: 64 }, (_, i) => append(revocations, 'same', { expiresAtMs: furthest - i })),
    )
    same(new Set(seqs).size, 64, 'sequences')
    const found = await revocations.find([{ kind: 'gid', id: 'same' }])
    same([found.length, found[0]?.expiresAtMs], [1, furthest], 'found')
    same((await revocations.since(0)).tombstones?.length, 1, 'told')
  }),
  entry('finds a few among thousands of targets', async (fixture) => {
    const append = appender(fixture)
    const { revocations } = fixture.store
    for (const id of ['t0', 't1500', 't2499']) await append(revocations, id)
    const targets = Array.from({ length: 2_500 }, (_, i) => ({ kind: 'gid', id: `t${i}` }) as const)
    const found = await revocations.find(targets)
    same(found.map(({ id }) => id).sort(), ['t0', 't1500', 't2499'], 'found')
  }),
  entry('pages through events of one instant and of two kinds, each once, in order', async ({ store: { events } }) => {
    if (events === undefined) return
    for (let i = 0; i < 12; i++)
      await events.append({ atMs: 1_000, kind: i % 3 === 0 ? 'a' : 'b', value: String(i).repeat(i === 6 ? 50_000 : 1) })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = { fromMs: 1_000, toMs: 1_001, kinds: ['a'], limit: 1, ...(cursor !== undefined && { cursor }) }
      const page = await events.query(query)
      if (page.events.length > 1) throw new Error(`a page of ${page.events.length} events, asked for 1`)
      seen.push(...page.events.map(({ value }) => value.slice(0, 1)))
      cursor = page.cursor
    } while (cursor !== undefined)
    same(seen, ['0', '3', '6', '9'], 'events')
  }),
]
