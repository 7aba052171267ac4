import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/errors/index.js'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import type { Revocations } from '../../../src/primitives/revocation/index.js'
import { createTokenVerifier } from '../../../src/services/tokens/index.js'
import type { Tombstone } from '../../../src/store/index.js'
import { HOUR_MS, ISSUER, RESOURCE, tokenWorld, verdict, type TokenWorld } from './fixture.js'

const judge = ({ verifier }: Pick<TokenWorld, 'verifier'>, token: string) =>
  verdict(() => verifier.verify(token, RESOURCE))
const TARGETS = [
  ['token', { kind: 'jti', id: 'jti-1' }],
  ['grant', { kind: 'gid', id: 'g_1' }],
  ['person', { kind: 'user', id: 'alice' }],
  ['client', { kind: 'client', id: 'c_1' }],
] as const

describe('revocation', () => {
  it.each(TARGETS)('of a %s kills a token that was never seen [RS-28] [F-09]', async (_what, target) => {
    const world = await tokenWorld()
    await world.revocations.revoke({ ...target, expiresAtMs: world.runtime.nowMs() + HOUR_MS })
    expect(await judge(world, await world.forge())).toBe('token_revoked')
  })

  it.each(TARGETS)(
    'of a %s kills a remembered token on the next call, and no other [RS-28] [F-07] [F-09]',
    async (_what, target) => {
      const world = await tokenWorld()
      const token = await world.forge()
      const other = await world.forge({ claims: { jti: 'jti-2', gid: 'g_2', sub: 'bob', client_id: 'c_2' } })
      const [before, kept] = [
        await world.verifier.verify(token, RESOURCE),
        await world.verifier.verify(other, RESOURCE),
      ]
      expect(world.verifier.verify(token, RESOURCE)).toBe(before)
      await world.revocations.revoke({ ...target, expiresAtMs: world.runtime.nowMs() + HOUR_MS })
      expect(await judge(world, token)).toBe('token_revoked')
      expect(await judge(world, token)).toBe('token_revoked')
      expect(world.verifier.verify(other, RESOURCE)).toBe(kept)
    },
  )

  it('of a person or a client spares what is issued afterwards [F-09]', async () => {
    const world = await tokenWorld()
    await world.revocations.revoke({ kind: 'user', id: 'alice', expiresAtMs: world.runtime.nowMs() + HOUR_MS })
    world.runtime.advance(1_000)
    const { accessToken } = await world.issuer.issue(world.input())
    expect(await judge(world, accessToken)).toBe('accepted')
  })

  it('reaches every verifier on the same log [F-09]', async () => {
    const world = await tokenWorld()
    const token = await world.forge()
    const verifiers = Array.from({ length: 5 }, () =>
      createTokenVerifier(
        { issuers: [{ issuer: ISSUER, keys: world.keys.signing, own: true }], revocations: world.revocations },
        world.runtime,
      ),
    )
    for (const verifier of verifiers) await verifier.verify(token, RESOURCE)
    await world.revocations.revoke({ kind: 'gid', id: 'g_1', expiresAtMs: world.runtime.nowMs() + HOUR_MS })
    for (const verifier of verifiers) expect(await judge({ verifier }, token)).toBe('token_revoked')
  })

  it('is never missed by a token that is being verified at that moment [F-07] [F-09]', async () => {
    const world = await tokenWorld()
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) => world.forge({ claims: { jti: `jti-${String(index)}` } })),
    )
    const verifying = tokens.map((token) => judge(world, token))
    await world.revocations.revoke({ kind: 'gid', id: 'g_1', expiresAtMs: world.runtime.nowMs() + HOUR_MS })
    const afterwards = await Promise.all(tokens.map((token) => judge(world, token)))
    await Promise.all(verifying)
    expect(new Set(afterwards)).toEqual(new Set(['token_revoked']))
    expect(new Set(await Promise.all(tokens.map((token) => judge(world, token))))).toEqual(new Set(['token_revoked']))
  })
})

