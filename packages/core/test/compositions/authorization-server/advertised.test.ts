import { exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { handle, locationOf } from './browser.js'
import { VERIFIER, world, type World } from './harness.js'
import { authorizeUrl, codeFor, errorOf, postForm, postJson, register, type TokenResponse } from './steps.js'

const w = await world()
const { metadata } = w.server

type Credentials = { readonly form: Record<string, string>; readonly headers: Record<string, string> }

/** What a client of this method sends along with every request. */
async function clientOf(method: string): Promise<Credentials & { readonly clientId: string }> {
  const response = await postJson(w.server, {
    redirect_uris: ['https://app.example/cb'],
    token_endpoint_auth_method: method,
    grant_types: ['authorization_code', 'refresh_token'],
  })
  expect(response.status).toBe(201)
  const { client_id: clientId = '', client_secret: secret = '' } = (await response.json()) as Record<string, string>
  if (method === 'none') return { clientId, form: { client_id: clientId }, headers: {} }
  if (method === 'client_secret_post') {
    return { clientId, form: { client_id: clientId, client_secret: secret }, headers: {} }
  }
  return { clientId, form: {}, headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` } }
}

const FOREIGN_METHODS = ['private_key_jwt', 'client_secret_jwt', 'tls_client_auth', 'self_signed_tls_client_auth', 'x']

describe('what the metadata names works', () => {
  it.each(metadata.token_endpoint_auth_methods_supported)(
    'a client of %s redeems, refreshes and revokes [AS-06] [AS-53] [AS-63]',
    async (method) => {
      expect(metadata.revocation_endpoint_auth_methods_supported).toContain(method)
      const { clientId, form, headers } = await clientOf(method)
      const token = async (more: Record<string, string>): Promise<TokenResponse> => {
        const response = await postForm(w.server, '/token', { ...form, ...more }, headers)
        expect(response.status).toBe(200)
        return (await response.json()) as TokenResponse
      }
      const code = await codeFor(w.browser(), { client_id: clientId })
      const first = await token({ grant_type: 'authorization_code', code, code_verifier: VERIFIER })
      const next = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' })
      const revoked = await postForm(w.server, '/revoke', { ...form, token: next.access_token }, headers)
      expect(revoked.status).toBe(200)
      const again = { ...form, grant_type: 'refresh_token', refresh_token: next.refresh_token }
      expect(await errorOf(await postForm(w.server, '/token', again, headers))).toBe('invalid_grant')
    },
  )

  it('every address, for the methods that belong to it [AS-06]', async () => {
    const addresses = Object.entries(metadata).filter(([name]) => /_endpoint$|_uri$/.test(name))
    expect(addresses.map(([name]) => name).sort()).toEqual([
      'authorization_endpoint',
      'jwks_uri',
      'registration_endpoint',
      'revocation_endpoint',
      'token_endpoint',
    ])
    for (const [name, url] of addresses) {
      const method = /authorization|jwks/.test(name) ? 'GET' : 'POST'
      expect((await handle(w.server, new Request(url as string, { method }))).status).not.toBe(405)
    }
  })

  it('every response type, response mode and challenge method [AS-06] [AS-04]', async () => {
    const clientId = await register(w)
    for (const response_type of metadata.response_types_supported) {
      for (const response_mode of metadata.response_modes_supported) {
        for (const code_challenge_method of metadata.code_challenge_methods_supported) {
          const parameters = { client_id: clientId, response_type, response_mode, code_challenge_method }
          expect((await w.browser().get(authorizeUrl(parameters))).status).toBe(200)
        }
      }
    }
  })

  it.each(metadata.scopes_supported)('the scope %s, at the resource it belongs to [AS-06]', async (scope) => {
    const resource = scope === 'admin' ? 'https://notes.example/admin' : 'https://notes.example/mcp'
    const page = await w.browser().get(authorizeUrl({ client_id: await register(w), scope, resource }))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(scope)
  })
})

describe('what the metadata does not name is refused', () => {
  it.each(FOREIGN_METHODS)('registration for %s [AS-06]', async (method) => {
    expect(metadata.token_endpoint_auth_methods_supported).not.toContain(method)
    const response = await postJson(w.server, {
      redirect_uris: ['https://app.example/cb'],
      token_endpoint_auth_method: method,
    })
    expect(await errorOf(response)).toBe('invalid_client_metadata')
  })

  const assertionOf = async (alg: 'ES256' | 'HS256', claims: Record<string, unknown>): Promise<string> => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
    const key = alg === 'ES256' ? privateKey : new TextEncoder().encode(await exportSPKI(publicKey))
    const now = Math.floor(w.runtime.nowMs() / 1000)
    return new SignJWT({ jti: 'j1', iat: now, exp: now + 60, ...claims }).setProtectedHeader({ alg }).sign(key)
  }

  it.each([
    ['with everything right, once and again', 'ES256', {}],
    ['for another audience', 'ES256', { aud: 'https://other.example' }],
    ['of another client', 'ES256', { sub: 'c_other' }],
    ['that has expired', 'ES256', { exp: 1 }],
    ['signed with a public key as the secret', 'HS256', {}],
  ] as const)(
    'a client assertion %s, as no key could be registered for one [AS-54] [AS-06]',
    async (_case, alg, claims) => {
      const clientId = await register(w)
      const assertion = await assertionOf(alg, { iss: clientId, sub: clientId, aud: w.server.issuer, ...claims })
      const form = {
        client_id: clientId,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        grant_type: 'authorization_code',
        token: 'x',
      }
      for (const path of ['/token', '/token', '/revoke']) {
        const response = await postForm(w.server, path, form)
        expect(response.status).toBe(401)
        expect(await errorOf(response)).toBe('invalid_client')
      }
    },
  )

  it.each([
    ['response_type', 'token'],
    ['response_type', 'id_token'],
    ['response_type', 'none'],
    ['response_mode', 'fragment'],
    ['response_mode', 'form_post'],
    ['code_challenge_method', 'plain'],
  ])('%s=%s [AS-06] [AS-11]', async (name, value) => {
    const redirect_uri = 'http://127.0.0.1:3118/cb'
    const clientId = await register(w, { redirect_uris: [redirect_uri] })
    const response = await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri, [name]: value }))
    expect(locationOf(response).searchParams.get('error')).toMatch(/^(unsupported_response_type|invalid_request)$/)
  })

  it.each(['/introspect', '/par', '/userinfo', '/device_authorization', '/end_session', '/register/c_1'])(
    'there is nothing at %s [AS-06]',
    (path) => {
      expect(w.server.owns(path)).toBe(false)
    },
  )
})

describe('errors at the token endpoint', () => {
  const code = async (v: World, clientId: string) => codeFor(v.browser(), { client_id: clientId })
  const codeForm = { grant_type: 'authorization_code', code_verifier: VERIFIER }

  it.each<[string, (clientId: string) => Promise<Record<string, string>>, number]>([
    ['invalid_request', async (client_id) => ({ client_id }), 400],
    ['invalid_request', async (client_id) => ({ client_id, grant_type: 'authorization_code' }), 400],
    ['invalid_request', async () => ({ grant_type: 'authorization_code' }), 400],
    ['unsupported_grant_type', async (client_id) => ({ client_id, grant_type: 'password' }), 400],
    ['invalid_grant', async (client_id) => ({ client_id, ...codeForm, code: 'sac_x' }), 400],
    ['invalid_grant', async (client_id) => ({ client_id, grant_type: 'refresh_token', refresh_token: 'srt_x' }), 400],
    [
      'invalid_target',
      async (client_id) => ({
        client_id,
        ...codeForm,
        code: await code(w, client_id),
        resource: 'https://evil.example',
      }),
      400,
    ],
    [
      'invalid_scope',
      async (client_id) => ({ client_id, grant_type: 'refresh_token', refresh_token: 'srt_x', scope: 'a"b' }),
      400,
    ],
    ['invalid_client', async () => ({ client_id: 'c_unknown', ...codeForm, code: 'x' }), 401],
    ['invalid_client', async (client_id) => ({ client_id, client_secret: 'x', ...codeForm, code: 'x' }), 401],
  ])('%s has its status, in JSON that nobody keeps [AS-51] [AS-52]', async (error, form, status) => {
    const response = await postForm(w.server, '/token', await form(await register(w)))
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.has('www-authenticate')).toBe(false)
    const body = (await response.json()) as Record<string, unknown>
    expect(body['error']).toBe(error)
    expect(Object.keys(body).filter((name) => !['error', 'error_description'].includes(name))).toEqual([])
  })
})

it('takes from a token request no scope that the person did not see [AS-29] [AS-39]', async () => {
  const clientId = await register(w)
  const form = { client_id: clientId, grant_type: 'authorization_code', code_verifier: VERIFIER }
  const code = await codeFor(w.browser(), { client_id: clientId, scope: 'notes:read' })
  const response = await postForm(w.server, '/token', { ...form, code, scope: 'notes:read notes:write admin' })
  expect(((await response.json()) as TokenResponse).scope).toBe('notes:read')
})
