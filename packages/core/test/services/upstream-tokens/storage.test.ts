import { describe, expect, it } from 'vitest'
import { systemRuntime } from '../../../src/foundation/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { createUpstreamTokens } from '../../../src/services/upstream-tokens/index.js'
import { HOUR, outage, world } from './harness.js'

const KEY = 'upstream:g1'

describe('tokens at rest', () => {
  it('are sealed: no record holds one in clear [PX-25] [PX-30]', async () => {
    const { vault, store, records, clock, first } = world()
    await store('g1', { ...first, idToken: 'id-token-1' })
    const before = (await records.get(KEY))?.value ?? ''
    clock.advance(2 * HOUR)
    await vault.accessToken('g1')
    const after = (await records.get(KEY))?.value ?? ''
    for (const text of [before, after]) expect(text).not.toMatch(/access-|refresh-|id-token-/)
    expect(JSON.parse(after)).toMatchObject({ v: 1, subject: 'user-1', refreshable: true })
  })

  it('are found by user, and end with the grant', async () => {
    const { store, records, clock, owner } = world()
    await store()
    expect((await records.listByIndex('user:user-1', undefined, 10)).keys).toEqual([KEY])
    expect((await records.get(KEY))?.expiresAtMs).toBe(owner('g1').expiresAtMs)
    clock.advance(2 * HOUR)
  })

  it('keep their end and their index when they are refreshed', async () => {
    const { vault, store, records, clock } = world()
    await store()
    const end = (await records.get(KEY))?.expiresAtMs
    clock.advance(2 * HOUR)
    await vault.accessToken('g1')
    expect((await records.get(KEY))?.expiresAtMs).toBe(end)
    expect((await records.listByIndex('user:user-1', undefined, 10)).keys).toEqual([KEY])
  })

  it('of one grant do not open as those of another [PX-30]', async () => {
    const { vault, store, records } = world()
    await store('g1')
    const { value = '', expiresAtMs = 0 } = (await records.get(KEY)) ?? {}
    await records.putIfAbsent('upstream:g2', value, { expiresAtMs })
    await expect(vault.accessToken('g2')).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  })

  it('under a forgotten key are a mistake of the operator, not the end of a grant', async () => {
    const { store, vaultOn } = world()
    await store()
    const sealer = createSealer([{ kid: 'k2', secret: systemRuntime.randomBytes(32) }], 'vault')
    await expect(vaultOn({ sealer }).accessToken('g1')).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  })

  it.each(['', '{}', '[]', 'null', '{"v":2}', '{"v":1,"subject":"a"}'])('that read %s are refused', async (value) => {
    const { vault, records, clock } = world()
    await records.putIfAbsent(KEY, value, { expiresAtMs: clock.nowMs() + HOUR })
    await expect(vault.accessToken('g1')).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  })

  it('are not replaced by a second set for the same grant', async () => {
    const { vault, store, owner } = world()
    await store()
    await expect(vault.store(owner('g1', 'user-2'), { accessToken: 'x', tokenType: 'Bearer' })).rejects.toMatchObject({
      code: 'ERR_STORE',
    })
    expect(await vault.accessToken('g1')).toBe('access-1')
  })
})

describe('dropping the tokens of a dead grant', () => {
  it('removes them, and tells the provider when it was the last grant of the person [PX-30]', async () => {
    const { vault, store, records, state } = world()
    await store('g1')
    await store('g2')

    await vault.drop('g1', { revoke: true })
    expect(await records.get(KEY)).toBeUndefined()
    expect(state.revoked).toHaveLength(0)

    await vault.drop('g2', { revoke: true })
    expect(state.revoked.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-1'])
    await vault.drop('g2', { revoke: true })
    expect(state.revoked).toHaveLength(1)
  })

  it('does not count the grants of others, or what is not a grant', async () => {
    const { vault, store, owner, records, first, state, clock } = world()
    await store('g1')
    await vault.store(owner('g2', 'user-2'), first)
    await records.putIfAbsent('consent:c', '{}', { expiresAtMs: clock.nowMs() + HOUR, indexes: ['user:user-1'] })
    await vault.drop('g1', { revoke: true })
    expect(state.revoked).toHaveLength(1)
  })

  it('reads on past many records of the person', async () => {
    const { vault, store, owner, records, first, state, clock } = world()
    const indexes = ['user:user-1']
    for (let i = 0; i < 250; i++) {
      await records.putIfAbsent(`consent:${String(i)}`, '{}', { expiresAtMs: clock.nowMs() + HOUR, indexes })
    }
    await store('g1')
    await vault.store(owner('g2'), first)
    await vault.drop('g1', { revoke: true })
    expect(state.revoked).toHaveLength(0)
  })

  it('without telling the provider says nothing to it', async () => {
    const { vault, store, state } = world()
    await store()
    await vault.drop('g1', { revoke: false })
    expect(state.revoked).toHaveLength(0)
  })

  it('succeeds when the provider is out of reach, and leaves a note', async () => {
    const { vault, store, state, events, records } = world()
    await store()
    state.fails = outage()
    await vault.drop('g1', { revoke: true })
    expect(await records.get(KEY)).toBeUndefined()
    expect(events).toEqual([expect.objectContaining({ kind: 'upstream.failed', reason: 'outbound_timeout' })])
  })

  it('of the last two grants at once tells the provider at least once', async () => {
    const { vault, other, store, state } = world()
    await store('g1')
    await store('g2')
    await Promise.all([vault.drop('g1', { revoke: true }), other.drop('g2', { revoke: true })])
    expect(state.revoked.length).toBeGreaterThanOrEqual(1)
  })
})

it.each([{ lockMs: 0 }, { waitMs: -1 }, { refreshAheadMs: 1.5 }, { confirmEvery: 1 }])(
  'refuses the options %j',
  (wrong) => {
    const { records, sealer, endpoint } = world()
    expect(() => createUpstreamTokens({ records, sealer, endpoint, ...wrong }, { record: () => undefined })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    )
  },
)
