import type { StoredEvent } from '../../store/index.js'
import { entry, same, type ContractEntry } from './contract-check.js'

const event = (atMs: number, kind = 'token.issued', value = `{"at":${atMs}}`): StoredEvent => ({ atMs, kind, value })

/** For stores that keep events; the others pass. */
export const eventChecks: readonly ContractEntry[] = [
  entry('returns events from an instant up to, not including, another', async ({ store: { events } }) => {
    if (events === undefined) return
    const all = [1_000, 2_000, 3_000].map((atMs) => event(atMs))
    for (const each of all) await events.append(each)
    const query = async (fromMs: number, toMs: number) => (await events.query({ fromMs, toMs, limit: 10 })).events
    same(await query(0, 9_999), all, 'all')
    same(await query(2_000, 3_000), all.slice(1, 2), 'the middle')
    same(await query(3_001, 9_999), [], 'none')
  }),
  entry('returns events of the kinds asked for, byte for byte', async ({ store: { events } }) => {
    if (events === undefined) return
    const odd = event(1_000, "a'\0b", '{"x":"\\u0000 \0 😀"}')
    for (const each of [event(1_000), odd, event(1_000, 'a')]) await events.append(each)
    const query = async (kinds: readonly string[]) =>
      (await events.query({ fromMs: 0, toMs: 9_999, kinds, limit: 10 })).events
    same(await query([odd.kind]), [odd], 'odd kind')
    same(await query(['a', odd.kind]), [odd, event(1_000, 'a')], 'two kinds')
    same(await query([]), [], 'no kinds')
  }),
  entry('pages through events, each once, while new ones come', async ({ store: { events } }) => {
    if (events === undefined) return
    for (let i = 0; i < 25; i++) await events.append(event(1_000, 'k', String(i)))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await events.query({ fromMs: 0, toMs: 2_000, limit: 7, ...(cursor !== undefined && { cursor }) })
      seen.push(...page.events.map(({ value }) => value))
      if (seen.length < 20) await events.append(event(5_000))
      cursor = page.cursor
    } while (cursor !== undefined)
    same(
      seen,
      Array.from({ length: 25 }, (_, i) => String(i)),
      'events',
    )
  }),
]
