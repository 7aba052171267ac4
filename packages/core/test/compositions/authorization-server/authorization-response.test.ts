import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { locationOf } from './browser.js'
import { ISSUER, OTHER_RESOURCE, REDIRECT, RESOURCE, VERIFIER, world } from './harness.js'
import { approve, authorizeUrl, codeFor, connect, redeem, register } from './steps.js'

it('answers with code, state and iss, each once [AS-33] [AS-01]', async () => {
  const w = await world()
  const response = await approve(w.browser(), { client_id: await register(w) })
  expect(response.status).toBe(303)
  const location = locationOf(response)
  expect(location.origin + location.pathname).toBe(REDIRECT)
  expect([...location.searchParams.keys()].sort()).toEqual(['code', 'iss', 'state'])
  expect(location.searchParams.get('iss')).toBe(w.server.metadata.issuer)
  expect(location.searchParams.get('iss')).toBe(ISSUER)
})

it.each([
  ['plus, percent, ampersand', 'a+b%20c&d=e#f'],
  ['quotes and markup', `"'<script>\\`],
  ['letters of the world and an emoji', 'żółw 🐢 \u202e'],
  ['a JSON text', '{"a":[1,2,{"b":null}]}'],
  ['line breaks', 'a\r\nSet-Cookie: x=y'],
])('returns a state with %s unchanged, and the redirect’s own query with it [AS-35]', async (_case, state) => {
  const redirectUri = 'https://app.example/cb?tenant=a%2Fb&x=1+2'
  const w = await world()
  const clientId = await register(w, { redirect_uris: [redirectUri] })
  const response = await approve(w.browser(), { client_id: clientId, redirect_uri: redirectUri, state })
  expect(response.headers.get('location')?.startsWith(`${redirectUri}&code=`)).toBe(true)
  expect(locationOf(response).searchParams.getAll('state')).toEqual([state])
})

it('returns no state when none was sent [AS-35]', async () => {
  const w = await world()
  const location = locationOf(await approve(w.browser(), { client_id: await register(w), state: undefined }))
  expect(location.searchParams.has('state')).toBe(false)
})

it('hands out codes of 256 random bits that name nobody [AS-14]', async () => {
  const w = await world()
  const clientId = await register(w)
  const codes = [
    await codeFor(w.browser(), { client_id: clientId }),
    await codeFor(w.browser(), { client_id: clientId }),
  ]
  for (const code of codes) expect(code).toMatch(/^sac_[A-Za-z0-9_-]{46}$/)
  expect(new Set(codes).size).toBe(2)
})

it('issues a token for the resource that was asked for, in the configured spelling [AS-36]', async () => {
  const w = await world()
  const { tokens } = await connect(w, { resource: 'HTTPS://NOTES.example:443/admin', scope: 'admin' })
  expect(decodeJwt(tokens.access_token).aud).toBe(OTHER_RESOURCE)
})

it('binds the token of a client that names no resource to the first one [AS-38]', async () => {
  const w = await world()
  const { tokens } = await connect(w, { resource: undefined })
  expect(decodeJwt(tokens.access_token).aud).toBe(RESOURCE)
})

it('grants what is known of the scopes asked for, and says so [AS-39]', async () => {
  const w = await world()
  const { tokens } = await connect(w, { scope: 'notes:write notes:erase admin' })
  expect(tokens.scope).toBe('notes:write')
  expect(decodeJwt(tokens.access_token)['scope']).toBe('notes:write')
})

it.each([
  ['its registration', { scope: 'notes:write notes:erase' }, 'notes:write'],
  ['the default of the resource', {}, 'notes:read'],
  ['the default, when all of its registration is unknown', { scope: 'gone' }, 'notes:read'],
])('takes the scopes of a request without any from %s [AS-39]', async (_case, metadata, scope) => {
  const w = await world()
  const clientId = await register(w, metadata)
  const { tokens } = await connect(w, { client_id: clientId, scope: undefined })
  expect(tokens.scope).toBe(scope)
})

it('lets a client ask for more than it registered: that was a default [AS-39]', async () => {
  const w = await world()
  const clientId = await register(w, { scope: 'notes:read' })
  const { tokens } = await connect(w, { client_id: clientId, scope: 'notes:read notes:write' })
  expect(tokens.scope).toBe('notes:read notes:write')
})

it('binds the code to the loopback port of its request, not to the registered one [AS-21] [AS-29]', async () => {
  const w = await world()
  const clientId = await register(w, { redirect_uris: ['http://127.0.0.1/cb'] })
  const redirectUri = 'http://127.0.0.1:51004/cb'
  const code = await codeFor(w.browser(), { client_id: clientId, redirect_uri: redirectUri })
  expect((await redeem(w, clientId, code, { redirect_uri: redirectUri })).status).toBe(200)
  const second = await codeFor(w.browser(), { client_id: clientId, redirect_uri: redirectUri })
  expect((await redeem(w, clientId, second, { redirect_uri: 'http://127.0.0.1/cb' })).status).toBe(400)
})

it('passes on to the provider what the client wants of the login, and nothing else', async () => {
  const w = await world()
  const clientId = await register(w)
  for (const [prompt, passedOn] of [
    ['login', 'login'],
    ['select_account', 'select_account'],
    ['consent', null],
    ['x', null],
  ]) {
    const browser = w.browser()
    const page = await browser.get(authorizeUrl({ client_id: clientId, prompt: prompt ?? undefined }))
    const login = locationOf(await browser.decide(page, 'approve'))
    expect(login.searchParams.get('prompt')).toBe(passedOn)
    expect(login.href).not.toMatch(/client-state|app\.example/)
    expect(login.href).not.toContain(clientId)
    expect(login.href).not.toContain(VERIFIER)
  }
})
