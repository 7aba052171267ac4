import { describe, expect, it } from 'vitest'
import { HOUR, outage, refusal, world } from './harness.js'

describe('confirming that the provider still knows the person', () => {
  it('is not needed within the hour after the login or a refresh', async () => {
    const { vault, store, state, clock } = world({ lifetimeMs: 24 * HOUR })
    await store()
    clock.advance(HOUR)
    await vault.confirm('g1')
    expect(state.refreshes).toBe(0)
    clock.advance(1)
    await vault.confirm('g1')
    expect(state.refreshes).toBe(1)
    clock.advance(HOUR)
    await vault.confirm('g1')
    expect(state.refreshes).toBe(1)
  })

  it('exercises the refresh token once for 50 parallel callers in two processes [F-02]', async () => {
    const { vault, other, store, state, clock } = world({ lifetimeMs: 24 * HOUR })
    await store()
    clock.advance(2 * HOUR)
    await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? vault : other).confirm('g1')))
    expect(state.refreshes).toBe(1)
    expect(await vault.accessToken('g1')).toBe('access-2')
  })

  it('fails for somebody who was disabled, though the access token has time left [F-02]', async () => {
    const { vault, store, state, clock } = world({ lifetimeMs: 24 * HOUR })
    await store()
    state.fails = refusal()
    clock.advance(2 * HOUR)
    await expect(vault.confirm('g1')).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('fails while the provider is out of reach, and changes nothing', async () => {
    const { vault, store, state, records, clock } = world({ lifetimeMs: 24 * HOUR })
    await store()
    const before = (await records.get('upstream:g1'))?.value
    state.fails = outage()
    clock.advance(2 * HOUR)
    await expect(vault.confirm('g1')).rejects.toMatchObject({ error: 'temporarily_unavailable' })
    expect((await records.get('upstream:g1'))?.value).toBe(before)
  })

  it('passes where the provider gave no refresh token', async () => {
    const { vault, store, clock, first, state } = world()
    const { refreshToken: _refreshToken, ...tokens } = first
    await store('g1', tokens)
    clock.advance(20 * HOUR)
    await vault.confirm('g1')
    expect(state.refreshes).toBe(0)
  })

  it('fails for a grant without tokens', async () => {
    const { vault } = world()
    await expect(vault.confirm('g1')).rejects.toMatchObject({ reason: 'upstream_tokens_missing' })
  })
})
