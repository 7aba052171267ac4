import { once } from 'node:events'
import { redisStore } from '../../src/index.js'
import { ioredis, nodeRedis } from './clients.js'

/** Races other processes through the same keys and prints what it won. */
const [kind = '', port = '', name = '', countText = ''] = process.argv.slice(2)
const count = Number(countText)
const { client, close } = await (kind === 'ioredis' ? ioredis : nodeRedis)(Number(port))
const { records, revocations, buckets } = redisStore({ client })
const options = { expiresAtMs: Date.now() + 3_600_000, indexes: ['user:a'] }

process.stdout.write('ready\n')
await once(process.stdin, 'data')

const won = { put: [] as number[], take: [] as number[], swap: 0, debit: 0, seqs: [] as number[] }
for (let i = 0; i < count; i++) {
  if ((await records.putIfAbsent(`code-used:${String(i)}`, name, options)).inserted) won.put.push(i)
  if ((await records.take(`flow:${String(i)}`)) !== undefined) won.take.push(i)
  const counter = await records.get('family:counter')
  const next = String(Number(counter?.value) + 1)
  if (await records.compareAndSwap('family:counter', counter?.version ?? '', next, options)) won.swap++
  const { allowed } = await buckets.debit([{ key: 'user:a', burst: count, intervalMs: 3_600_000, cost: 1 }])
  if (allowed) won.debit++
  const tombstone = { kind: 'jti', id: `${name}-${String(i)}`, revokedAtMs: Date.now(), ...options } as const
  won.seqs.push(await revocations.append(tombstone))
  // Revoked means: seen by whoever asks next, here or elsewhere.
  if ((await revocations.find([tombstone])).length !== 1) throw new Error('a tombstone is not there')
}
process.stdout.write(`won ${JSON.stringify(won)}\n`)
await close()
process.stdin.destroy()
