import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createLimits } from '@sallyport/core/limits'
import { memoryStore } from '@sallyport/core/store'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Buckets of one kind that the memory store holds, unless told otherwise. */
const SHARE = 100_000
const FLOOD = 1_000_000

export interface MemoryResult {
  readonly name: string
  /** Buckets that are alive after the flood. */
  readonly buckets: number
  readonly bytesPerBucket: number
  /** What the heap grew by while the store filled up. */
  readonly filledBytes: number
  /** What it grew by afterwards, until the end of the flood. */
  readonly beyondBytes: number
  readonly seconds: number
}

const ipv4 = (): string => [...randomBytes(4)].join('.')
const ipv6 = (): string => {
  const groups = randomBytes(16).toString('hex').match(/.{4}/g) ?? []
  return ['2001', ...groups.slice(1)].join(':')
}

function heapBytes(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

async function flood(name: string, addressOf: () => string, kinds: number, total = FLOOD): Promise<MemoryResult> {
  const store = memoryStore()
  // Nothing comes back while the flood lasts, so every bucket stays.
  const gate = { burst: 300, intervalMs: 3_600_000 }
  const limits = createLimits({ buckets: store.buckets, failures: { gate } }, { record: () => undefined })
  const startedAt = performance.now()
  const before = heapBytes()
  for (let sent = 0; sent < SHARE; sent++) await limits.failed(addressOf(), 'gate')
  const filled = heapBytes()
  for (let sent = SHARE; sent < total; sent++) await limits.failed(addressOf(), 'gate')
  const after = heapBytes()
  const buckets = SHARE * kinds
  const result: MemoryResult = {
    name,
    buckets,
    bytesPerBucket: (filled - before) / buckets,
    filledBytes: filled - before,
    beyondBytes: after - filled,
    seconds: (performance.now() - startedAt) / 1000,
  }
  // Used after the last measurement, or it might have been collected before.
  await store.close()
  return result
}

/** What a million failures from random addresses leave in the memory of a process (TL-04). */
export async function measureMemory(): Promise<readonly MemoryResult[]> {
  // The engine and the caches of addresses warm up first.
  await flood('warm-up', ipv4, 1, 2 * SHARE)
  return [await flood('IPv4', ipv4, 1), await flood('IPv6, /64 and /48', ipv6, 2)]
}
