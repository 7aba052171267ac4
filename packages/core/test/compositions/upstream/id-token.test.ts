import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { systemRuntime } from '../../../src/foundation/index.js'
import { json } from '../../support/stub-server.js'
import { newLogin } from './logins.js'
import {
  CLIENT_ID,
  CLIENT_SECRET,
  claimsFor,
  connectTo,
  stubProvider,
  TOKENS,
  type StubProvider,
} from './stub-provider.js'

const now = (): number => Math.floor(systemRuntime.nowMs() / 1000)

async function finishWith(
  stub: StubProvider,
  make: (login: ReturnType<typeof newLogin>) => Promise<string | undefined>,
) {
  const login = newLogin()
  stub.answerToken({ ...TOKENS, id_token: await make(login) })
  return connectTo(stub).finish(login, stub.callback(login))
}

describe('an ID token', () => {
  it.each([
    ['of another issuer', { iss: 'https://evil.example' }, 'upstream_id_token_iss'],
    ['without issuer', { iss: undefined }, 'upstream_id_token_iss'],
    ['for another client', { aud: 'other' }, 'upstream_id_token_aud'],
    ['for nobody', { aud: undefined }, 'upstream_id_token_aud'],
    ['for several, without `azp`', { aud: [CLIENT_ID, 'other'] }, 'upstream_id_token_azp'],
    ['for several, asked for by another', { aud: [CLIENT_ID, 'other'], azp: 'other' }, 'upstream_id_token_azp'],
    ['asked for by another', { azp: 'other' }, 'upstream_id_token_azp'],
    ['that has expired', { exp: now() - 60 }, 'upstream_id_token_expired'],
    ['that never expires', { exp: undefined }, 'upstream_id_token_exp'],
    ['from the future', { iat: now() + 120 }, 'upstream_id_token_iat'],
    ['of an hour ago', { iat: now() - 3_600 }, 'upstream_id_token_expired'],
    ['without `iat`', { iat: undefined }, 'upstream_id_token_iat'],
    ['that is not valid yet', { nbf: now() + 120 }, 'upstream_id_token_nbf'],
    ['of another login', { nonce: 'x'.repeat(86) }, 'upstream_id_token_nonce'],
    ['without nonce', { nonce: undefined }, 'upstream_id_token_nonce'],
    ['with a nonce that is no text', { nonce: ['x'] }, 'upstream_id_token_nonce'],
    ['without subject', { sub: undefined }, 'upstream_id_token_sub'],
    ['with an empty subject', { sub: '' }, 'upstream_id_token_sub'],
    ['with a subject of 256 characters', { sub: 'a'.repeat(256) }, 'upstream_id_token_sub'],
    ['whose subject is a number', { sub: 7 }, 'upstream_id_token_sub'],
  ])('%s is refused [PX-27]', async (_case, changes, reason) => {
    const stub = await stubProvider()
    await expect(finishWith(stub, (login) => stub.idToken(login, changes))).rejects.toMatchObject({
      error: 'server_error',
      reason,
    })
  })

  it('that is missing is refused', async () => {
    const stub = await stubProvider()
    await expect(finishWith(stub, () => Promise.resolve(undefined))).rejects.toMatchObject({
      reason: 'upstream_id_token_missing',
    })
  })

  it('without signature is refused [PX-27]', async () => {
    const stub = await stubProvider()
    const unsigned = finishWith(stub, async (login) => new UnsecuredJWT(claimsFor(stub.issuer, login)).encode())
    await expect(unsigned).rejects.toMatchObject({ reason: 'upstream_id_token_alg' })
  })

  it('signed with our client secret, or with the public key as a secret, is refused [PX-27]', async () => {
    const stub = await stubProvider()
    const { publicKey } = await generateKeyPair('RS256', { extractable: true })
    for (const secret of [CLIENT_SECRET, await exportSPKI(publicKey)]) {
      const confused = finishWith(stub, (login) =>
        new SignJWT(claimsFor(stub.issuer, login))
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .sign(new TextEncoder().encode(secret)),
      )
      await expect(confused).rejects.toMatchObject({ reason: 'upstream_id_token_alg' })
    }
  })

  it('with an algorithm that is genuine but not configured is refused', async () => {
    const stub = await stubProvider()
    const login = newLogin()
    stub.answerToken({ ...TOKENS, id_token: await stub.idToken(login) })
    const upstream = connectTo(stub, { idTokenAlgorithms: ['RS256'] })
    await expect(upstream.finish(login, stub.callback(login))).rejects.toMatchObject({
      reason: 'upstream_id_token_alg',
    })
  })

  it('signed by a stranger is refused, with his key in the header too, and his key URL is not asked [UR-15]', async () => {
    const stub = await stubProvider()
    const stranger = await generateKeyPair('ES256')
    const jwk = await exportJWK(stranger.publicKey)
    for (const [header, reason] of [
      [{ kid: 'k1' }, 'upstream_id_token_signature'],
      [{ kid: 'k2', jwk, jku: `${stub.origin}/evil-jwks` }, 'upstream_id_token_key'],
    ] as const) {
      const forged = finishWith(stub, (login) =>
        new SignJWT(claimsFor(stub.issuer, login))
          .setProtectedHeader({ alg: 'ES256', ...header })
          .sign(stranger.privateKey),
      )
      await expect(forged).rejects.toMatchObject({ error: 'server_error', reason })
    }
    expect(stub.requests.some(({ path }) => path === '/evil-jwks')).toBe(false)
  })

  it.each(['not a token', 'a.b.c', 'a.b.c.d.e'])('that reads "%s" is refused', async (text) => {
    const stub = await stubProvider()
    const attempt = finishWith(stub, () => Promise.resolve(text.replaceAll(' ', '_')))
    await expect(attempt).rejects.toMatchObject({ error: 'server_error', reason: 'upstream_id_token_malformed' })
  })

  it('cannot be judged while the keys are out of reach', async () => {
    const stub = await stubProvider()
    stub.on('/jwks', json({}, 500))
    await expect(finishWith(stub, (login) => stub.idToken(login))).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'outbound_status',
    })
  })
})

