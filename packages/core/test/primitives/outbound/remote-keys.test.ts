import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createRemoteKeys, type JsonReply } from '../../../src/primitives/outbound/index.js'

const JWKS_URI = 'https://login.example.com/jwks'

async function signer(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }
  const token = await new SignJWT({ a: 1 }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
  return { jwk, token }
}

/** A provider that publishes what stands in `keys`. */
function provider(...keys: JWK[]) {
  const asked: string[] = []
  const state = { keys, fails: false, reply: undefined as JsonReply | undefined }
  const runtime = fakeRuntime()
  const fetchJson = (url: string): Promise<JsonReply> => {
    asked.push(url)
    if (state.fails) return Promise.reject(new Error('down'))
    return Promise.resolve(state.reply ?? { status: 200, body: { keys: state.keys } })
  }
  const getKey = createRemoteKeys({ fetchJson }, () => Promise.resolve(JWKS_URI), runtime)
  const verify = (token: string) => jwtVerify(token, getKey, { algorithms: ['ES256'] })
  return { asked, state, runtime, verify }
}

describe('keys of a provider', () => {
  it('are asked for once, however many need them, and only at the URL given [UR-15]', async () => {
    const one = await signer('1')
    const { verify, asked } = provider(one.jwk)
    const jku = { jku: 'https://evil.example/jwks', jwk: one.jwk, x5u: 'https://evil.example/x' }
    const { privateKey } = await generateKeyPair('ES256')
    const foreign = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'evil', ...jku }).sign(privateKey)

    await Promise.all(Array.from({ length: 50 }, () => verify(one.token)))
    await expect(verify(foreign)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })

    expect(new Set(asked)).toEqual(new Set([JWKS_URI]))
    expect(asked).toHaveLength(1)
  })

  it('are read again for an unknown key id, but at most every 30 s [UR-09]', async () => {
    const [one, two] = await Promise.all([signer('1'), signer('2')])
    const { verify, asked, state, runtime } = provider(one.jwk)
    await verify(one.token)
    state.keys = [one.jwk, two.jwk]

    for (let i = 0; i < 20; i++)
      await expect(verify(two.token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
    expect(asked).toHaveLength(1)

    runtime.advance(30_000)
    await Promise.all(Array.from({ length: 20 }, () => verify(two.token)))
    expect(asked).toHaveLength(2)
  })

  it('are forgotten by us when the provider withdraws them, after ten minutes', async () => {
    const [one, two] = await Promise.all([signer('1'), signer('2')])
    const { verify, state, runtime } = provider(one.jwk)
    await verify(one.token)
    state.keys = [two.jwk]

    runtime.advance(599_999)
    await verify(one.token)
    runtime.advance(1)
    await expect(verify(one.token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' })
  })

  it('stay in use while the provider is down, and are read when it is back', async () => {
    const one = await signer('1')
    const { verify, state, runtime, asked } = provider(one.jwk)
    await verify(one.token)
    state.fails = true
    runtime.advance(600_000)

    await verify(one.token)
    await verify(one.token)
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['an error status', { status: 404, body: { keys: [] } }, 'outbound_status'],
    ['no keys', { status: 200, body: { keys: 'none' } }, 'outbound_malformed'],
    ['no object', { status: 200, body: [] }, 'outbound_malformed'],
  ])('with %s are not kept: the next caller asks again', async (_case, reply, reason) => {
    const one = await signer('1')
    const { verify, state } = provider(one.jwk)
    state.reply = reply

    await expect(verify(one.token)).rejects.toMatchObject({ error: 'temporarily_unavailable', reason })
    state.reply = undefined
    await verify(one.token)
  })
})
