import { expect, it } from 'vitest'
import { createStreams } from '../../../src/compositions/resource-server/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { memoryStore, type RevocationLog } from '../../../src/store/index.js'
import { HOUR_MS, RESOURCE, tokenWorld } from '../../services/tokens/fixture.js'

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A log that can be replaced by its copy. */
function logWithCopy() {
  const clock = fakeRuntime()
  const [first, copy] = [memoryStore({}, clock).revocations, memoryStore({}, clock).revocations]
  let current = first
  const log: RevocationLog = {
    append: (tombstone) => current.append(tombstone),
    seq: () => current.seq(),
    since: (seq) => current.since(seq),
    find: (targets) => current.find(targets),
  }
  const bury = (target: RevocationLog, id: string) =>
    target.append({ kind: 'gid', id, revokedAtMs: clock.nowMs(), expiresAtMs: clock.nowMs() + HOUR_MS })
  return { clock, log, first, copy, bury, restore: () => (current = copy) }
}

it.each([
  ['only that', ['g_one']],
  ['that and another', ['g_one', 'g_nobody']],
  ['another and that', ['g_nobody', 'g_one']],
])('ends a stream by a log that lost its end and grew as long again, with %s [RS-44] [F-09]', async (_what, came) => {
  const { clock, log, first, copy, bury, restore } = logWithCopy()
  const revocations = createRevocations({ log }, clock)
  const { verifier, runtime, forge } = await tokenWorld('EdDSA', { revocations })
  const streams = createStreams({ audit: { record: () => undefined }, revocations }, runtime)
  const open = async (gid: string) => {
    const token = await forge({ claims: { jti: gid, gid } })
    const { principal, assertStanding } = await verifier.recognize(token, RESOURCE)
    await assertStanding()
    const facts = { method: 'GET', target: '/mcp', remoteAddress: undefined, headerLines: () => [] }
    const admitted = { allowed: true, principal, facts, requestId: gid, maxBodyBytes: 1, address: undefined } as const
    const stream = { closed: 0 }
    const close = () => (stream.closed += 1)
    const request = { ...admitted, headers: [], assertStanding: () => assertStanding() }
    streams.watch(request, { running: false, close })
    await settled()
    return stream
  }
  const pass = async (): Promise<void> => {
    clock.advance(1_000)
    runtime.advance(1_000)
    await settled()
  }

  for (const each of [first, copy]) await bury(each, 'known')
  for (const id of came) await bury(first, `lost with ${id}`)
  const [one, other] = [await open('g_one'), await open('g_other')]
  await pass()
  await pass()
  restore()
  // Another process revokes: nobody tells this one.
  for (const id of came) await bury(copy, id)
  await pass()
  await settled()
  expect([one.closed, other.closed]).toEqual([1, 0])
  streams.end()
})