describe('the identity in an ID token', () => {
  it('is issuer and subject; the same subject at another issuer is another person [PX-31]', async () => {
    const [one, two] = [await stubProvider(), await stubProvider()]
    const same = { sub: 'alice', email: 'alice@example.com', email_verified: true }
    const first = await finishWith(one, (login) => one.idToken(login, same))
    const second = await finishWith(two, (login) => two.idToken(login, same))
    expect([first.identity.issuer, first.identity.subject]).not.toEqual([
      second.identity.issuer,
      second.identity.subject,
    ])
    expect(first.identity).toEqual({
      issuer: one.issuer,
      subject: 'alice',
      displayName: 'alice@example.com',
      roles: [],
    })
  })

  it('does not change with e-mail or name [PX-31]', async () => {
    const stub = await stubProvider()
    for (const email of ['alice@example.com', 'root@example.com']) {
      const { identity } = await finishWith(stub, (login) => stub.idToken(login, { email, preferred_username: 'root' }))
      expect(identity.subject).toBe('alice')
    }
  })

  it.each([
    [
      ['admin', 'user', 'admin'],
      ['admin', 'user'],
    ],
    ['admin', []],
    [['admin', 7], []],
    [['admin', ''], []],
    [[['admin']], []],
    [{ admin: true }, []],
    [Array.from({ length: 257 }, (_, i) => `r${String(i)}`), []],
  ])('has roles only from a list of texts: %j', async (roles, expected) => {
    const stub = await stubProvider()
    const { identity } = await finishWith(stub, (login) => stub.idToken(login, { roles }))
    expect(identity.roles).toEqual(expected)
  })

  it('takes roles and name from the configured claims, and cuts long names', async () => {
    const stub = await stubProvider()
    const login = newLogin()
    const id_token = await stub.idToken(login, { groups: ['ops'], nickname: 'n'.repeat(1_000), name: 'Alice' })
    stub.answerToken({ ...TOKENS, id_token })
    const upstream = connectTo(stub, { rolesClaim: 'groups', displayNameClaims: ['constructor', 'nickname'] })
    const { identity } = await upstream.finish(login, stub.callback(login))
    expect(identity).toMatchObject({ roles: ['ops'], displayName: 'n'.repeat(256) })
  })
})
