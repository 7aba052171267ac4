import { expect, it } from 'vitest'
import { handle } from './browser.js'
import { ISSUER, world, type World } from './harness.js'
import { authorizeUrl, codeFor, errorOf, postForm, postJson, redeem, register } from './steps.js'

const FEW = { burst: 3, intervalMs: 10_000 }
const FAILURES = { authorize: FEW, callback: FEW, register: FEW, revoke: FEW, token: FEW }

const limited = (): Promise<World> => world({ limits: { failures: FAILURES } })

const get = (w: World, path: string, address?: string) => handle(w.server, new Request(ISSUER + path), address)

it.each([
  ['/authorize?client_id=unknown', 'authorize'],
  [`/callback?state=${'A'.repeat(86)}`, 'callback'],
])('stops an address that keeps failing at %s, with a page and Retry-After [AS-66] [F-44]', async (path) => {
  const w = await limited()
  for (let time = 0; time < 3; time++) expect((await get(w, path)).status).toBe(400)
  const response = await get(w, path)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('10')
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  expect((await get(w, path, '198.51.100.7')).status).toBe(400)
  w.runtime.advance(10_000)
  expect((await get(w, path)).status).toBe(400)
})

it.each(['/token', '/revoke'])(
  'stops an address that keeps failing at %s, with JSON and Retry-After [AS-66] [F-44]',
  async (path) => {
    const w = await limited()
    for (let time = 0; time < 3; time++) {
      expect((await postForm(w.server, path, { client_id: 'c_unknown', token: 'x' })).status).toBe(401)
    }
    const response = await postForm(w.server, path, { client_id: 'c_unknown', token: 'x' })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('10')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await errorOf(response)).toBe('temporarily_unavailable')
  },
)

it('stops an address that keeps sending wrong registrations, and not the right ones of others [AS-66] [AS-102] [F-44]', async () => {
  const w = await limited()
  const metadata = { redirect_uris: ['https://app.example/cb'] }
  for (let time = 0; time < 3; time++) expect((await postJson(w.server, {})).status).toBe(400)
  const response = await postJson(w.server, metadata)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('10')
  expect(await errorOf(response)).toBe('temporarily_unavailable')
  const body = JSON.stringify(metadata)
  const headers = { 'content-type': 'application/json' }
  const elsewhere = new Request(`${ISSUER}/register`, { method: 'POST', headers, body })
  expect((await handle(w.server, elsewhere, '198.51.100.7')).status).toBe(201)
})

it('stops guessing at the consent page [AS-66] [F-44]', async () => {
  const w = await limited()
  const browser = w.browser()
  const guess = () => browser.post(`${ISSUER}/consent`, { request: 'v1.x.AAAA', decision: 'approve' })
  for (let time = 0; time < 3; time++) expect((await guess()).status).toBe(403)
  const response = await guess()
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('10')
})

it('charges addresses for nothing that succeeds: hosted clients share theirs [AS-66]', async () => {
  const w = await limited()
  const clientId = await register(w)
  for (let time = 0; time < 10; time++) {
    const code = await codeFor(w.browser(), { client_id: clientId })
    expect((await redeem(w, clientId, code)).status).toBe(200)
  }
})

it('charges no address for an outage of the provider', async () => {
  const w = await limited()
  const clientId = await register(w)
  w.upstream.health = 'down'
  for (let time = 0; time < 10; time++) {
    expect((await w.browser().get(authorizeUrl({ client_id: clientId }))).status).toBe(503)
  }
})

it('gives registrations a bucket of their own [AS-102]', async () => {
  const w = await world({ limits: { registrations: FEW } })
  const metadata = { redirect_uris: ['https://app.example/cb'] }
  for (let time = 0; time < 3; time++) expect((await postJson(w.server, metadata)).status).toBe(201)
  const response = await postJson(w.server, metadata)
  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('10')
  expect((await get(w, '/authorize?client_id=unknown')).status).toBe(400)
})

it('lets one network begin only so many logins [AS-66]', async () => {
  const w = await world({ limits: { logins: FEW } })
  const clientId = await register(w)
  const approve = async () => {
    const browser = w.browser()
    return browser.decide(await browser.get(authorizeUrl({ client_id: clientId })), 'approve')
  }
  for (let time = 0; time < 3; time++) expect((await approve()).status).toBe(303)
  const refused = await approve()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('10')
  expect(refused.headers.getSetCookie()).toEqual([])
})

it('counts denials like logins: each one writes a mark, and strangers must not fill the room for them [AS-66]', async () => {
  const w = await world({ limits: { logins: FEW } })
  const clientId = await register(w)
  const browser = w.browser()
  const ask = () => browser.get(authorizeUrl({ client_id: clientId }))
  for (let time = 0; time < 3; time++) expect((await browser.decide(await ask(), 'deny')).status).toBe(303)
  expect((await browser.decide(await ask(), 'deny')).status).toBe(429)
  const marks = await w.store.records.listByIndex('kind:form-used', undefined, 10)
  expect(marks.keys).toHaveLength(3)
})

it('leaves the page good for another try when its decision met the limit [AS-66]', async () => {
  const w = await world({ limits: { logins: FEW } })
  const browser = w.browser()
  const url = authorizeUrl({ client_id: await register(w) })
  for (let time = 0; time < 3; time++) await browser.decide(await browser.get(url), 'approve')
  const page = await (await browser.get(url)).text()
  expect((await browser.decide(page, 'approve')).status).toBe(429)
  w.runtime.advance(10_000)
  expect((await browser.decide(page, 'approve')).status).toBe(303)
})

it('stops guessing the secret of a client from many addresses [AS-66] [F-44]', async () => {
  const w = await world({ limits: { clientSecretsOverall: FEW } })
  const registered = await postJson(w.server, {
    redirect_uris: ['https://app.example/cb'],
    token_endpoint_auth_method: 'client_secret_post',
  })
  const { client_id: clientId, client_secret: secret } = (await registered.json()) as Record<string, string>
  const guess = (client_secret: string, address: string) => {
    const body = new URLSearchParams({ client_id: clientId!, client_secret, grant_type: 'refresh_token' })
    return handle(w.server, new Request(`${ISSUER}/token`, { method: 'POST', body }), address)
  }
  for (let time = 0; time < 3; time++) expect((await guess(`wrong ${time}`, `192.0.2.${time}`)).status).toBe(401)
  expect((await guess(secret!, '192.0.2.99')).status).toBe(429)
  w.runtime.advance(30_000)
  expect((await guess(secret!, '192.0.2.99')).status).toBe(400)
})

it('lets nobody lock out a client that has no secret, or one that does not exist [AS-66]', async () => {
  const w = await world({ limits: { clientSecrets: FEW } })
  const clientId = await register(w)
  for (let time = 0; time < 10; time++) {
    const form = { client_id: clientId, client_secret: `wrong ${time}`, grant_type: 'authorization_code' }
    expect((await postForm(w.server, '/token', form)).status).toBe(401)
  }
  const code = await codeFor(w.browser(), { client_id: clientId })
  expect((await redeem(w, clientId, code)).status).toBe(200)
})
