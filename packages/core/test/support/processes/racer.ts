import { once } from 'node:events'
import type { Store } from '../../../src/store/index.js'

/** What one process won of the keys that all of them wanted. */
export interface Won {
  readonly put: readonly number[]
  readonly take: readonly number[]
  readonly swap: number
  readonly debit: number
  /** Numbers of its tombstones, in the order of their answers. */
  readonly seqs: readonly number[]
}

const HOUR_MS = 3_600_000

/** Put by whoever prepares the race. */
export async function prepareRace({ records }: Store, count: number): Promise<void> {
  const options = { expiresAtMs: Date.now() + HOUR_MS }
  for (let i = 0; i < count; i++) await records.putIfAbsent(`flow:${i}`, 'x', options)
  await records.putIfAbsent('family:counter', '0', options)
}

/**
 * In a process of its own: says that it is ready, waits for a line, races the others through the same keys, and prints
 * what it won.
 *
 * @param lanes how many keys it has under way at the same time
 */
export async function race(
  { records, revocations, buckets }: Store,
  name: string,
  count: number,
  lanes = 1,
): Promise<void> {
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  const options = { expiresAtMs: Date.now() + HOUR_MS, indexes: ['user:a'] }
  const won = { put: [] as number[], take: [] as number[], swap: 0, debit: 0, seqs: [] as number[] }
  const compete = async (i: number): Promise<void> => {
    if ((await records.putIfAbsent(`code-used:${i}`, name, options)).inserted) won.put.push(i)
    if ((await records.take(`flow:${i}`)) !== undefined) won.take.push(i)
    const counter = await records.get('family:counter')
    const next = String(Number(counter?.value) + 1)
    if (await records.compareAndSwap('family:counter', counter?.version ?? '', next, options)) won.swap++
    const { allowed } = await buckets.debit([{ key: 'user:a', burst: count, intervalMs: HOUR_MS, cost: 1 }])
    if (allowed) won.debit++
    const tombstone = {
      kind: 'jti',
      id: `${name}-${i}`,
      revokedAtMs: Date.now(),
      expiresAtMs: options.expiresAtMs,
    } as const
    won.seqs.push(await revocations.append(tombstone))
    // Revoked means: seen by whoever asks next, here or elsewhere.
    if ((await revocations.find([tombstone])).length !== 1) throw new Error('a tombstone is not there')
  }
  const lane = async (first: number): Promise<void> => {
    for (let i = first; i < count; i += lanes) await compete(i)
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
  process.stdout.write(`won ${JSON.stringify(won)}\n`)
  process.stdin.destroy()
}
