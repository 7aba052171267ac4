import { decodeProtectedHeader, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import type { AuditInput } from '../../../src/audit/index.js'
import { createTokenIssuer } from '../../../src/services/tokens/index.js'
import { HOUR_MS, ISSUER, RESOURCE, tokenWorld } from './fixture.js'

async function claimsOf(world: Awaited<ReturnType<typeof tokenWorld>>, token: string) {
  const key = await world.keys.signing[0]!.verificationKey()
  return (await jwtVerify(token, key, { currentDate: new Date(world.runtime.nowMs()), typ: 'at+jwt' })).payload
}

describe('what is issued', () => {
  it('is a JWT of the RFC 9068 profile that jose accepts, with the grant as gid [F-01] [AS-61] [RS-36]', async () => {
    const world = await tokenWorld()
    const { accessToken, tokenId } = await world.issuer.issue(
      world.input({ scopes: ['notes:write', 'notes:read'], roles: ['admin'] }),
    )
    const iat = Math.floor(world.runtime.nowMs() / 1000)
    expect(await claimsOf(world, accessToken)).toEqual({
      iss: ISSUER,
      sub: 'alice',
      aud: RESOURCE,
      client_id: 'c_1',
      scope: 'notes:read notes:write',
      gid: 'g_1',
      roles: ['admin'],
      iat,
      exp: iat + 3600,
      jti: tokenId,
    })
    expect(decodeProtectedHeader(accessToken)).toEqual({
      typ: 'at+jwt',
      alg: 'EdDSA',
      kid: world.keys.signing[0]!.kid,
    })
  })

  it('leaves out empty scope and roles, and never carries offline_access [AS-61]', async () => {
    const world = await tokenWorld()
    const { accessToken } = await world.issuer.issue(world.input({ scopes: ['offline_access'] }))
    const claims = await claimsOf(world, accessToken)
    expect(claims).not.toHaveProperty('scope')
    expect(claims).not.toHaveProperty('roles')
  })

  it('has an id of 160 random bits, another one each time [AS-14]', async () => {
    const { issuer, input } = await tokenWorld()
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await issuer.issue(input())).tokenId))
    expect(new Set(ids).size).toBe(50)
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{27}$/)
  })
})

describe('how long it lives', () => {
  it.each([
    ['EdDSA', HOUR_MS],
    ['ES256', HOUR_MS],
    ['HS256', HOUR_MS / 2],
  ] as const)('with %s: %d ms by default [AS-55] [F-03]', async (alg, lifetimeMs) => {
    const { issuer, input, runtime } = await tokenWorld(alg)
    const issued = await issuer.issue(input())
    expect(issuer.lifetimeMs).toBe(lifetimeMs)
    expect(issued.expiresIn).toBe(lifetimeMs / 1000)
    expect(issued.expiresAtMs).toBe(runtime.nowMs() + lifetimeMs)
  })

  it('never beyond the end of its grant, to the second below [F-03]', async () => {
    const { issuer, input, runtime } = await tokenWorld()
    const issued = await issuer.issue(input({ notAfterMs: runtime.nowMs() + 90_999 }))
    expect(issued.expiresIn).toBe(90)
    expect(issued.expiresAtMs).toBeLessThanOrEqual(runtime.nowMs() + 90_999)
  })

  it.each([0, 999, -HOUR_MS, Number.NaN])('refuses to issue when the grant ends in %d ms [F-03]', async (leftMs) => {
    const { issuer, input, runtime } = await tokenWorld()
    await expect(issuer.issue(input({ notAfterMs: runtime.nowMs() + leftMs }))).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'grant_expired',
    })
  })

  it('tells the audit log when it is above one hour, and refuses more than a day [AS-55]', async () => {
    const { keys } = await tokenWorld()
    const events: AuditInput[] = []
    const create = (lifetimeMs: number) =>
      createTokenIssuer({
        issuer: ISSUER,
        signers: keys.signing,
        lifetimeMs,
        audit: { record: (event) => void events.push(event) },
      })
    create(HOUR_MS)
    expect(events).toEqual([])
    create(HOUR_MS + 1)
    expect(events).toMatchObject([{ kind: 'unsafe.enabled', option: 'lifetimeMs' }])
    expect(() => create(24 * HOUR_MS + 1)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it.each([
    ['no signer', { signers: [] }],
    ['no issuer', { issuer: '' }],
    ['a lifetime of nothing', { lifetimeMs: 0 }],
    ['a lifetime that is no number', { lifetimeMs: '1h' }],
    ['an unknown option', { lifetime: 1 }],
  ])('refuses to start with %s', async (_case, wrong) => {
    const { keys } = await tokenWorld()
    expect(() => createTokenIssuer({ issuer: ISSUER, signers: keys.signing, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    )
  })
})
