import { once } from 'node:events'
import { sqliteStore } from '../../src/index.js'

/** Races another process through the same keys and prints what it won. */
const [path = '', name = '', countText = ''] = process.argv.slice(2)
const count = Number(countText)
const store = sqliteStore({ path })
const { records, revocations, buckets } = store
const options = { expiresAtMs: Date.now() + 3_600_000 }

process.stdout.write('ready\n')
await once(process.stdin, 'data')

const won = { put: [] as number[], take: [] as number[], swap: 0, debit: 0, seqs: [] as number[] }
for (let i = 0; i < count; i++) {
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
process.stdout.write(`won ${JSON.stringify(won)}\n`)
await store.close()
process.stdin.destroy()
