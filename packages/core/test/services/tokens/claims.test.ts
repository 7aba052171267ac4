import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenVerifier } from '../../../src/services/tokens/index.js'
import { HOUR_MS, ISSUER, RESOURCE, tokenWorld, verdict, type TokenWorld } from './fixture.js'

const world = await tokenWorld()
const nowSeconds = Math.floor(world.runtime.nowMs() / 1000)
const judge = async (claims: object, { verifier }: Pick<TokenWorld, 'verifier'> = world, resource = RESOURCE) => {
  const token = await world.forge({ claims })
  return verdict(() => verifier.verify(token, resource))
}

describe('issuer', () => {
  it.each([
    ['another', 'https://evil.example'],
    ['with a trailing slash', `${ISSUER}/`],
    ['in upper case', ISSUER.toUpperCase()],
    ['with the default port', `${ISSUER}:443`],
    ['a prefix', ISSUER.slice(0, -1)],
    ['of Object', 'constructor'],
    ['absent', undefined],
    ['a list', [ISSUER]],
  ])('refuses an issuer that is %s [RS-32]', async (_case, iss) => {
    expect(await judge({ iss })).toBe('token_issuer_unknown')
  })
})

describe('audience', () => {
  it.each([
    ['another resource', 'https://other.example/mcp'],
    ['a path below', `${RESOURCE}/admin`],
    ['a sibling', `${RESOURCE}2`],
    ['a prefix', 'https://notes.example.com/mc'],
    ['the origin', 'https://notes.example.com'],
    ['a trailing slash', `${RESOURCE}/`],
    ['another case of the path', 'https://notes.example.com/MCP'],
    ['http instead of https', 'http://notes.example.com/mcp'],
    ['another port', 'https://notes.example.com:8443/mcp'],
    ['a query', `${RESOURCE}?x=1`],
    ['a fragment', `${RESOURCE}#x`],
    ['user info', 'https://alice@notes.example.com/mcp'],
    ['an upstream client id', 'c_1'],
    ['a list without us', ['https://a.example', 'https://b.example']],
  ])('refuses %s [RS-25] [RS-26] [RS-27]', async (_case, aud) => {
    expect(await judge({ aud })).toBe('token_audience_foreign')
  })

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['an empty list', []],
    ['a list of something else', [7]],
    ['a list with a hole of another kind', [RESOURCE, 7]],
    ['an object', { 0: RESOURCE }],
    ['endless', Array.from({ length: 300 }, () => RESOURCE)],
  ])('refuses an audience that is %s [RS-25]', async (_case, aud) => {
    expect(await judge({ aud })).toBe('token_aud_missing')
  })

  it.each([
    ['the resource', RESOURCE],
    ['a list with it', ['https://a.example', RESOURCE]],
    ['scheme and host in upper case', 'HTTPS://NOTES.EXAMPLE.COM/mcp'],
    ['the default port', 'https://notes.example.com:443/mcp'],
  ])('accepts %s [RS-07] [RS-25]', async (_case, aud) => {
    expect(await judge({ aud })).toBe('accepted')
  })

  it('judges the audience anew when a remembered token comes to another resource [RS-27] [F-07]', async () => {
    const token = await world.forge({ claims: { aud: [RESOURCE, `${RESOURCE}/admin`] } })
    const single = await world.forge({ claims: { jti: 'single' } })
    await world.verifier.verify(single, RESOURCE)
    expect(await world.verifier.verify(token, RESOURCE)).toMatchObject({ resource: RESOURCE })
    expect(world.verifier.verify(token, `${RESOURCE}/admin`)).toMatchObject({ resource: `${RESOURCE}/admin` })
    expect(world.verifier.verify(token, RESOURCE)).toMatchObject({ resource: RESOURCE })
    expect(await verdict(() => world.verifier.verify(single, `${RESOURCE}/admin`))).toBe('token_audience_foreign')
    expect(await verdict(() => world.verifier.verify(single, RESOURCE))).toBe('accepted')
  })
})

