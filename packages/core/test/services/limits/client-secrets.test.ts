import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createLimits } from '../../../src/services/limits/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { rate, setup, times } from './support.js'

const overall = { clientSecretsOverall: { burst: 5, intervalMs: 1_000 } }

describe('wrong secrets of a client', () => {
  it('lock out the network that guesses, and nobody else [F-44] [AS-66]', async () => {
    const { limits } = setup()
    await times(100, () => limits.failedClientSecret('c1', '192.0.2.1'))
    expect(await limits.peekClientSecret('c1', '192.0.2.1')).toMatchObject({
      allowed: false,
      bucket: 'client-secret',
      retryAfterMs: rate.intervalMs,
    })
    expect(await limits.peekClientSecret('c1', '198.51.100.7')).toMatchObject({ allowed: true })
    expect(await limits.peekClientSecret('c2', '192.0.2.1')).toMatchObject({ allowed: true })
  })

  it('from many networks run the client dry as a whole [F-44] [AS-66]', async () => {
    const { limits, runtime } = setup(overall)
    await times(5, (index) => limits.failedClientSecret('c1', `192.0.2.${String(index)}`))
    expect(await limits.peekClientSecret('c1', '192.0.2.99')).toMatchObject({
      allowed: false,
      bucket: 'client-secret-overall',
      retryAfterMs: 1_000,
    })
    runtime.advance(1_000)
    expect(await limits.peekClientSecret('c1', '192.0.2.99')).toMatchObject({ allowed: true })
  })

  it('beyond those of a network cost the others nothing [F-44]', async () => {
    const { limits } = setup(overall)
    await times(100, () => limits.failedClientSecret('c1', '192.0.2.1'))
    expect(await limits.failedClientSecret('c1', '192.0.2.2')).toMatchObject({ allowed: true })
    expect(await limits.failedClientSecret('c1', '192.0.2.2')).toMatchObject({ allowed: true })
    expect(await limits.failedClientSecret('c1', '192.0.2.3')).toMatchObject({ bucket: 'client-secret-overall' })
  })

  it('by default: 30 from one network, 1 000 from everywhere [F-44]', async () => {
    const { buckets } = memoryStore({}, fakeRuntime())
    const limits = createLimits({ buckets }, { record: () => undefined }, fakeRuntime())
    let counted = 0
    await times(100, async () => {
      if ((await limits.failedClientSecret('c1', '192.0.2.1')).allowed) counted++
    })
    expect(counted).toBe(30)
    await times(2_000, async (index) => {
      if ((await limits.failedClientSecret('c1', `10.0.${String(index >> 8)}.${String(index & 255)}`)).allowed)
        counted++
    })
    expect(counted).toBe(1_000)
  })

  it('name who and whence in the audit log, and no secret [F-44]', async () => {
    const { limits, events } = setup()
    await times(4, () => limits.failedClientSecret('c1', '192.0.2.1', { requestId: 'r1' }))
    expect(events).toEqual([
      expect.objectContaining({ kind: 'limit.exceeded', clientId: 'c1', address: '192.0.2.1', requestId: 'r1' }),
    ])
  })
})
