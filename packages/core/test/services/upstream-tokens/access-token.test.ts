import { describe, expect, it } from 'vitest'
import { HOUR, outage, refusal, world } from './harness.js'

describe('the access token of a grant', () => {
  it('is the stored one while it has time left', async () => {
    const { vault, store, state, clock } = world()
    await store()
    clock.advance(HOUR - 60_001)
    expect(await vault.accessToken('g1')).toBe('access-1')
    expect(state.refreshes).toBe(0)
  })

  it('is a new one a minute before the old one ends [F-02]', async () => {
    const { vault, store, state, clock, events } = world()
    await store()
    clock.advance(HOUR - 60_000)
    expect(await vault.accessToken('g1')).toBe('access-2')
    expect(await vault.accessToken('g1')).toBe('access-2')
    expect(state.refreshes).toBe(1)
    expect(events).toEqual([
      {
        kind: 'upstream.refreshed',
        outcome: 'noted',
        upstream: 'https://login.example.com',
        subject: 'user-1',
        grantId: 'g1',
      },
    ])
  })

  it('is refreshed by exactly one of 50 parallel callers in two processes [F-02]', async () => {
    const { vault, other, store, state, clock } = world()
    await store()
    clock.advance(2 * HOUR)

    const callers = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? vault : other).accessToken('g1'))

    expect(new Set(await Promise.all(callers))).toEqual(new Set(['access-2']))
    expect(state.refreshes).toBe(1)
  })

  it('follows the rotation of the provider over many refreshes [F-02]', async () => {
    const { vault, other, store, clock } = world()
    await store()
    for (let n = 2; n < 12; n++) {
      clock.advance(HOUR)
      expect(await (n % 2 === 0 ? vault : other).accessToken('g1')).toBe(`access-${String(n)}`)
    }
  })

  it('is refreshed once per call, not for ever, when the provider gives less time than we look ahead', async () => {
    const { vault, store, state, clock } = world({ lifetimeMs: 30_000 })
    await store()
    expect(await vault.accessToken('g1')).toBe('access-1')
    expect(state.refreshes).toBe(0)
    clock.advance(15_000)
    expect(await vault.accessToken('g1')).toBe('access-2')
    expect(state.refreshes).toBe(1)
  })

  it('is used as it is when the provider names no end', async () => {
    const { vault, store, clock, state } = world({ endless: true })
    await store()
    clock.advance(24 * HOUR)
    expect(await vault.accessToken('g1')).toBe('access-1')
    expect(state.refreshes).toBe(0)
  })

  it('is nobody else’s: an unknown, an expired and a dropped grant have none', async () => {
    const { vault, store, clock } = world()
    await store()
    await store('g2')
    await vault.drop('g2', { revoke: false })
    for (const grantId of ['g2', 'g3', '']) {
      await expect(vault.accessToken(grantId)).rejects.toMatchObject({ reason: 'upstream_tokens_missing' })
    }
    clock.advance(31 * 24 * HOUR)
    await expect(vault.accessToken('g1')).rejects.toMatchObject({ reason: 'upstream_tokens_missing' })
  })

  it('without refresh token ends when the token ends', async () => {
    const { vault, store, clock, first } = world()
    const { refreshToken: _refreshToken, ...tokens } = first
    await store('g1', tokens)
    clock.advance(HOUR - 1)
    expect(await vault.accessToken('g1')).toBe('access-1')
    clock.advance(1)
    await expect(vault.accessToken('g1')).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'upstream_access_token_expired',
    })
  })
})

describe('a provider that fails', () => {
  it('while the old token has time left is not noticed', async () => {
    const { vault, store, state, clock } = world()
    await store()
    state.fails = outage()
    clock.advance(HOUR - 30_000)
    expect(await vault.accessToken('g1')).toBe('access-1')
  })

  it('changes nothing: the same tokens are refreshed when it is back [F-02]', async () => {
    const { vault, other, store, state, clock, events } = world()
    await store()
    state.fails = outage()
    clock.advance(HOUR)
    await expect(vault.accessToken('g1')).rejects.toMatchObject({ error: 'temporarily_unavailable' })
    expect(events.at(-1)).toMatchObject({ kind: 'upstream.failed', reason: 'outbound_timeout', grantId: 'g1' })

    state.fails = undefined
    expect(await other.accessToken('g1')).toBe('access-2')
  })

  it('by refusing ends the grant for every caller, even with time left [F-02]', async () => {
    const { vault, store, state, clock } = world()
    await store()
    state.fails = refusal()
    clock.advance(HOUR - 30_000)
    await expect(vault.accessToken('g1')).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(vault.accessToken('g1')).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('in a way nobody foresaw is not hidden, and does not stay locked', async () => {
    const { vault, store, state, clock, events } = world()
    await store()
    clock.advance(HOUR)
    state.fails = new TypeError('secret-detail') as never
    await expect(vault.accessToken('g1')).rejects.toThrow(TypeError)
    expect(JSON.stringify(events)).not.toContain('secret-detail')
    state.fails = undefined
    expect(await vault.accessToken('g1')).toBe('access-2')
  })
})
