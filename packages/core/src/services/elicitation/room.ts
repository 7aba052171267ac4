import { LimitError } from '../../errors/index.js'
import { keysOfIndex } from '../../foundation/index.js'
import type { ConfirmationContext } from './options.js'

/**
 * Keeps a question that was just written only while its caller has room for it. Written first and counted afterwards:
 * whoever counts no more than the limit has been seen by all who count later, so the limit holds however many ask at once.
 *
 * @throws {LimitError} after removing the question
 */
export async function keepIfRoom(context: ConfirmationContext, key: string, index: string): Promise<void> {
  const { records, runtime, maxPerCaller } = context
  const keys = await keysOfIndex(context.records, index)
  if (keys.length <= maxPerCaller) return
  const found = await Promise.all(keys.map((one) => records.get(one)))
  const ends = found.flatMap((record) => (record === undefined ? [] : [record.expiresAtMs]))
  if (ends.length <= maxPerCaller) return
  await records.delete(key)
  const retryAfterMs = Math.max(Math.min(...ends) - runtime.nowMs(), 1)
  throw new LimitError({ reason: 'confirmations_exhausted', retryAfterMs })
}
