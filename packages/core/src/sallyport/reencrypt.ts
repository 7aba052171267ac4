import * as z from 'zod/mini'
import type { Auditor } from '../audit/index.js'
import { StoreError } from '../errors/index.js'
import { parseOptions, type Runtime } from '../foundation/index.js'
import { keysFor, type KeySet } from '../primitives/keys/index.js'
import { createSealer, sealedBy, type Resealed } from '../primitives/sealing/index.js'
import { createFamilyResealer } from '../services/grants/index.js'
import { createHandleResealer } from '../services/handles/index.js'
import { createUpstreamResealer } from '../services/upstream-tokens/index.js'
import type { RecordStore } from '../store/index.js'
import { VAULT_PURPOSE } from './start-server.js'

/** Records that were looked at so far. */
export interface ReencryptProgress {
  readonly seen: number
  /** Encrypted with another key, and now with the newest. */
  readonly rewritten: number
  /** Malformed, encrypted with a key that is gone, or changed by others all the time; left as they are. */
  readonly failed: number
}

export interface Reencrypted extends ReencryptProgress {
  /** Every vault and sealing key that something in the store is encrypted with. A key that is missing here may go. */
  readonly keysInUse: readonly string[]
}

export interface ReencryptOptions {
  /** Called after each page of records. */
  readonly onProgress?: (progress: ReencryptProgress) => void
}

type Walk = readonly [index: string, visit: (key: string) => Promise<Resealed>]

const Options = z.strictObject({
  onProgress: z.optional(
    z.custom<NonNullable<ReencryptOptions['onProgress']>>(
      (value) => typeof value === 'function',
      'expected a function',
    ),
  ),
})

/** Rewritten at the same time: so few that requests do not wait for them. */
const PAGE = 25

/** Logins and questions under way are used once and gone soon: they are counted, not written. */
function noted(records: Pick<RecordStore, 'get'>): (key: string) => Promise<Resealed> {
  return async (key) => {
    const record = await records.get(key)
    const kid = record && sealedBy(record.value)
    return kid === undefined ? { outcome: 'gone' } : { outcome: 'current', kid }
  }
}

/** Each key of an index once, though records that are written meanwhile may come by again. */
async function* pagesOf(records: Pick<RecordStore, 'listByIndex'>, index: string): AsyncGenerator<readonly string[]> {
  const seen = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await records.listByIndex(index, cursor, PAGE)
    const fresh = page.keys.filter((key) => !seen.has(key))
    for (const key of fresh) seen.add(key)
    yield fresh
    cursor = page.cursor
  } while (cursor !== undefined)
}

/** A record that cannot be read stops nothing; a store that does not answer stops everything. */
async function visited(visit: Walk[1], key: string): Promise<Resealed> {
  try {
    return await visit(key)
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'corrupt') return { outcome: 'failed' }
    throw error
  }
}

/** Rejects when all are done: a sweep that has failed writes nothing afterwards. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

/**
 * Encrypts everything in the store anew that has an older vault or sealing key. Safe while requests are served, in several
 * processes, and again after it was cut off: a record is rewritten as a whole or not at all.
 */
export async function reencrypt(
  records: RecordStore,
  keys: KeySet,
  options: ReencryptOptions,
  audit: Auditor,
  runtime: Runtime,
): Promise<Reencrypted> {
  const { onProgress } = parseOptions('reencrypt', Options, options)
  await keys.reload?.('due')
  const vaultSealer = createSealer(keysFor(keys, 'vault'), VAULT_PURPOSE, runtime)
  const family = createFamilyResealer(records, vaultSealer)
  const walks: readonly Walk[] = [
    ['kind:upstream', createUpstreamResealer(records, vaultSealer)],
    // Families have no index of their own: there is one for each grant, named after it.
    ['kind:grant', (key) => family(key.slice('grant:'.length))],
    ['kind:handle', createHandleResealer(records, keysFor(keys, 'sealing'), runtime)],
    ['kind:flow', noted(records)],
    ['kind:held', noted(records)],
    ['kind:confirmation', noted(records)],
  ]
  const inUse = new Set<string>()
  let [seen, rewritten, failed] = [0, 0, 0]
  for (const [index, visit] of walks) {
    for await (const page of pagesOf(records, index)) {
      for (const { outcome, kid } of await allOf(page.map((key) => visited(visit, key)))) {
        if (kid !== undefined) inUse.add(kid)
        if (outcome !== 'gone') seen++
        if (outcome === 'rewritten') rewritten++
        if (outcome === 'failed') failed++
      }
      onProgress?.({ seen, rewritten, failed })
    }
  }
  const keysInUse = [...inUse].sort()
  audit.record({ kind: 'store.reencrypted', outcome: 'noted', seen, rewritten, failed, keysInUse })
  return { seen, rewritten, failed, keysInUse }
}
