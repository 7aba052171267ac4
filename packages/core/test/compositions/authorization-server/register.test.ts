import { expect, it } from 'vitest'
import { handle } from './browser.js'
import { FIRST_PARTY, ISSUER, REDIRECT, world } from './harness.js'
import { authorizeUrl, errorOf, postJson, register } from './steps.js'

const METADATA = { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' }

it('answers 201 with all that was registered, and nobody keeps it [AS-99]', async () => {
  const { server } = await world()
  const sent = { ...METADATA, client_name: 'App', scope: 'notes:read', grant_types: ['authorization_code'] }
  const response = await postJson(server, sent)
  expect(response.status).toBe(201)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const body = (await response.json()) as Record<string, unknown>
  expect(body).toMatchObject(sent)
  expect(body).not.toHaveProperty('client_secret')
})

it.each(['client_secret_basic', 'client_secret_post'])(
  'gives a %s client a secret and says when it expires [AS-99] [AS-14]',
  async (method) => {
    const { server } = await world()
    const response = await postJson(server, { ...METADATA, token_endpoint_auth_method: method })
    const body = (await response.json()) as Record<string, unknown>
    expect(body['client_secret']).toMatch(/^scs_[A-Za-z0-9_-]{43}$/)
    expect(body['client_secret_expires_at']).toBe(0)
  },
)

it('hands out opaque ids that no client can choose [AS-97] [AS-100]', async () => {
  const w = await world()
  for (const wanted of [FIRST_PARTY.client_id, 'https://evil.example/client.json', 'admin']) {
    const clientId = await register(w, { client_id: wanted })
    expect(clientId).toMatch(/^c_[A-Za-z0-9_-]{27}$/)
  }
})

it('grants no privilege to a client that claims one [AS-100]', async () => {
  const w = await world()
  const claims = { trusted: true, consent: 'not_required', scope: 'admin notes:erase', operator: true }
  const clientId = await register(w, claims)
  expect(await w.ports.clients.find(clientId)).toMatchObject({ trusted: false, consent: 'required' })
  expect((await w.browser().get(authorizeUrl({ client_id: clientId }))).status).toBe(200)
  const text = `{"redirect_uris":["${REDIRECT}"],"__proto__":{"trusted":true},"constructor":{"prototype":{"x":1}}}`
  const { client_id: polluted } = (await (await postJson(w.server, text)).json()) as { client_id: string }
  expect(await w.ports.clients.find(polluted)).toMatchObject({ trusted: false })
  expect(({} as Record<string, unknown>)['trusted']).toBeUndefined()
})

it.each([
  ['http outside the machine', 'http://app.example/cb'],
  ['a script', 'javascript:alert(1)'],
  ['a data URI', 'data:text/html,x'],
  ['a scheme nobody allowed', 'com.example.app:/cb'],
  ['a fragment', 'https://app.example/cb#x'],
  ['userinfo', 'https://user@app.example/cb'],
  ['a relative path', '/cb'],
])('refuses a redirect URI with %s as invalid_redirect_uri [AS-22] [AS-23] [AS-99]', async (_case, uri) => {
  const { server } = await world()
  const response = await postJson(server, { ...METADATA, redirect_uris: [uri] })
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe('invalid_redirect_uri')
})

it('takes a private-use scheme the operator allowed [AS-22]', async () => {
  const w = await world()
  await expect(register(w, { redirect_uris: ['cursor://oauth/cb'] })).resolves.toMatch(/^c_/)
})

it.each([
  ['broken JSON', '{"redirect_uris":'],
  ['an array', '[]'],
  ['null', 'null'],
  ['a member twice', `{"redirect_uris":["${REDIRECT}"],"redirect_uris":["https://evil.example/cb"]}`],
  ['deep nesting', `${'['.repeat(100)}${']'.repeat(100)}`],
  ['no redirect URI', '{}'],
  ['a redirect URI that is no text', '{"redirect_uris":[1]}'],
  [
    'too many redirect URIs',
    JSON.stringify({ redirect_uris: Array.from({ length: 11 }, (_, i) => `${REDIRECT}/${i}`) }),
  ],
])('refuses %s [AS-99] [AS-102]', async (_case, body) => {
  const { server } = await world()
  const response = await postJson(server, body)
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toMatch(/^invalid_(client_metadata|redirect_uri)$/)
})

it.each([
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['text', { 'content-type': 'text/plain' }],
])('answers 415 to %s', async (_case, headers) => {
  const { server } = await world()
  expect((await postJson(server, METADATA, headers)).status).toBe(415)
})

it('answers 413 to a body over the cap [AS-102]', async () => {
  const { server } = await world()
  expect((await postJson(server, { ...METADATA, x: 'y'.repeat(65_536) })).status).toBe(413)
})

it('stores application_type and does not judge by it unless told to [AS-101]', async () => {
  const redirect_uris = ['http://localhost:3118/cb']
  const lenient = await world()
  for (const applicationType of ['web', 'native', undefined]) {
    await expect(register(lenient, { redirect_uris, application_type: applicationType })).resolves.toMatch(/^c_/)
  }
  const strict = await world({ clients: { registration: { dynamic: true, enforceApplicationType: true } } })
  const web = await postJson(strict.server, { ...METADATA, redirect_uris, application_type: 'web' })
  expect(await web.json()).toMatchObject({ error: 'invalid_redirect_uri', error_description: expect.any(String) })
  await expect(register(strict, { redirect_uris, application_type: 'native' })).resolves.toMatch(/^c_/)
})

it('forgets a client that led nowhere after a day, and keeps one that was used [AS-102]', async () => {
  const w = await world()
  const [unused, used] = [await register(w), await register(w)]
  const browser = w.browser()
  const page = await browser.get(authorizeUrl({ client_id: used }))
  await browser.login(await browser.decide(page, 'approve'), 'alice')
  w.runtime.advance(86_400_000)
  expect((await w.browser().get(authorizeUrl({ client_id: unused }))).status).toBe(400)
  expect((await w.browser().get(authorizeUrl({ client_id: used }))).status).toBe(200)
})

it('records a registration once, refused or not', async () => {
  const w = await world()
  await register(w)
  await postJson(w.server, {})
  await postJson(w.server, '{')
  expect(w.events.map(({ kind }) => kind)).toEqual(['client.registered', 'client.refused', 'client.refused'])
})

it('takes the registration of a page of any origin, without credentials [AS-07]', async () => {
  const { server } = await world()
  const request = new Request(`${ISSUER}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', origin: 'https://app.example' },
    body: JSON.stringify(METADATA),
  })
  expect((await handle(server, request)).headers.get('access-control-allow-origin')).toBe('*')
})
