import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { OTHER_RESOURCE, REDIRECT, RESOURCE, VERIFIER, world, type World } from './harness.js'
import { codeFor, errorOf, redeem, refresh, register, type TokenResponse } from './steps.js'

async function withCode(w: World, parameters: Record<string, string> = {}, metadata: Record<string, unknown> = {}) {
  const clientId = await register(w, metadata)
  return { clientId, code: await codeFor(w.browser(), { client_id: clientId, ...parameters }) }
}

it('answers with JSON that nobody keeps, and a token of the RFC 9068 profile [AS-51] [AS-61] [AS-55] [F-01]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  const response = await redeem(w, clientId, code)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const body = (await response.json()) as TokenResponse
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'notes:read' })
  const claims = decodeJwt(body.access_token)
  expect(Object.keys(claims).sort()).toEqual(['aud', 'client_id', 'exp', 'gid', 'iat', 'iss', 'jti', 'scope', 'sub'])
  expect(claims).toMatchObject({ iss: 'https://notes.example', aud: RESOURCE, client_id: clientId })
})

it.each([
  ['another verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
  ['no verifier', { code_verifier: undefined }, 'invalid_grant'],
  ['a verifier of 42 characters', { code_verifier: 'x'.repeat(42) }, 'invalid_grant'],
  ['a verifier of 129 characters', { code_verifier: 'x'.repeat(129) }, 'invalid_grant'],
  ['a padded verifier', { code_verifier: `${VERIFIER}=` }, 'invalid_grant'],
  ['another redirect URI', { redirect_uri: 'https://app.example/other' }, 'invalid_grant'],
  ['another resource', { resource: OTHER_RESOURCE }, 'invalid_target'],
  ['a foreign resource', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
])('refuses a code with %s, and burns it [AS-27] [AS-28] [AS-29] [AS-32] [AS-37]', async (_case, change, error) => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  const response = await redeem(w, clientId, code, change)
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe(error)
  expect(await errorOf(await redeem(w, clientId, code))).toBe('invalid_grant')
})

it('refuses the code of another client, and burns it [AS-29] [AS-32]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  expect(await errorOf(await redeem(w, await register(w), code))).toBe('invalid_grant')
  expect(await errorOf(await redeem(w, clientId, code))).toBe('invalid_grant')
})

it('takes the redirect URI when it comes, and does without it [AS-30]', async () => {
  const w = await world()
  for (const redirectUri of [undefined, REDIRECT]) {
    const { clientId, code } = await withCode(w)
    expect((await redeem(w, clientId, code, { redirect_uri: redirectUri })).status).toBe(200)
  }
})

it('takes the resource of the code in any spelling of it [AS-36] [AS-37]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  expect((await redeem(w, clientId, code, { resource: 'HTTPS://notes.EXAMPLE:443/mcp' })).status).toBe(200)
})

it('takes a code once; the second time ends what the first one gave [AS-31]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  const first = (await (await redeem(w, clientId, code)).json()) as TokenResponse
  await w.verifier.verify(first.access_token, RESOURCE)
  expect(await errorOf(await redeem(w, clientId, code))).toBe('invalid_grant')
  await expect(async () => w.verifier.verify(first.access_token, RESOURCE)).rejects.toMatchObject({
    error: 'invalid_token',
  })
  expect(await errorOf(await refresh(w, clientId, first.refresh_token))).toBe('invalid_grant')
})

it('lets a stranger who found a spent code end nothing [AS-31]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  const first = (await (await redeem(w, clientId, code)).json()) as TokenResponse
  expect(await errorOf(await redeem(w, clientId, code, { code_verifier: 'x'.repeat(43) }))).toBe('invalid_grant')
  expect(await errorOf(await redeem(w, await register(w), code))).toBe('invalid_grant')
  await expect(w.verifier.verify(first.access_token, RESOURCE)).resolves.toMatchObject({ clientId })
})

it('gives one of 50 parallel redemptions an answer, and ends its grant [AS-31]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  const responses = await Promise.all(Array.from({ length: 50 }, () => redeem(w, clientId, code)))
  const successes = responses.filter(({ status }) => status === 200)
  expect(successes).toHaveLength(1)
  const { access_token: token } = (await successes[0]!.json()) as TokenResponse
  await expect(async () => w.verifier.verify(token, RESOURCE)).rejects.toMatchObject({ error: 'invalid_token' })
})

it('takes no code after a minute [AS-31]', async () => {
  const w = await world()
  const { clientId, code } = await withCode(w)
  w.runtime.advance(60_000)
  expect(await errorOf(await redeem(w, clientId, code))).toBe('invalid_grant')
})

it.each([
  ['none', undefined, 'invalid_request'],
  ['an empty one', '', 'invalid_request'],
  ['a made-up one', 'sac_x', 'invalid_grant'],
])('refuses a request with %s for a code [AS-51]', async (_case, code, error) => {
  const w = await world()
  const response = await redeem(w, await register(w), code as string)
  expect(await errorOf(response)).toBe(error)
  expect(response.headers.get('cache-control')).toBe('no-store')
})

it('refuses the grant type of codes to a client that did not register it', async () => {
  const w = await world({
    ports: ({ clients }) => ({
      clients: {
        ...clients,
        authenticate: async (presented) => ({ ...(await clients.authenticate(presented)), grant_types: [] }),
      },
    }),
  })
  const { clientId, code } = await withCode(w)
  expect(await errorOf(await redeem(w, clientId, code))).toBe('unauthorized_client')
})

it.each([
  ['asked for offline_access', ['authorization_code'], 'notes:read offline_access', false, 'issued'],
  ['registered the refresh grant', ['authorization_code', 'refresh_token'], 'notes:read', false, 'issued'],
  ['asked for nothing of the kind', ['authorization_code'], 'notes:read', false, 'not_asked_for'],
  ['registered it under a strict operator', ['authorization_code', 'refresh_token'], 'notes:read', true, 'not_allowed'],
  ['asked for it under a strict operator', ['authorization_code'], 'notes:read offline_access', true, 'issued'],
])(
  'decides about a refresh token for a client that %s, and records it [F-04] [AS-60]',
  async (_case, grantTypes, scope, strictRefresh, verdict) => {
    const w = await world({ server: { strictRefresh } })
    const { clientId, code } = await withCode(w, { scope }, { grant_types: grantTypes })
    const tokens = (await (await redeem(w, clientId, code)).json()) as TokenResponse
    expect(tokens.refresh_token !== undefined).toBe(verdict === 'issued')
    expect(tokens.scope).toBe('notes:read')
    expect(w.events.find(({ kind }) => kind === 'token.issued')).toMatchObject({ refreshToken: verdict, clientId })
  },
)

it('puts the roles the provider proved into the token', async () => {
  const w = await world()
  const clientId = await register(w)
  const code = await codeFor(w.browser(), { client_id: clientId }, 'carol')
  const { access_token: token } = (await (await redeem(w, clientId, code)).json()) as TokenResponse
  expect(decodeJwt(token)['roles']).toEqual(['admin'])
})
