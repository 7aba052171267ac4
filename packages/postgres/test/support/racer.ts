import { once } from 'node:events'
import pg from 'pg'
import { postgresStore } from '../../src/index.js'

/** Races another process through the same keys and prints what it won. */
const [url = '', schema = '', name = '', countText = ''] = process.argv.slice(2)
const count = Number(countText)
const pool = new pg.Pool({ connectionString: url })
const store = postgresStore({ client: pool, schema })
const { records, revocations, buckets } = store
const options = { expiresAtMs: Date.now() + 3_600_000 }

await store.ping()
process.stdout.write('ready\n')
await once(process.stdin, 'data')

const won = { put: [] as number[], take: [] as number[], swap: 0, debit: 0, seqs: [] as number[] }
const race = async (i: number): Promise<void> => {
  if ((await records.putIfAbsent(`code-used:${i}`, name, options)).inserted) won.put.push(i)
  if ((await records.take(`flow:${i}`)) !== undefined) won.take.push(i)
  const counter = await records.get('family:counter')
  const next = String(Number(counter?.value) + 1)
  if (await records.compareAndSwap('family:counter', counter?.version ?? '', next, options)) won.swap++
  const { allowed } = await buckets.debit([{ key: 'user:a', burst: count, intervalMs: 3_600_000, cost: 1 }])
  if (allowed) won.debit++
  const tombstone = { kind: 'jti', id: `${name}-${i}`, revokedAtMs: Date.now(), ...options } as const
  won.seqs.push(await revocations.append(tombstone))
}
const LANES = 5
const lane = async (first: number): Promise<void> => {
  for (let i = first; i < count; i += LANES) await race(i)
}
await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)))
process.stdout.write(`won ${JSON.stringify(won)}\n`)
await store.close()
await pool.end()
process.stdin.destroy()
