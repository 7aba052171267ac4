import { randomBase64Url, sha256Base64Url } from '../../foundation/index.js'
import type { FlowContext } from './types.js'

/**
 * Keeps what the provider answered while the person looks at the page again. Sealed, because it holds tokens of the
 * provider; found only through the sealed form of the browser it belongs to.
 */
export async function hold(flows: FlowContext, answer: string, subject: string): Promise<string> {
  const heldId = randomBase64Url(32, flows.runtime)
  const key = await keyOf(flows, heldId)
  await flows.records.putIfAbsent(key, await flows.vaultSealer.seal(answer, `${flows.issuer} ${key}`), {
    expiresAtMs: flows.runtime.nowMs() + flows.lifetimeMs,
    indexes: ['kind:held', `user:${subject}`],
  })
  return heldId
}

export async function takeHeld(flows: FlowContext, heldId: string): Promise<string | undefined> {
  const key = await keyOf(flows, heldId)
  const record = await flows.records.take(key)
  if (record === undefined || record.expiresAtMs <= flows.runtime.nowMs()) return undefined
  return flows.vaultSealer.open(record.value, `${flows.issuer} ${key}`)
}

async function keyOf(flows: FlowContext, heldId: string): Promise<string> {
  return `held:${await sha256Base64Url(heldId, flows.runtime)}`
}
