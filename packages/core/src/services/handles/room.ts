import { LimitError } from '../../errors/index.js'
import { keysOfIndex } from '../../foundation/index.js'
import type { HandleContext } from './options.js'

/** While several create at once, those over the limit step back; the others look again this often. */
const MAX_LOOKS = 5
const LOOK_DELAY_MS = 20

type Context = Pick<HandleContext, 'records' | 'runtime'>

interface LiveRecord {
  readonly key: string
  readonly expiresAtMs: number
}

async function onlyLive({ records, runtime }: Context, keys: readonly string[]): Promise<readonly LiveRecord[]> {
  const found = await Promise.all(
    keys.map(async (key) => ({ key, expiresAtMs: (await records.get(key))?.expiresAtMs })),
  )
  const nowMs = runtime.nowMs()
  return found.flatMap(({ key, expiresAtMs = 0 }) => (expiresAtMs > nowMs ? [{ key, expiresAtMs }] : []))
}

/** Keys of all live records of an index, which may name others, too. */
export async function liveKeys(context: Context, index: string): Promise<readonly string[]> {
  return (await onlyLive(context, await keysOfIndex(context.records, index))).map(({ key }) => key)
}

/**
 * Keeps a record that was just written only while its owner has room for it. Written first and counted afterwards: a
 * caller that counts no more than the limit has been seen by all who count later, so the limit holds however many
 * create at once. Of too many the last by key step back.
 *
 * @throws {LimitError} after removing the record
 */
export async function keepIfRoom(context: HandleContext, key: string, index: string): Promise<void> {
  const { records, runtime, maxPerOwner } = context
  for (let look = 1; ; look++) {
    const keys = await keysOfIndex(context.records, index)
    if (keys.length <= maxPerOwner) return
    const live = await onlyLive(context, keys)
    if (live.length <= maxPerOwner) return
    const rank = live.filter((other) => other.key < key).length
    if (look < MAX_LOOKS && rank < maxPerOwner) {
      await runtime.delay(LOOK_DELAY_MS)
      continue
    }
    await records.delete(key)
    const endsAtMs = Math.min(...live.map(({ expiresAtMs }) => expiresAtMs))
    throw new LimitError({ reason: 'handles_exhausted', retryAfterMs: Math.max(endsAtMs - runtime.nowMs(), 1) })
  }
}