/** A log under the test's control, asynchronous like that of a remote store. */
function remoteLog() {
  const state = {
    seq: 0,
    tombstones: [] as Tombstone[],
    trimmed: false,
    down: false,
    changesAsked: 0,
    /** Runs after the tombstones were read and before the answer arrives. */
    onIsRevoked: async (): Promise<void> => undefined,
  }
  const tick = async (): Promise<void> => {
    await Promise.resolve()
    if (state.down) throw new StoreError('unavailable', 'down')
  }
  const revocations: Pick<Revocations, 'seq' | 'changesSince' | 'isRevoked'> = {
    seq: async () => (await tick(), state.seq),
    changesSince: async (seq) => {
      state.changesAsked++
      await tick()
      return { seq: state.seq, tombstones: state.trimmed ? undefined : state.tombstones.slice(seq) }
    },
    isRevoked: async ({ tokenId }) => {
      await tick()
      const revoked = state.tombstones.some(({ id }) => id === tokenId)
      await state.onIsRevoked()
      return revoked
    },
  }
  const revoke = (id: string): void => {
    state.tombstones.push({ kind: 'jti', id, revokedAtMs: 0, expiresAtMs: 1 })
    state.seq++
  }
  return { state, revocations, revoke }
}

describe('with a log that answers later', () => {
  const world = tokenWorld()
  const start = async () => {
    const { keys, runtime, forge } = await world
    const log = remoteLog()
    const verifier = createTokenVerifier(
      { issuers: [{ issuer: ISSUER, keys: keys.signing, own: true }], revocations: log.revocations },
      runtime,
    )
    return { ...log, verifier, token: await forge() }
  }

  it('does not remember a token whose tombstone arrived while it was verified [F-07]', async () => {
    const { state, verifier, token, revoke } = await start()
    state.onIsRevoked = async () => {
      state.onIsRevoked = async () => undefined
      revoke('jti-1')
    }
    // Judged before the tombstone was there: this one passes, the next must not.
    expect(await judge({ verifier }, token)).toBe('accepted')
    expect(await judge({ verifier }, token)).toBe('token_revoked')
  })

  it('does not remember it either when another request has already moved the cache on [F-07]', async () => {
    const { state, verifier, token, revoke } = await start()
    const other = await (await world).forge({ claims: { jti: 'other' } })
    await verifier.verify(other, RESOURCE)
    state.onIsRevoked = async () => {
      state.onIsRevoked = async () => undefined
      revoke('jti-1')
      expect(await judge({ verifier }, other)).toBe('accepted')
    }
    expect(await judge({ verifier }, token)).toBe('accepted')
    expect(await judge({ verifier }, token)).toBe('token_revoked')
  })

  it('forgets everything when the log was trimmed, and reads tombstones anew [F-07]', async () => {
    const { state, verifier, token, revoke } = await start()
    expect(await judge({ verifier }, token)).toBe('accepted')
    revoke('jti-1')
    state.trimmed = true
    expect(await judge({ verifier }, token)).toBe('token_revoked')
  })

  it('forgets everything when the log was replaced by an older one [F-07]', async () => {
    const { state, verifier, token, revoke } = await start()
    revoke('x')
    revoke('y')
    expect(await judge({ verifier }, token)).toBe('accepted')
    Object.assign(state, { seq: 1, tombstones: [{ kind: 'jti', id: 'jti-1', revokedAtMs: 0, expiresAtMs: 1 }] })
    expect(await judge({ verifier }, token)).toBe('token_revoked')
  })

  it('forgets everything when the log was replaced by one that has grown longer since [F-09]', async () => {
    const { state, verifier, token, revoke } = await start()
    revoke('x')
    revoke('y')
    expect(await judge({ verifier }, token)).toBe('accepted')
    state.tombstones.splice(1)
    for (const id of ['jti-1', 'v', 'w']) revoke(id)
    state.seq = state.tombstones.length
    expect(await judge({ verifier }, token)).toBe('token_revoked')
  })

  it('knows a log again by the newest tombstone, also one that was renewed [F-07]', async () => {
    const { state, verifier, token, revoke } = await start()
    expect(await judge({ verifier }, token)).toBe('accepted')
    // Remembered all the time: no tombstones of it are read again.
    state.onIsRevoked = () => Promise.reject(new Error('read'))
    for (const id of ['x', 'y', 'y', 'z']) {
      revoke(id)
      expect(await judge({ verifier }, token)).toBe('accepted')
    }
  })

  it('asks for changes only when there are some', async () => {
    const { state, verifier, token, revoke } = await start()
    for (let i = 0; i < 10; i++) await verifier.verify(token, RESOURCE)
    expect(state.changesAsked).toBe(0)
    revoke('another')
    for (let i = 0; i < 10; i++) await verifier.verify(token, RESOURCE)
    expect(state.changesAsked).toBe(1)
  })

  it('lets nobody through while the log cannot be read, remembered or not [F-07]', async () => {
    const { state, verifier, token } = await start()
    expect(await judge({ verifier }, token)).toBe('accepted')
    state.down = true
    await expect(verifier.verify(token, RESOURCE)).rejects.toMatchObject({ code: 'ERR_STORE' })
    const fresh = await (await world).forge({ claims: { jti: 'fresh' } })
    await expect(verifier.verify(fresh, RESOURCE)).rejects.toMatchObject({ code: 'ERR_STORE' })
    state.down = false
    expect(await judge({ verifier }, token)).toBe('accepted')
  })
})

