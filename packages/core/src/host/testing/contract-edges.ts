import { entry, same, type ContractEntry, type StoreFixture } from './contract-check.js'

const HOUR_MS = 3_600_000
/** The last instant a `Date` can hold. */
const LATEST_MS = 8.64e15

/** As long as a text may get that a person or a program puts into an id, and unlike another only at its end. */
const long = (end: string): string => `{a}:é\0:${'{}:😀'.repeat(580)}${end}`.slice(0, 4095) + end

const soon = ({ nowMs }: StoreFixture) => ({ expiresAtMs: nowMs() + HOUR_MS })

export const edgeChecks: readonly ContractEntry[] = [
  entry('takes an expiry before the epoch for one that has passed', async (fixture) => {
    const { records } = fixture.store
    for (const expiresAtMs of [0, -1, -LATEST_MS]) {
      await records.putIfAbsent('code:old', 'old', { expiresAtMs })
      same(await records.get('code:old'), undefined, `get at ${expiresAtMs}`)
    }
    same((await records.putIfAbsent('code:old', 'new', soon(fixture))).inserted, true, 'put')
    const version = (await records.get('code:old'))?.version ?? ''
    same(await records.compareAndSwap('code:old', version, 'gone', { expiresAtMs: -1 }), true, 'swap into the past')
    same(await records.get('code:old'), undefined, 'get after the swap')
  }),
  entry('keeps what expires in the far future, and says when', async (fixture) => {
    const { records } = fixture.store
    for (const expiresAtMs of [4_102_444_800_000, LATEST_MS]) {
      const key = `grant:${expiresAtMs}`
      await records.putIfAbsent(key, 'x', { expiresAtMs, indexes: ['user:a'] })
      same((await records.get(key))?.expiresAtMs, expiresAtMs, 'expiry')
      same((await records.listByIndex('user:a', undefined, 10)).keys.includes(key), true, 'index')
    }
    same(await records.sweepExpired(10), 0, 'swept')
    same((await records.take(`grant:${LATEST_MS}`))?.value, 'x', 'take')
  }),
  entry('keeps keys of four kibibytes apart that differ in their last character', async (fixture) => {
    const { records } = fixture.store
    const ends = ['a', 'b', '}', ':']
    for (const end of ends) await records.putIfAbsent(`held:${long(end)}`, end, { ...soon(fixture), indexes: ['i'] })
    for (const end of ends) same((await records.get(`held:${long(end)}`))?.value, end, `value of ${end}`)
    const listed = (await records.listByIndex('i', undefined, 10)).keys
    same([...listed].sort(), ends.map((end) => `held:${long(end)}`).sort(), 'index')
  }),
  entry('keeps indexes of hostile names apart', async (fixture) => {
    const { records } = fixture.store
    const names = ['user:a', 'user:{a}', 'user:a}', 'user', 'user:', ':', '{}', 'user:a\0', '', long('a'), long('b')]
    for (const [i, name] of names.entries())
      await records.putIfAbsent(`grant:${i}`, 'x', { ...soon(fixture), indexes: [name] })
    for (const [i, name] of names.entries())
      same((await records.listByIndex(name, undefined, 20)).keys, [`grant:${i}`], `index ${name}`)
  }),
  entry('swaps and takes a mebibyte whole', async (fixture) => {
    const { records } = fixture.store
    const [one, two] = ['{"a":"é"}', '\0\u001a😀'].map((text) => text.repeat(2 ** 18).slice(0, 2 ** 20))
    const put = await records.putIfAbsent('held:huge', one ?? '', soon(fixture))
    const version = put.inserted ? put.version : ''
    same(await records.compareAndSwap('held:huge', version, two ?? '', soon(fixture)), true, 'swap')
    const lost = await records.putIfAbsent('held:huge', 'x', soon(fixture))
    same(!lost.inserted && lost.existing.value === two, true, 'what a loser is told')
    same((await records.take('held:huge'))?.value === two, true, 'take')
  }),
  entry('shows a record in its index to whoever can read it, while it is written', async (fixture) => {
    const { records } = fixture.store
    const other = (await fixture.open?.()) ?? fixture.store
    const keys = Array.from({ length: 24 }, (_, i) => `grant:${i}`)
    const unlisted: string[] = []
    const look = async (key: string): Promise<void> => {
      if ((await other.records.get(key)) === undefined) return
      if (!(await other.records.listByIndex('user:a', undefined, 100)).keys.includes(key)) unlisted.push(key)
    }
    await Promise.all(
      keys.flatMap((key) => [records.putIfAbsent(key, 'x', { ...soon(fixture), indexes: ['user:a'] }), look(key)]),
    )
    for (const key of keys) await look(key)
    same(unlisted, [], 'read, and not listed')
    if (other !== fixture.store) await other.close()
  }),
]
