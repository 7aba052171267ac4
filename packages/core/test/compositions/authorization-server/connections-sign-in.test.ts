import { expect, it } from 'vitest'
import { handle, locationOf } from './browser.js'
import { clientsOn, CONNECTIONS, look, NAVIGATION, press, SESSION_COOKIE, signIn } from './connections-steps.js'
import { ISSUER, MINUTE, world, type World } from './harness.js'
import { connect } from './steps.js'
import { UPSTREAM, UPSTREAM_TOKEN } from './test-upstream.js'

const keysOf = async ({ store }: World, kind: string) =>
  (await store.records.listByIndex(`kind:${kind}`, undefined, 10)).keys

it('sends a stranger to the provider with our own client and fresh values [PX-17] [PX-27] [F-16]', async () => {
  const w = await world()
  const first = await w.browser().get(CONNECTIONS, NAVIGATION)
  const second = await w.browser().get(CONNECTIONS, NAVIGATION)
  expect([first.status, second.status]).toEqual([303, 303])
  expect(locationOf(first).origin).toBe(UPSTREAM)
  const [one, other] = w.upstream.logins
  expect(one).toMatchObject({
    redirectUri: `${ISSUER}/callback`,
    state: expect.stringMatching(/^[\w-]{86}$/) as string,
  })
  for (const key of ['state', 'nonce', 'codeVerifier'] as const) expect(one?.[key]).not.toBe(other?.[key])
})

it('sets the cookie of the flow with that redirect and no session before the login [PX-19] [F-17]', async () => {
  const w = await world()
  const browser = w.browser()
  await browser.get(CONNECTIONS, NAVIGATION)
  expect(browser.setCookies).toEqual([
    expect.stringMatching(
      /^__Host-sallyport-flow-[\w-]{16}=\S+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    ),
  ])
  expect(await keysOf(w, 'browser')).toEqual([])
})

it('begins a session in a sealed cookie of two hours at most, and shows the page [F-15] [F-17] [PX-10] [PX-11]', async () => {
  const w = await world()
  const browser = w.browser()
  const html = await signIn(browser)
  expect(browser.setCookies.at(-1)).toMatch(
    /^__Host-sallyport-session=v1\.\S+; Path=\/; Max-Age=7200; HttpOnly; SameSite=Lax; Secure$/,
  )
  expect(html).toContain('alice@corp.example')
  expect(w.events).toContainEqual(expect.objectContaining({ kind: 'browser.signed_in', outcome: 'allowed' }))
})

it('keeps no token of that login, and no code comes of it [PX-25] [PX-30]', async () => {
  const w = await world()
  await signIn(w.browser())
  for (const kind of ['grant', 'upstream', 'held', 'consent', 'flow']) expect(await keysOf(w, kind)).toEqual([])
  const [key = ''] = await keysOf(w, 'browser')
  expect((await w.store.records.get(key))?.value).not.toContain(UPSTREAM_TOKEN)
  expect(w.events.map(({ kind }) => kind)).toEqual(['login.succeeded', 'browser.signed_in'])
})

it('stores the id as a hash: neither cookie nor record tells it [F-17] [AS-15]', async () => {
  const w = await world()
  const browser = w.browser()
  await signIn(browser)
  const [key = ''] = await keysOf(w, 'browser')
  expect(key).toMatch(/^browser:[\w-]{46}$/)
  expect(browser.cookies.get(SESSION_COOKIE)).not.toContain(key.slice('browser:'.length + 3))
})

