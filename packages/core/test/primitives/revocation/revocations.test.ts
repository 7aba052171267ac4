import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createRevocations, kills, type RevocableToken } from '../../../src/primitives/revocation/index.js'
import { memoryStore, type TombstoneKind } from '../../../src/store/index.js'

const START_MS = Date.UTC(2026, 0, 1)
const HOUR_MS = 3_600_000
const SKEW_MS = 30_000

const token = (over: Partial<RevocableToken> = {}): RevocableToken => ({
  tokenId: 't1',
  grantId: 'g1',
  subject: 'u1',
  clientId: 'c1',
  issuedAtMs: START_MS,
  ...over,
})

function setup() {
  const runtime = fakeRuntime({ nowMs: START_MS })
  const log = memoryStore({}, runtime).revocations
  return { runtime, log, revocations: createRevocations({ log }, runtime) }
}

const own: [TombstoneKind, string, Partial<RevocableToken>][] = [
  ['jti', 't1', { tokenId: 't2' }],
  ['gid', 'g1', { grantId: 'g2' }],
  ['user', 'u1', { subject: 'u2' }],
  ['client', 'c1', { clientId: 'c2' }],
]

describe.each(own)('a revocation of kind %s', (kind, id, foreign) => {
  it('ends its tokens at once and no others [F-09]', async () => {
    const { revocations } = setup()
    expect(await revocations.isRevoked(token())).toBe(false)
    await revocations.revoke({ kind, id, expiresAtMs: START_MS + HOUR_MS })
    expect(await revocations.isRevoked(token())).toBe(true)
    expect(await revocations.isRevoked(token(foreign))).toBe(false)
  })

  it('is not taken for one of another kind with the same id', async () => {
    const { revocations } = setup()
    await revocations.revoke({ kind, id: 'same', expiresAtMs: START_MS + HOUR_MS })
    for (const [other] of own) {
      const claims = {
        jti: { tokenId: 'same' },
        gid: { grantId: 'same' },
        user: { subject: 'same' },
        client: { clientId: 'same' },
      }
      expect(await revocations.isRevoked(token(claims[other]))).toBe(other === kind)
    }
  })

  it('lives until the last token has expired, plus twice the skew [F-09]', async () => {
    const { revocations, runtime } = setup()
    await revocations.revoke({ kind, id, expiresAtMs: START_MS + HOUR_MS })
    runtime.setNow(START_MS + HOUR_MS + 2 * SKEW_MS - 1)
    expect(await revocations.isRevoked(token())).toBe(true)
    runtime.advance(1)
    expect(await revocations.isRevoked(token())).toBe(false)
  })
})

describe.each([
  ['user', 'u1'],
  ['client', 'c1'],
] as const)('everything of a %s', (kind, id) => {
  it('is what was issued up to the second of the revocation; later tokens live [F-09]', async () => {
    const { revocations, runtime } = setup()
    runtime.setNow(START_MS + 10_400)
    await revocations.revoke({ kind, id, expiresAtMs: START_MS + HOUR_MS })
    const issuedAt = (seconds: number) => token({ issuedAtMs: START_MS + seconds * 1_000 })
    expect(await revocations.isRevoked(issuedAt(-HOUR_MS))).toBe(true)
    expect(await revocations.isRevoked(issuedAt(9))).toBe(true)
    expect(await revocations.isRevoked(issuedAt(10))).toBe(true)
    expect(await revocations.isRevoked(issuedAt(10.9))).toBe(true)
    expect(await revocations.isRevoked(issuedAt(11))).toBe(false)
  })

  it('stays ended when it is revoked again for a shorter time [F-09]', async () => {
    const { revocations, runtime } = setup()
    await revocations.revoke({ kind, id, expiresAtMs: START_MS + HOUR_MS })
    runtime.advance(5_000)
    await revocations.revoke({ kind, id, expiresAtMs: START_MS + 6_000 })
    runtime.setNow(START_MS + HOUR_MS)
    expect(await revocations.isRevoked(token({ issuedAtMs: START_MS + 5_000 }))).toBe(true)
  })
})

