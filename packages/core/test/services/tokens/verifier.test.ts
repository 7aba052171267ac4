import { describe, expect, it } from 'vitest'
import { RESOURCE, tokenWorld, verdict } from './fixture.js'

describe('a genuine token', () => {
  it.each(['EdDSA', 'ES256', 'HS256'] as const)('is accepted with %s [F-06] [F-07]', async (alg) => {
    const { issuer, verifier, input } = await tokenWorld(alg)
    const { accessToken, tokenId } = await issuer.issue(input())
    const principal = await verifier.verify(accessToken, RESOURCE)
    expect(principal).toMatchObject({ subject: 'alice', clientId: 'c_1', grantId: 'g_1', tokenId, resource: RESOURCE })
    expect(verifier.verify(accessToken, RESOURCE)).toBe(principal)
  })
})

it('refuses another audience [RS-25]', async () => {
  const { verifier, forge } = await tokenWorld()
  expect(
    await verdict(async () => verifier.verify(await forge({ claims: { aud: 'https://x.example' } }), RESOURCE)),
  ).toBe('token_audience_foreign')
})