it('draws a new id at each login and ends the old session: what an attacker planted stays worthless [F-17]', async () => {
  const w = await world()
  const [victim, attacker] = [w.browser(), w.browser()]
  await signIn(attacker, 'mallory')
  const planted = attacker.cookies.get(SESSION_COOKIE)!
  victim.cookies.set(SESSION_COOKIE, planted)
  expect(await look(victim)).toContain('mallory@corp.example')
  const signedOut = await press(victim, await look(victim), { sign_out: 'yes' })
  expect(signedOut.status).toBe(303)
  victim.cookies.set(SESSION_COOKIE, planted)
  await signIn(victim, 'alice')
  expect(victim.cookies.get(SESSION_COOKIE)).not.toBe(planted)
  expect((await attacker.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
})

it('ends the session that a browser had when somebody else signs in there', async () => {
  const w = await world()
  const browser = w.browser()
  const redirect = await browser.get(CONNECTIONS, NAVIGATION)
  const second = await browser.get(CONNECTIONS, NAVIGATION)
  await browser.login(redirect, 'alice')
  await browser.login(second, 'bob')
  expect(await look(browser)).toContain('bob@corp.example')
  expect(await keysOf(w, 'browser')).toHaveLength(1)
})

it('asks the provider to make sure after signing out, and never by itself', async () => {
  const w = await world()
  const browser = w.browser()
  await browser.get(`${CONNECTIONS}?prompt=login`, NAVIGATION)
  await browser.get(`${CONNECTIONS}?prompt=none`, NAVIGATION)
  await browser.get(`${CONNECTIONS}?prompt=login&prompt=login`, NAVIGATION)
  await browser.get(CONNECTIONS, NAVIGATION)
  expect(w.upstream.visited.map(({ searchParams }) => searchParams.get('prompt'))).toEqual(['login', null, null, null])
})

it.each([
  ['a picture', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
  ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ['a script', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
])('begins no login for %s of another page [AS-66] [PX-09]', async (_case, headers) => {
  const w = await world()
  const response = await w.browser().get(CONNECTIONS, { 'sec-fetch-site': 'cross-site', ...headers })
  expect(response.status).toBe(403)
  expect(await keysOf(w, 'flow')).toEqual([])
  expect(w.reasons()).toEqual(['not_a_navigation'])
})

it('refuses the way back in another browser, and leaves it open to the right one [PX-20]', async () => {
  const w = await world()
  const browser = w.browser()
  const redirect = await browser.get(CONNECTIONS, NAVIGATION)
  const other = await w.browser().login(redirect, 'mallory')
  expect(other.status).toBe(400)
  expect(other.headers.getSetCookie()).toEqual([])
  expect((await browser.login(redirect, 'alice')).status).toBe(303)
})

it('takes the way back once, however often it comes at the same time [PX-22] [F-16]', async () => {
  const w = await world()
  const browser = w.browser()
  const redirect = await browser.get(CONNECTIONS, NAVIGATION)
  const cookies = new Map(browser.cookies)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => {
      const twin = w.browser()
      for (const [name, value] of cookies) twin.cookies.set(name, value)
      return twin.login(redirect, 'alice')
    }),
  )
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(await keysOf(w, 'browser')).toHaveLength(1)
})

it('forgets a login after ten minutes [PX-22]', async () => {
  const w = await world()
  const browser = w.browser()
  const redirect = await browser.get(CONNECTIONS, NAVIGATION)
  w.runtime.advance(10 * MINUTE)
  expect((await browser.login(redirect, 'alice')).status).toBe(400)
  expect(await keysOf(w, 'browser')).toEqual([])
})

it.each([
  ['denies', { error: 'access_denied' }, 400, 'upstream_error'],
  [
    'answers with another issuer',
    { iss: 'https://evil.example', code: 'upstream-code-alice' },
    400,
    'upstream_iss_mismatch',
  ],
  ['is out of order', { error: 'temporarily_unavailable' }, 503, 'upstream_error'],
])(
  'shows a page when the provider %s, and nobody is signed in [PX-27] [PX-29]',
  async (_case, answer, status, reason) => {
    const w = await world()
    const browser = w.browser()
    const redirect = await browser.get(CONNECTIONS, NAVIGATION)
    const response = await browser.comeBack(redirect, answer)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(`href="${CONNECTIONS}"`)
    expect([...browser.cookies.keys()]).toEqual([])
    expect(w.events.at(-1)).toMatchObject({ kind: 'login.refused', reason })
    expect(await keysOf(w, 'browser')).toEqual([])
  },
)

it('shows a page with 503 while the provider cannot be asked', async () => {
  const w = await world()
  w.upstream.health = 'down'
  const response = await w.browser().get(CONNECTIONS, NAVIGATION)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
})

it('takes one login of the network for each begin, as /authorize does [AS-66]', async () => {
  const w = await world({ limits: { logins: { burst: 2, intervalMs: 60_000 } } })
  const statuses: number[] = []
  for (let i = 0; i < 3; i++) statuses.push((await w.browser().get(CONNECTIONS, NAVIGATION)).status)
  expect(statuses).toEqual([303, 303, 429])
})

it('is not there without browser sessions, and a login that was under way leads nowhere', async () => {
  const w = await world()
  const off = await world({ store: () => w.store, ports: () => ({ browserSessions: undefined }) as never })
  const request = new Request(CONNECTIONS)
  expect(off.server.owns('/connections')).toBe(false)
  expect(await off.server.handle(request, { address: undefined, requestId: 'r' })).toBeUndefined()
  const browser = w.browser()
  const back = locationOf(await browser.get(CONNECTIONS, NAVIGATION))
  const callback = `${ISSUER}/callback?code=upstream-code-alice&iss=${UPSTREAM}&state=${back.searchParams.get('state')!}`
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await handle(off.server, new Request(callback, { headers: { cookie } }))
  expect(response.status).toBe(400)
  expect(off.reasons()).toEqual(['connections_off'])
})

it('is kept out of the metadata: no client goes there', async () => {
  const w = await world()
  expect(JSON.stringify(w.server.metadata)).not.toContain('connections')
})

it('does not let a session of the page stand for an approval, nor the other way round [PX-13]', async () => {
  const w = await world()
  const { browser } = await connect(w)
  expect((await browser.get(CONNECTIONS, NAVIGATION)).status).toBe(303)
  const html = await signIn(browser)
  expect(clientsOn(html)).toHaveLength(1)
})
