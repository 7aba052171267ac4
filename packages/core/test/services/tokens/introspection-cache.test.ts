import { describe, expect, it } from 'vitest'
import { json } from '../../support/stub-server.js'
import { createIntrospection, createTokenVerifier } from '../../../src/services/tokens/index.js'
import { createOutbound } from '../../../src/primitives/outbound/index.js'
import { AS, introspectionWorld, OPAQUE } from './introspection-fixture.js'
import { RESOURCE } from './fixture.js'

describe('an answer is remembered', () => {
  it('until the staleness bound: a token revoked there dies then at the latest [RS-38] [F-08]', async () => {
    const { verify, says, runtime, asked } = await introspectionWorld({ maxStaleMs: 20_000 })
    expect(await verify()).toBe('alice')
    says({ active: false })
    runtime.advance(19_999)
    expect(await verify()).toBe('alice')
    expect(asked()).toBe(1)
    runtime.advance(1)
    expect(await verify()).toBe('token_inactive')
  })

  it('for 30 seconds when nothing else is said [RS-38]', async () => {
    const { verify, says, runtime } = await introspectionWorld()
    await verify()
    says({ active: false })
    runtime.advance(30_000)
    expect(await verify()).toBe('token_inactive')
  })

  it('never beyond exp [RS-38]', async () => {
    const { verify, says, answer, runtime, asked } = await introspectionWorld({ maxStaleMs: 300_000 })
    says({ exp: Number(answer()['iat']) + 10 })
    expect(await verify()).toBe('alice')
    says({ active: false })
    runtime.advance(10_000)
    expect(await verify()).toBe('token_inactive')
    expect(asked()).toBe(2)
  })

  it('not at all with a bound of 0 [RS-38]', async () => {
    const { verify, says } = await introspectionWorld({ maxStaleMs: 0 })
    expect(await verify()).toBe('alice')
    says({ active: false })
    expect(await verify()).toBe('token_inactive')
    says()
    expect(await verify()).toBe('alice')
  })

  it('for 5 seconds when it is no, so that invented tokens cost one question each [RS-38]', async () => {
    const { verify, says, runtime, asked } = await introspectionWorld()
    says({ active: false })
    for (let round = 0; round < 10; round++) expect(await verify()).toBe('token_inactive')
    expect(asked()).toBe(1)
    says()
    runtime.advance(5_000)
    expect(await verify()).toBe('alice')
  })

  it('also when the token is for somebody else: asking again would not change that [RS-38]', async () => {
    const { verify, says, asked } = await introspectionWorld()
    says({ aud: 'https://other.example/mcp' })
    for (let round = 0; round < 10; round++) expect(await verify()).toBe('token_audience_foreign')
    expect(asked()).toBe(1)
    expect(await verify(OPAQUE, 'https://other.example/mcp')).toBe('alice')
  })

  it('counted from the question, not from a slow answer [RS-38]', async () => {
    const { verify, server, answer, says, runtime } = await introspectionWorld({ maxStaleMs: 4_000 })
    server.on('/introspect', (response, request) => {
      runtime.advance(4_000)
      void json(answer())(response, request)
    })
    expect(await verify()).toBe('alice')
    says({ active: false })
    expect(await verify()).toBe('token_inactive')
  })

  it('apart from what was revoked here, which ends at once [F-09] [RS-28]', async () => {
    const { verify, revocations, runtime } = await introspectionWorld()
    expect(await verify()).toBe('alice')
    await revocations.revoke({ kind: 'user', id: 'alice', expiresAtMs: runtime.nowMs() + 3_600_000 })
    expect(await verify()).toBe('token_revoked')
  })

  it('without iat as older than every revocation [F-09]', async () => {
    const { verify, says, revocations, runtime } = await introspectionWorld()
    await revocations.revoke({ kind: 'user', id: 'alice', expiresAtMs: runtime.nowMs() + 3_600_000 })
    runtime.advance(60_000)
    says({ iat: undefined })
    expect(await verify()).toBe('token_revoked')
  })
})

describe('the authorization server', () => {
  it('is asked once by 50 requests at the same time, and all get the answer [F-08]', async () => {
    const { verify, asked } = await introspectionWorld()
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verify()))
    expect(new Set(verdicts)).toEqual(new Set(['alice']))
    expect(asked()).toBe(1)
  })

  it('has at most 32 questions open: the others fail at once, closed [F-08]', async () => {
    const { verify, server, answer, asked } = await introspectionWorld()
    let open = (): void => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    server.on('/introspect', async (response, request) => {
      await opened
      void json(answer())(response, request)
    })
    const flood = Array.from({ length: 32 }, (_, index) => verify(`invented-${String(index)}`))
    while (asked() < 32) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await verify('one-more')).toBe('temporarily_unavailable: introspection_busy')
    open()
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['alice']))
    expect(await verify('one-more')).toBe('alice')
  })

  it.each([
    ['by itself', OPAQUE, false],
    ['by its secret half', OPAQUE.slice(5), false],
    ['by another name', 'a-name-that-is-no-secret', true],
    ['by a few letters that occur in it', 'of', true],
  ])('may name an opaque token %s: tools never see a secret [RS-39] [RS-40]', async (_case, jti, kept) => {
    const { server, runtime, says, revocations } = await introspectionWorld()
    says({ jti })
    const outbound = createOutbound({ unsafelyAllowHttpLoopback: true }, runtime)
    const options = { endpoint: `${server.origin}/introspect`, clientId: 'us', clientSecret: 's' }
    const introspection = createIntrospection(options, outbound, runtime)
    const verifier = createTokenVerifier({ issuers: [{ issuer: AS, introspection }], revocations }, runtime)
    const { tokenId } = await verifier.verify(OPAQUE, RESOURCE)
    expect(tokenId === jti).toBe(kept)
    expect(kept || /^[\w-]{43}$/.test(tokenId)).toBe(true)
  })
})