it('a token without a grant is not ended by a grant', async () => {
  const { revocations } = setup()
  await revocations.revoke({ kind: 'gid', id: 'undefined', expiresAtMs: START_MS + HOUR_MS })
  expect(await revocations.isRevoked(token({ grantId: undefined }))).toBe(false)
})

describe.each([
  ['user', { id: 'u1' }],
  ['client', { id: 'c1' }],
] as const)('a token without a grant, whose iat is by the clock of another issuer, and a %s', (kind, { id }) => {
  it.each([
    [0, true],
    [30, true],
    [31, false],
  ])('issued %i s after the revocation: refused %s [F-09]', async (seconds, refused) => {
    const { revocations } = setup()
    await revocations.revoke({ kind, id, expiresAtMs: START_MS + HOUR_MS })
    const foreign = token({ grantId: undefined, issuedAtMs: START_MS + 1_000 * seconds })
    expect(await revocations.isRevoked(foreign)).toBe(refused)
  })
})

it.each(own)('is told of what came while something was written: %s [F-09]', async (kind, id, foreign) => {
  const { revocations } = setup()
  const seq = await revocations.seq()
  expect(await revocations.isNamedSince(seq, token())).toBe(false)
  await revocations.revoke({ kind, id, expiresAtMs: START_MS + HOUR_MS })
  expect(await revocations.isNamedSince(seq, token({ issuedAtMs: START_MS + HOUR_MS }))).toBe(true)
  expect(await revocations.isNamedSince(seq, token(foreign))).toBe(false)
  expect(await revocations.isNamedSince(await revocations.seq(), token())).toBe(false)
  // A log that is shorter than what was known tells nothing: then everything may have been revoked.
  expect(await revocations.isNamedSince((await revocations.seq()) + 99, token(foreign))).toBe(true)
})

it('outlives the instant of a revocation whose tokens have already expired', async () => {
  const { revocations, runtime } = setup()
  await revocations.revoke({ kind: 'jti', id: 't1', expiresAtMs: 0 })
  runtime.advance(2 * SKEW_MS - 1)
  expect(await revocations.isRevoked(token())).toBe(true)
})

it('tells a cache which of its entries must go [F-09]', async () => {
  const { revocations } = setup()
  const known = await revocations.seq()
  await revocations.revoke({ kind: 'gid', id: 'g1', expiresAtMs: START_MS + HOUR_MS })
  expect(await revocations.seq()).not.toBe(known)
  const { seq, tombstones } = await revocations.changesSince(known)
  expect(seq).toBe(await revocations.seq())
  const ended = (claims: RevocableToken) => tombstones?.some((tombstone) => kills(tombstone, claims))
  expect([ended(token()), ended(token({ grantId: 'g2' }))]).toEqual([true, false])
})

it('passes an outage on, for a token and for a revocation [F-09]', async () => {
  const store = memoryStore()
  const revocations = createRevocations({ log: store.revocations })
  await store.close()
  const outage = { code: 'ERR_STORE', reason: 'closed' }
  await expect(revocations.revoke({ kind: 'jti', id: 't1', expiresAtMs: 1 })).rejects.toMatchObject(outage)
  await expect(async () => revocations.isRevoked(token())).rejects.toMatchObject(outage)
  await expect(async () => revocations.seq()).rejects.toMatchObject(outage)
})

it('answers without waiting when the store can', () => {
  expect(setup().revocations.isRevoked(token())).toBe(false)
})

it.each([{ skewMs: -1 }, { skewMs: 0.5 }, { log: null }, { tombstones: 1 }])('refuses to start with %j', (options) => {
  const { revocations: log } = memoryStore()
  expect(() => createRevocations({ log, ...options } as never)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
})

it('never lets a token of the second of its revocation live, whatever the millisecond [F-09]', () => {
  const instant = fc.integer({ min: START_MS, max: START_MS + 10_000 })
  fc.assert(
    fc.property(instant, instant, (issuedAtMs, revokedAtMs) => {
      const iat = Math.floor(issuedAtMs / 1_000)
      const dead = kills(
        { kind: 'user', id: 'u1', revokedAtMs, expiresAtMs: Infinity },
        token({ issuedAtMs: iat * 1_000 }),
      )
      expect(dead).toBe(iat <= Math.floor(revokedAtMs / 1_000))
    }),
  )
})
