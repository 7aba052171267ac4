import { expect, it } from 'vitest'
import { StoreError } from '../../../src/errors/index.js'
import { textOf } from '../../policy/pages/models.js'
import { handle } from './browser.js'
import { clientsOn, CONNECTIONS, look, NAVIGATION, signIn } from './connections-steps.js'
import { MINUTE, OTHER_RESOURCE, world } from './harness.js'
import { connect, postForm, refresh, register } from './steps.js'

it('lists what each client may do, and nothing of other people [F-15] [PX-05] [PX-06] [PX-07]', async () => {
  const w = await world({ server: { scopeDescriptions: { 'notes:read': 'Read your notes' } } })
  const redirect = 'https://agent.example/cb'
  const agent = await register(w, { client_name: 'Agent', redirect_uris: [redirect] })
  await connect(w, { client_id: agent, redirect_uri: redirect })
  await connect(w, { scope: 'offline_access notes:write' })
  const bobs = await connect(w, {}, 'bob')
  const html = await signIn(w.browser())
  const text = textOf(html)
  expect(clientsOn(html)).toHaveLength(2)
  expect(clientsOn(html)).not.toContain(bobs.clientId)
  expect(text).toContain(
    'Agent Takes you to agent.example End access Notes https://notes.example/mcp Read your notes notes:read',
  )
  expect(text).toContain('Test App Takes you to app.example End access Notes https://notes.example/mcp notes:write')
  expect(text).toContain('offline_access')
})

it('puts the grants of one client together, by resource', async () => {
  const w = await world()
  const clientId = await register(w)
  await connect(w, { client_id: clientId })
  w.runtime.advance(MINUTE)
  await connect(w, { client_id: clientId, scope: 'notes:write' })
  w.runtime.advance(MINUTE)
  await connect(w, { client_id: clientId, scope: 'admin', resource: OTHER_RESOURCE })
  const html = await signIn(w.browser())
  expect(clientsOn(html)).toEqual([clientId])
  expect(textOf(html)).toMatch(
    /https:\/\/notes\.example\/admin admin Connected Jan 1.*https:\/\/notes\.example\/mcp notes:read notes:write Connected Jan 1, 2026, 12:00\sAM UTC/,
  )
})

it('shows as last use when the client last renewed its access, and writes nothing for it', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  w.runtime.advance(90 * MINUTE)
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(200)
  w.runtime.advance(90 * MINUTE)
  const browser = w.browser()
  const text = textOf(await signIn(browser))
  expect(text).toMatch(/Connected Jan 1, 2026, 12:00\sAM UTC Last use Jan 1, 2026, 1:30\sAM UTC/)
  expect(textOf(await look(browser))).toMatch(/Last use Jan 1, 2026, 1:30\sAM UTC/)
})

it('shows sessions under their client, and the last time one was seen as a use', async () => {
  const seen = Date.UTC(2026, 0, 1, 5, 0)
  let clientId = ''
  const list = async () => [
    { id: 'ref-1', clientId, resource: 'https://notes.example/mcp', createdAtMs: seen - MINUTE, lastSeenAtMs: seen },
  ]
  const w = await world({ ports: () => ({ sessions: { list, end: async () => false } }) })
  ;({ clientId } = await connect(w))
  const html = await signIn(w.browser())
  expect(html).toMatch(/name="end_session"\s+value="ref-1"/)
  expect(textOf(html)).toMatch(/Last use Jan 1, 2026, 5:00\sAM UTC/)
  expect(textOf(html)).toMatch(/Opened Jan 1, 2026, 4:59\sAM UTC , last used Jan 1, 2026, 5:00\sAM UTC/)
})

it('lists a client that gave its tokens back while it may still come back unasked [F-15] [PX-03]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w)
  const form = { client_id: clientId, token: tokens.refresh_token }
  expect((await postForm(w.server, '/revoke', form)).status).toBe(200)
  const html = await signIn(w.browser())
  expect(clientsOn(html)).toEqual([clientId])
  expect(textOf(html)).toContain('Not connected now.')
})

it('does not list a program on the device that is not connected: it is always asked about', async () => {
  const w = await world()
  const redirect = 'http://127.0.0.1/cb'
  const clientId = await register(w, { redirect_uris: [redirect] })
  const { tokens } = await connect(w, { client_id: clientId, redirect_uri: 'http://127.0.0.1:4711/cb' })
  const browser = w.browser()
  expect(textOf(await signIn(browser))).toContain('A program on this device')
  await postForm(w.server, '/revoke', { client_id: clientId, token: tokens.refresh_token })
  expect(textOf(await look(browser))).toContain('No app can act in your name here.')
})

it('names a client that has gone meanwhile by nothing but its id, and still lets it be ended', async () => {
  const w = await world()
  const { clientId } = await connect(w)
  await w.store.records.delete(`client:${clientId}`)
  const html = await signIn(w.browser())
  expect(textOf(html)).toContain('An app without a name')
  expect(clientsOn(html)).toEqual([clientId])
})

it('is never framed, cached, referred from or read by another origin [AS-07] [AS-10] [PX-09] [F-18]', async () => {
  const w = await world()
  const browser = w.browser()
  await signIn(browser)
  const response = await browser.get(CONNECTIONS, { ...NAVIGATION, origin: 'https://evil.example' })
  expect(response.headers.get('content-security-policy')).toMatch(/form-action 'self'; frame-ancestors 'none'/)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  })
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

it('answers HEAD like GET, and no other method [AS-07]', async () => {
  const w = await world()
  const browser = w.browser()
  await signIn(browser)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const head = await handle(w.server, new Request(CONNECTIONS, { method: 'HEAD', headers: { cookie } }))
  expect([head.status, await head.text()]).toEqual([200, ''])
  for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    const response = await handle(w.server, new Request(CONNECTIONS, { method, headers: { cookie } }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  }
})

it('asks for a new login after 30 idle minutes, and after two hours of use [F-17]', async () => {
  const w = await world()
  const browser = w.browser()
  await signIn(browser)
  w.runtime.advance(30 * MINUTE)
  expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
  await signIn(browser)
  for (let i = 0; i < 5; i++) {
    w.runtime.advance(20 * MINUTE)
    await look(browser)
  }
  w.runtime.advance(20 * MINUTE)
  expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
})

it('shows the list to whoever is signed in, whatever the address says', async () => {
  const w = await world()
  const { browser, clientId } = await connect(w)
  await signIn(browser)
  for (const query of ['?prompt=login', '?prompt=none', '?x=1&x=2']) {
    expect(clientsOn(await (await browser.get(CONNECTIONS + query, NAVIGATION)).text())).toEqual([clientId])
  }
})

it('is down with the store, and sends nobody to the provider for it', async () => {
  const down = () => Promise.reject(new StoreError('unavailable', 'no store'))
  const w = await world({
    ports: ({ browserSessions }) => ({ browserSessions: { ...browserSessions!, find: down } }),
  })
  const response = await w.browser().get(CONNECTIONS, NAVIGATION)
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  expect(response.headers.has('location')).toBe(false)
  expect(w.events.map(({ kind }) => kind)).toEqual(['store.failed'])
})