describe('what is remembered', () => {
  it('answers at once, with the same principal, until exp [F-07]', async () => {
    const world = await tokenWorld()
    const token = await world.forge()
    const principal = await world.verifier.verify(token, RESOURCE)
    expect(world.verifier.verify(token, RESOURCE)).toBe(principal)
    world.runtime.advance(HOUR_MS + 30_000)
    expect(() => world.verifier.verify(token, RESOURCE)).toThrow(expect.objectContaining({ reason: 'token_expired' }))
  })

  it('is never used before nbf, when the clock goes back [RS-35]', async () => {
    const world = await tokenWorld()
    const token = await world.forge({ claims: { nbf: world.runtime.nowMs() / 1000 } })
    await world.verifier.verify(token, RESOURCE)
    world.runtime.advance(-30_001)
    expect(await judge(world, token)).toBe('token_not_yet_valid')
  })

  it('dies with its key [F-06] [F-07]', async () => {
    const world = await tokenWorld()
    const token = await world.forge()
    await world.verifier.verify(token, RESOURCE)
    world.verifier.forgetKey('another')
    expect(await judge(world, token)).toBe('accepted')
    world.verifier.forgetKey(world.keys.signing[0]!.kid)
    expect(await judge(world, token)).toBe('token_key_retired')
    expect(await judge(world, token)).toBe('token_key_retired')
  })

  it('is bounded: the least used goes first', async () => {
    const world = await tokenWorld('EdDSA', { cacheSize: 2 })
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((jti) => world.forge({ claims: { jti } })))
    for (const token of [a!, b!, c!]) await world.verifier.verify(token, RESOURCE)
    expect(world.verifier.verify(c!, RESOURCE)).not.toBeInstanceOf(Promise)
    expect(world.verifier.verify(b!, RESOURCE)).not.toBeInstanceOf(Promise)
    expect(world.verifier.verify(a!, RESOURCE)).toBeInstanceOf(Promise)
  })

  it('is nothing when switched off', async () => {
    const world = await tokenWorld('EdDSA', { cacheSize: 0 })
    const token = await world.forge()
    await world.verifier.verify(token, RESOURCE)
    expect(world.verifier.verify(token, RESOURCE)).toBeInstanceOf(Promise)
  })

  it('works where digests take time [F-07]', async () => {
    const world = await tokenWorld()
    const base = fakeRuntime({ nowMs: world.runtime.nowMs() })
    const verifier = createTokenVerifier(
      { issuers: [{ issuer: ISSUER, keys: world.keys.signing, own: true }], revocations: world.revocations },
      { ...base, sha256: async (data) => base.sha256(data) },
    )
    const token = await world.forge()
    const first = await verifier.verify(token, RESOURCE)
    expect(await verifier.verify(token, RESOURCE)).toBe(first)
    await world.revocations.revoke({ kind: 'jti', id: 'jti-1', expiresAtMs: world.runtime.nowMs() + HOUR_MS })
    expect(await judge({ verifier }, token)).toBe('token_revoked')
  })
})
