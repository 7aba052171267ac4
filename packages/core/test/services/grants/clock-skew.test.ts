import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { DAY, MINUTE, presentCode, presentRefresh, withCode, withRefresh, world } from './harness.js'

const SKEWS = [-20_000, 20_000]

/** Three processes on one store: one whose clock is that of the store, one behind it and one ahead. */
function skewedWorlds() {
  const clock = fakeRuntime()
  const store = memoryStore({}, clock)
  const runtimes = [0, ...SKEWS].map((ms) => fakeRuntime({ nowMs: clock.nowMs() + ms }))
  const [right, slow, fast] = runtimes.map((runtime) => world({}, { store, runtime }).grants)
  if (right === undefined || slow === undefined || fast === undefined) throw new Error('three processes')
  return {
    store,
    clock,
    processes: { right, slow, fast },
    pass(ms: number) {
      for (const each of [clock, ...runtimes]) each.advance(ms)
    },
  }
}

const PAIRS = (['right', 'slow', 'fast'] as const).flatMap((one) =>
  (['right', 'slow', 'fast'] as const).map((other) => [one, other] as const),
)

describe.each(PAIRS)('a family that the %s process rotated, before the %s one', (one, other) => {
  it('is within the grace to its last millisecond, and not at its end [AS-57] [F-92]', async () => {
    const { processes, pass } = skewedWorlds()
    const { token } = await withRefresh(processes.right)
    const { refreshToken } = await processes[one].rotateRefresh(presentRefresh(token))
    pass(9_999)
    const retried = await processes[other].rotateRefresh(presentRefresh(token))
    expect([retried.retry, retried.refreshToken]).toEqual([true, refreshToken])
    pass(1)
    await expect(processes[other].rotateRefresh(presentRefresh(token))).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'refresh_replayed',
    })
    await expect(processes[one].rotateRefresh(presentRefresh(refreshToken))).rejects.toMatchObject({
      reason: 'refresh_unknown',
    })
  })

  it('counts the time a request has waited by the clock it came in by [AS-57]', async () => {
    const { processes, pass, clock } = skewedWorlds()
    const skew = { right: 0, slow: -20_000, fast: 20_000 }[other]
    const { token } = await withRefresh(processes.right)
    await processes[one].rotateRefresh(presentRefresh(token))
    const presentedAtMs = clock.nowMs() + skew
    pass(30_000)
    const twin = await processes[other].rotateRefresh(presentRefresh(token, { presentedAtMs }))
    expect(twin.retry).toBe(true)
  })

  it('dies when it was idle for 14 days, not 20 seconds sooner or later [AS-59]', async () => {
    const { processes, pass } = skewedWorlds()
    const { token } = await withRefresh(processes[one])
    pass(DAY)
    const { refreshToken } = await processes[one].rotateRefresh(presentRefresh(token))
    pass(14 * DAY - 1)
    expect((await processes[other].inspectRefresh(presentRefresh(refreshToken))).grant.clientId).toBe('c_one')
    pass(1)
    await expect(processes[other].inspectRefresh(presentRefresh(refreshToken))).rejects.toMatchObject({
      reason: 'refresh_unknown',
    })
  })

  it('came of a code that lived for a minute by the clock of the store [AS-31]', async () => {
    const { processes, pass } = skewedWorlds()
    const [early, late] = [await withCode(processes[one]), await withCode(processes[one])]
    pass(MINUTE - 1)
    expect(await processes[other].redeemCode(presentCode(early.code))).toEqual(early.grant)
    pass(1)
    await expect(processes[other].redeemCode(presentCode(late.code))).rejects.toMatchObject({ reason: 'code_unknown' })
  })
})
