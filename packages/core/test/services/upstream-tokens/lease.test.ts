import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors/index.js'
import { systemRuntime } from '../../../src/foundation/index.js'
import type { UpstreamTokenEndpoint } from '../../../src/services/upstream-tokens/index.js'
import { HOUR, refusal, world } from './harness.js'

const never = new Promise<never>(() => undefined)

describe('the lease of a refresh', () => {
  it('of a process that died expires; until then others wait or make do [F-02]', async () => {
    const { vault, store, vaultOn, endpoint, clock, state } = world({ waitMs: 1 })
    await store()
    clock.advance(HOUR - 30_000)
    const dead: UpstreamTokenEndpoint = { ...endpoint, refresh: () => never }
    void vaultOn({ endpoint: dead }).accessToken('g1')
    await systemRuntime.delay(5)

    expect(await vault.accessToken('g1')).toBe('access-1')
    expect(state.refreshes).toBe(0)

    clock.advance(30_000)
    expect(await vault.accessToken('g1')).toBe('access-2')
    expect(state.refreshes).toBe(1)
  })

  it('held for too long makes a waiting caller give up', async () => {
    const { store, vaultOn, endpoint, clock } = world()
    await store()
    clock.advance(HOUR)
    void vaultOn({ endpoint: { ...endpoint, refresh: () => never } }).accessToken('g1')
    await systemRuntime.delay(5)

    const waiting = vaultOn({ waitMs: 100 }).accessToken('g1')
    await systemRuntime.delay(5)
    clock.advance(100)

    await expect(waiting).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'upstream_refresh_busy',
    })
  })

  it('that is overtaken: the slow winner’s tokens are kept, and the refusal of the other ends nothing', async () => {
    const { vault, other, store, hold, clock } = world()
    await store()
    clock.advance(2 * HOUR)
    const open = hold()
    const slow = vault.accessToken('g1')
    await systemRuntime.delay(5)
    clock.advance(30_000)
    // The other takes over, presents the token that the slow one has spent, and is refused.
    await expect(other.accessToken('g1')).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'upstream_refresh_contested',
    })
    open()

    expect(await slow).toBe('access-2')
    expect(await other.accessToken('g1')).toBe('access-2')
  })

  it('of a process that died between rotation and storing ends the grant at the second refusal', async () => {
    const { vault, store, vaultOn, endpoint, clock } = world()
    await store()
    clock.advance(HOUR)
    const dying: UpstreamTokenEndpoint = {
      ...endpoint,
      refresh: (tokens) => endpoint.refresh(tokens).then(() => never),
    }
    void vaultOn({ endpoint: dying }).accessToken('g1')
    await systemRuntime.delay(20)
    clock.advance(30_000)

    await expect(vault.accessToken('g1')).rejects.toMatchObject({ error: 'temporarily_unavailable' })
    await expect(vault.accessToken('g1')).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('that was lost to another one, which then succeeded, leads to the tokens of that one', async () => {
    const { other, store, vaultOn, endpoint, clock } = world()
    await store()
    clock.advance(2 * HOUR)
    let arrive = (): void => undefined
    const late: UpstreamTokenEndpoint = {
      ...endpoint,
      refresh: async (tokens) => {
        await new Promise<void>((resolve) => (arrive = resolve))
        return endpoint.refresh(tokens)
      },
    }
    const overtaken = vaultOn({ endpoint: late }).accessToken('g1')
    await systemRuntime.delay(5)
    clock.advance(30_000)
    expect(await other.accessToken('g1')).toBe('access-2')
    arrive()
    expect(await overtaken).toBe('access-2')
  })

  it('does not outlive the grant: tokens that come too late are handed back to the provider [PX-30]', async () => {
    const { vault, store, hold, clock, state } = world()
    await store()
    clock.advance(2 * HOUR)
    const open = hold()
    const late = vault.accessToken('g1')
    await systemRuntime.delay(5)
    await vault.drop('g1', { revoke: false })
    open()

    await expect(late).rejects.toMatchObject({ error: 'invalid_grant', reason: 'upstream_tokens_missing' })
    expect(state.revoked.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-2'])
  })
})

describe('a store that fails', () => {
  it('for a moment after the provider has rotated does not cost the new token', async () => {
    const { store, vaultOn, records, clock } = world()
    await store()
    clock.advance(HOUR)
    let writes = 0
    const vault = vaultOn({
      records: {
        ...records,
        compareAndSwap(...parameters) {
          // The first write takes the lease, the next two are those of the new token.
          if (++writes === 2 || writes === 3) return Promise.reject(new StoreError('busy', 'busy'))
          return records.compareAndSwap(...parameters)
        },
      },
    })
    expect(await vault.accessToken('g1')).toBe('access-2')
    expect(writes).toBe(4)
  })

  it('for good is an outage of the store, never a missing grant', async () => {
    const { store, vaultOn, records, clock, state } = world()
    await store()
    clock.advance(HOUR)
    const fail = () => Promise.reject(new StoreError('unavailable', 'down'))
    const broken = vaultOn({ records: { ...records, get: fail } })
    for (const attempt of [broken.accessToken('g1'), broken.confirm('g1')]) {
      await expect(attempt).rejects.toMatchObject({ code: 'ERR_STORE' })
    }
    expect(state.refreshes).toBe(0)
  })
})

it('forgets nothing when the provider refuses: the caller decides about the grant', async () => {
  const { vault, store, state, records, clock } = world()
  await store()
  clock.advance(HOUR)
  state.fails = refusal()
  await expect(vault.accessToken('g1')).rejects.toMatchObject({ error: 'invalid_grant' })
  expect(await records.get('upstream:g1')).toBeDefined()
})
