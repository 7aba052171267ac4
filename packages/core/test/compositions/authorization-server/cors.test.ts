import { expect, it } from 'vitest'
import { handle } from './browser.js'
import { ISSUER, world } from './harness.js'
import { authorizeUrl, connect, postForm, postJson, register } from './steps.js'

const EVIL = { origin: 'https://evil.example' }

it.each(['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration', '/jwks'])(
  'lets pages of every origin read %s, without credentials [AS-07] [F-18]',
  async (path) => {
    const { server } = await world()
    const { headers } = await handle(server, new Request(ISSUER + path, { headers: EVIL }))
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.has('access-control-allow-credentials')).toBe(false)
    expect(headers.get('cache-control')).toBe('public, max-age=300')
  },
)

it('lets them read the token, registration and revocation endpoints, refusals too [AS-07] [F-18]', async () => {
  const { server } = await world()
  for (const response of [
    await postForm(server, '/token', {}, EVIL),
    await postForm(server, '/revoke', {}, EVIL),
    await postJson(server, {}, EVIL),
    await handle(server, new Request(`${ISSUER}/token`, { headers: EVIL })),
  ]) {
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
    expect(response.headers.get('cache-control')).toBe('no-store')
  }
})

it.each(['/token', '/register', '/revoke', '/jwks', '/.well-known/oauth-authorization-server'])(
  'answers the preflight of %s for headers that clients send [AS-07]',
  async (path) => {
    const { server } = await world()
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
    const headers = { ...EVIL, ...asked }
    const response = await handle(server, new Request(ISSUER + path, { method: 'OPTIONS', headers }))
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toMatch(/Authorization, Content-Type/)
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  },
)

it('gives pages no CORS whatever happens [AS-07]', async () => {
  const w = await world()
  const clientId = await register(w)
  const browser = w.browser()
  const responses = [
    await browser.get(authorizeUrl({ client_id: clientId }), EVIL),
    await browser.get(authorizeUrl({ client_id: 'unknown' }), EVIL),
    await browser.get(`${ISSUER}/callback?state=x`, EVIL),
    await browser.post(`${ISSUER}/consent`, {}, EVIL),
    await handle(w.server, new Request(`${ISSUER}/authorize`, { method: 'OPTIONS', headers: EVIL })),
    await handle(w.server, new Request(`${ISSUER}/consent`, { method: 'OPTIONS', headers: EVIL })),
  ]
  expect(responses.map(({ status }) => status)).toEqual([200, 400, 400, 403, 405, 405])
  for (const { headers } of responses) {
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

it('keeps every answer on https and out of frames, caches and referrers [F-18] [AS-10] [PX-09]', async () => {
  const w = await world()
  const clientId = await register(w)
  const browser = w.browser()
  const page = await browser.get(authorizeUrl({ client_id: clientId }))
  const redirect = await browser.decide(page, 'approve')
  const { tokens } = await connect(w)
  const answers = [
    page,
    redirect,
    await browser.get(authorizeUrl({ client_id: 'unknown' })),
    await postForm(w.server, '/revoke', { client_id: clientId, token: tokens.access_token }),
  ]
  for (const { headers } of answers) {
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
  }
})
