import { describe, expect, it } from 'vitest'
import { createCached } from '../../src/foundation/index.js'
import { fakeRuntime } from '../../src/host/testing/index.js'

function counter() {
  const runtime = fakeRuntime()
  const state = { loads: 0, fails: false }
  const load = async (): Promise<number> => {
    state.loads++
    await Promise.resolve()
    if (state.fails) throw new Error('down')
    return state.loads
  }
  return { runtime, state, cached: createCached(load, { maxAgeMs: 1_000, pauseMs: 100 }, runtime) }
}

describe('createCached', () => {
  it('loads once for all who ask at the same time, and when the age is reached', async () => {
    const { cached, runtime } = counter()
    expect(await Promise.all([cached.get(), cached.get(), cached.reload()])).toEqual([1, 1, 1])
    runtime.advance(999)
    expect(await cached.get()).toBe(1)
    runtime.advance(1)
    expect(await Promise.all([cached.get(), cached.get()])).toEqual([2, 2])
  })

  it('lets every failure before the first success through and tries again at once', async () => {
    const { cached, state } = counter()
    state.fails = true
    await expect(cached.get()).rejects.toThrow('down')
    await expect(cached.reload()).rejects.toThrow('down')
    state.fails = false
    expect(await cached.get()).toBe(3)
  })

  it('keeps the value in hand while loading fails, and pauses between attempts', async () => {
    const { cached, state, runtime } = counter()
    await cached.get()
    state.fails = true
    runtime.advance(1_000)
    for (let i = 0; i < 5; i++) expect(await cached.get()).toBe(1)
    expect(state.loads).toBe(2)
    runtime.advance(100)
    expect(await cached.get()).toBe(1)
    expect(state.loads).toBe(3)
  })

  it('reloads on request, but not within the pause', async () => {
    const { cached, runtime } = counter()
    await cached.get()
    expect(await cached.reload()).toBe(1)
    runtime.advance(100)
    expect(await cached.reload()).toBe(2)
  })
})
