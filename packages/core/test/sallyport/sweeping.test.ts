import { describe, expect, it } from 'vitest'
import { createAuditor, type AuditEvent } from '../../src/audit/index.js'
import { StoreError } from '../../src/errors/index.js'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { startSweeping } from '../../src/sallyport/index.js'
import { createSweep } from '../../src/sallyport/sweeping.js'
import { memoryStore } from '../../src/store/index.js'
import { deployment } from './deployment.js'

const MINUTE_MS = 60_000
const settled = () => new Promise((resolve) => setImmediate(resolve))

function silent() {
  const events: AuditEvent[] = []
  return { events, audit: createAuditor([{ write: (event) => void events.push(event) }]) }
}

describe('a sweep', () => {
  it('removes what has expired in short steps, and nothing else [F-35]', async () => {
    const runtime = fakeRuntime()
    const store = memoryStore({}, runtime)
    const expiresAtMs = runtime.nowMs() + MINUTE_MS
    for (let i = 0; i < 1_700; i++) await store.records.putIfAbsent(`flow:${i}`, 'x', { expiresAtMs })
    await store.records.putIfAbsent('grant:live', 'x', { expiresAtMs: expiresAtMs + 1 })
    await store.revocations.append({ kind: 'jti', id: 'a', revokedAtMs: 0, expiresAtMs })
    await store.buckets.debit([{ key: 'address:a', burst: 1, intervalMs: MINUTE_MS, cost: 1 }])
    runtime.advance(MINUTE_MS)
    const asked: number[] = []
    const records = {
      sweepExpired: (limit: number) => {
        asked.push(limit)
        return store.records.sweepExpired(limit)
      },
    }
    const sweep = createSweep(records, silent().audit)
    expect(await sweep(600)).toBe(600)
    expect(await sweep()).toBe(1_100 + 2)
    expect(await sweep()).toBe(0)
    expect(Math.max(...asked)).toBeLessThanOrEqual(500)
    expect(await store.records.get('grant:live')).toBeDefined()
  })

  it('is a verb of a deployment [F-35]', async () => {
    const store = memoryStore()
    await store.records.putIfAbsent('flow:old', 'x', { expiresAtMs: 1 })
    const { sallyport } = deployment({ store })
    expect(await sallyport.sweep()).toBe(1)
    expect(await sallyport.sweep(0)).toBe(0)
  })

  it('that fails is noted and told [F-35]', async () => {
    const { events, audit } = silent()
    const failing = { sweepExpired: () => Promise.reject(new StoreError('busy', 'The database is locked.')) }
    await expect(createSweep(failing, audit)()).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'busy' })
    await audit.flush()
    expect(events).toMatchObject([{ kind: 'store.failed', operation: 'sweep', reason: 'busy' }])
  })
})

describe('sweeping now and then', () => {
  it('sweeps every five minutes until it is stopped [F-35]', async () => {
    const runtime = fakeRuntime()
    let sweeps = 0
    const stop = startSweeping({ sweep: async () => ++sweeps }, {}, runtime)
    const after: number[] = []
    for (const ms of [299_999, 1, 299_999, 1]) {
      runtime.advance(ms)
      await settled()
      after.push(sweeps)
    }
    stop()
    stop()
    runtime.advance(3_600_000)
    await settled()
    expect([...after, sweeps]).toEqual([0, 1, 1, 2, 2])
  })

  it('goes on after a sweep that failed, and never sweeps twice at once [F-35]', async () => {
    const runtime = fakeRuntime()
    let [sweeps, running, most] = [0, 0, 0]
    const sweep = async (): Promise<number> => {
      most = Math.max(most, ++running)
      await runtime.delay(250).finally(() => running--)
      if (++sweeps === 1) throw new StoreError('unavailable', 'down')
      return 0
    }
    const stop = startSweeping({ sweep }, { everyMs: 100 }, runtime)
    for (let i = 0; i < 40; i++) {
      runtime.advance(50)
      await settled()
    }
    stop()
    expect(sweeps).toBeGreaterThan(2)
    expect(most).toBe(1)
  })

  it('starts no timer on its own: a deployment that nobody sweeps waits for nothing [F-35]', async () => {
    const runtime = fakeRuntime()
    const delays: number[] = []
    const counting = {
      ...runtime,
      delay: (ms: number, signal?: AbortSignal) => {
        delays.push(ms)
        return runtime.delay(ms, signal)
      },
    }
    const { sallyport } = deployment({ runtime: counting })
    await sallyport.ready()
    await sallyport.sweep()
    await sallyport.close()
    expect(delays).toEqual([])
  })

  it.each([{ everyMs: 0 }, { everyMs: 0.5 }, { everyMs: Infinity }, { every: 1_000 }])('refuses %j', (options) => {
    expect(() => startSweeping({ sweep: async () => 0 }, options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    )
  })
})