describe('time', () => {
  it.each([
    ['exp', undefined, 'token_exp_missing'],
    ['exp', null, 'token_exp_malformed'],
    ['exp', String(nowSeconds + 60), 'token_exp_malformed'],
    ['exp', true, 'token_exp_malformed'],
    ['exp', -1, 'token_exp_malformed'],
    ['exp', (nowSeconds + 60) * 1000, 'token_exp_malformed'],
    ['exp', nowSeconds, 'token_exp_malformed'], // not after iat
    ['iat', undefined, 'token_iat_missing'],
    ['iat', 'yesterday', 'token_iat_malformed'],
    ['iat', nowSeconds + 31, 'token_issued_in_future'],
    ['nbf', nowSeconds + 31, 'token_not_yet_valid'],
    ['nbf', 'soon', 'token_nbf_malformed'],
    ['nbf', null, 'token_nbf_malformed'],
  ])('refuses %s = %s [RS-35]', async (name, value, reason) => {
    expect(await judge({ [name]: value })).toBe(reason)
  })

  it('refuses numbers that JSON can say and time cannot [RS-35]', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('exp', 'iat', 'nbf'),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        async (name, value) => {
          const plausible = value > 0 && value < 1e11
          const reason = await judge({ [name]: value })
          if (!plausible) expect(reason).toBe(`token_${name}_malformed`)
          else expect(reason).toMatch(/^(accepted|token_)/)
        },
      ),
    )
  })

  it('accepts a clock difference of 30 s and not a millisecond more [RS-35]', async () => {
    const { runtime, verifier, forge } = await tokenWorld()
    const token = await forge()
    runtime.advance(HOUR_MS + 29_999)
    expect(await verdict(() => verifier.verify(token, RESOURCE))).toBe('accepted')
    runtime.advance(1)
    expect(await verdict(() => verifier.verify(token, RESOURCE))).toBe('token_expired')
    expect(await judge({ iat: nowSeconds + 30 })).toBe('accepted')
    expect(await judge({ nbf: nowSeconds + 30 })).toBe('accepted')
  })

  it('caps the clock difference that can be configured [RS-35]', async () => {
    const create = (skewMs: number) =>
      createTokenVerifier({
        issuers: [{ issuer: ISSUER, keys: world.keys.signing }],
        revocations: world.revocations,
        skewMs,
      })
    expect(() => create(60_000)).not.toThrow()
    for (const skewMs of [60_001, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => create(skewMs)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
    }
  })
})

describe('required claims', () => {
  const claims = ['sub', 'client_id', 'jti', 'gid']
  const values: readonly (readonly [string, unknown])[] = [
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
    ['a number', 7],
    ['a list', ['alice']],
    ['endless', 'x'.repeat(3_000)],
  ]
  it.each(claims.flatMap((claim) => values.map(([what, value]) => [claim, what, value] as const)))(
    'refuses %s that is %s [RS-36]',
    async (claim, _what, value) => {
      expect(await judge({ [claim]: value })).toBe(`token_${claim}_missing`)
    },
  )

  it('refuses an ID token of the same issuer and key [RS-26] [F-10]', async () => {
    expect(await judge({ client_id: undefined, aud: 'c_1', nonce: 'n', azp: 'c_1' })).not.toBe('accepted')
  })

  it('does not read gid of another issuer: nobody else names our grants [RS-36]', async () => {
    const verifier = createTokenVerifier(
      { issuers: [{ issuer: ISSUER, keys: world.keys.signing }], revocations: world.revocations },
      world.runtime,
    )
    expect(await verifier.verify(await world.forge(), RESOURCE)).toMatchObject({ grantId: undefined })
  })
})

describe('a token bound to a key of the client', () => {
  it.each([
    ['DPoP', { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' }],
    ['mTLS', { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' }],
    ['something unknown', { xyz: 1 }],
    ['an empty object', {}],
    ['null', null],
  ])('is refused as plain Bearer: %s [RS-42]', async (_case, cnf) => {
    expect(await judge({ cnf })).toBe('token_sender_constrained')
  })
})

describe('scope and roles', () => {
  it.each([[['notes:read']], [7], ['a  b'], [' a'], ['a '], ['a"b'], ['a\\b'], ['é'], ['a\tb']])(
    'refuses the scope %j [RS-68]',
    async (scope) => {
      expect(await judge({ scope })).toBe('token_scope_malformed')
    },
  )

  it.each([['admin'], [{}], [[1]], [['']], [Array.from({ length: 300 }, () => 'r')]])(
    'refuses the roles %j',
    async (roles) => {
      expect(await judge({ roles })).toBe('token_roles_malformed')
    },
  )

  it('reads both, and nothing can change them afterwards [F-07]', async () => {
    const token = await world.forge({ claims: { scope: 'b a b', roles: ['admin'] } })
    const principal = await world.verifier.verify(token, RESOURCE)
    expect(principal).toMatchObject({ scopes: ['a', 'b'], roles: ['admin'], issuer: ISSUER })
    expect(() => (principal.scopes as string[]).push('admin')).toThrow(TypeError)
    expect(() => (principal.roles as string[]).push('root')).toThrow(TypeError)
    expect(() => Object.assign(principal, { subject: 'mallory' })).toThrow(TypeError)
  })

  it('accepts a token without scope and roles: they may suffice for nothing [RS-66]', async () => {
    const token = await world.forge({ claims: { scope: undefined } })
    expect(await world.verifier.verify(token, RESOURCE)).toMatchObject({ scopes: [], roles: [] })
  })
})
