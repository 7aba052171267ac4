import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { ALICE, DAY, presentCode, presentRefresh, recordingStore, withCode, world } from './harness.js'

describe('createGrants', () => {
  it.each<[string, object]>([
    ['an unknown option', { codeLifetimeMS: 1 }],
    ['no key', { refreshKeys: [] }],
    ['a short key', { refreshKeys: [{ kid: 'r', secret: new Uint8Array(16) }] }],
    ['a key that is none', { refreshKeys: ['secret'] }],
    ['a code that lives for more than ten minutes', { codeLifetimeMs: 600_001 }],
    ['a code that never lives', { codeLifetimeMs: 0 }],
    ['a negative grace', { graceMs: -1 }],
    ['a lifetime that is no number', { accessTokenLifetimeMs: '3600' }],
    ['no store', { records: undefined }],
    ['no sealer', { sealer: null }],
    ['a callback that is none', { onRevoked: true }],
  ])('refuses %s', (_case, change) => {
    expect(() => world(change)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it('leaves no code, refresh token or verifier in the store, neither in values nor in keys [AS-15] [F-03]', async () => {
    const runtime = fakeRuntime()
    const { store, dump } = recordingStore(memoryStore({}, runtime))
    const { grants } = world({}, { store, runtime })
    const { code, grant } = await withCode(grants)
    const presented = presentCode(code)
    const tokens = [await grants.startRefresh(await grants.redeemCode(presented))]
    for (let i = 0; i < 3; i++) {
      tokens.push((await grants.rotateRefresh(presentRefresh(tokens.at(-1)!))).refreshToken)
      await grants.rotateRefresh(presentRefresh(tokens.at(-2)!))
    }
    await grants.redeemCode(presented).catch(() => undefined)

    const written = dump()
    expect(written).toContain(grant.grantId)
    const random = tokens.flatMap((token) => token.split('.').slice(2))
    expect(random).toHaveLength(8)
    for (const secret of [code, code.slice(7), presented.codeVerifier, ...tokens, ...random]) {
      expect(written).not.toContain(secret)
    }
  })

  it('leaves no code or refresh token in the audit log [AS-15]', async () => {
    const { grants, runtime, events } = world()
    const { code } = await withCode(grants)
    const token = await grants.startRefresh(await grants.redeemCode(presentCode(code)))
    const { refreshToken } = await grants.rotateRefresh(presentRefresh(token))
    runtime.advance(DAY)
    await grants.rotateRefresh(presentRefresh(token)).catch(() => undefined)
    await grants.redeemCode(presentCode(code)).catch(() => undefined)

    expect(events.map(({ kind }) => kind)).toEqual([
      'code.issued',
      'refresh.rotated',
      'grant.revoked',
      'refresh.replayed',
    ])
    for (const secret of [code, token, refreshToken]) expect(JSON.stringify(events)).not.toContain(secret.slice(8))
  })
})

describe('a grant', () => {
  it('keeps what the person allowed, and nothing else that came with it [AS-29]', async () => {
    const { grants, another, runtime } = world()
    const grant = await grants.create({ ...ALICE, displayName: undefined, extra: 'dropped' } as typeof ALICE)

    expect(grant).toEqual({
      ...ALICE,
      displayName: undefined,
      grantId: grant.grantId,
      createdAtMs: runtime.nowMs(),
      expiresAtMs: runtime.nowMs() + 30 * DAY,
    })
    expect(await another().find(grant.grantId)).toEqual(grant)
    expect(Object.isFrozen(grant)).toBe(true)
  })

  it('is not made for a subject that is not ours', async () => {
    const { grants } = world()
    for (const subject of ['', 'ab', 'a|b', '../x'])
      await expect(grants.create({ ...ALICE, subject })).rejects.toThrow(TypeError)
  })

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"grantId":"x"}'],
    ['members that nobody wrote', '{"__proto__":{}}'],
  ])('is a store failure, not an unknown grant, when its record holds %s', async (_case, value) => {
    const { grants, store } = world()
    const grant = await grants.create(ALICE)
    const key = `grant:${grant.grantId}`
    await store.records.delete(key)
    await store.records.putIfAbsent(key, value, { expiresAtMs: grant.expiresAtMs })

    await expect(grants.find(grant.grantId)).rejects.toMatchObject({ code: 'ERR_STORE', reason: 'corrupt' })
  })

  it('ends by the clock of the store even when the store drops late [AS-59]', async () => {
    const { grants, store, runtime, another } = world()
    const grant = await grants.create(ALICE)
    const record = await store.records.get(`grant:${grant.grantId}`)
    const late = async () => record && { ...record, readAtMs: runtime.nowMs() }
    const lateStore = another({ records: { ...store.records, get: late } })

    expect(await lateStore.find(grant.grantId)).toEqual(grant)
    runtime.advance(30 * DAY)
    expect(await lateStore.find(grant.grantId)).toBeUndefined()
  })
})
