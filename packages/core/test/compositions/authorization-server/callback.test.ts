import { expect, it } from 'vitest'
import { handle, locationOf, type Browser } from './browser.js'
import { ISSUER, MINUTE, REDIRECT, world, type World } from './harness.js'
import { approve, authorizeUrl, connect, register } from './steps.js'
import { answerOf } from './test-upstream.js'

async function underWay(w: World): Promise<{ browser: Browser; redirect: Response; clientId: string }> {
  const clientId = await register(w)
  const browser = w.browser()
  const redirect = await browser.decide(await browser.get(authorizeUrl({ client_id: clientId })), 'approve')
  return { browser, redirect, clientId }
}

const flowCookie = (browser: Browser): [string, string] =>
  [...browser.cookies].find(([name]) => name.startsWith('__Host-sallyport-flow-'))!

const refused = (response: Response): void => {
  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
}

it('sends the provider a state of 64 random bytes that is not the client’s [PX-17] [F-16]', async () => {
  const w = await world()
  const [first, second] = [await underWay(w), await underWay(w)]
  const states = [first, second].map(({ redirect }) => locationOf(redirect).searchParams.get('state')!)
  for (const state of states) expect(state).toMatch(/^[A-Za-z0-9_-]{86}$/)
  expect(new Set([...states, 'client-state']).size).toBe(3)
  const response = await first.browser.login(first.redirect, 'alice')
  expect(locationOf(response).searchParams.get('state')).toBe('client-state')
})

it('uses a PKCE verifier and a nonce of its own for each login [PX-27] [F-14]', async () => {
  const w = await world()
  await underWay(w)
  await underWay(w)
  const [first, second] = w.upstream.logins
  expect(first?.codeVerifier).toMatch(/^[A-Za-z0-9_-]{86}$/)
  expect(first?.redirectUri).toBe(`${ISSUER}/callback`)
  expect(new Set([first?.codeVerifier, second?.codeVerifier, first?.nonce, second?.nonce]).size).toBe(4)
})

it('sets the flow cookie on the way to the provider and removes it on the way back [PX-19] [F-16]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const [name] = flowCookie(browser)
  const set = redirect.headers.getSetCookie()
  expect(set).toHaveLength(1)
  expect(set[0]).toMatch(new RegExp(`^${name}=.*Max-Age=600`))
  const back = await browser.login(redirect, 'alice')
  expect(back.headers.getSetCookie().find((line) => line.startsWith(`${name}=`))).toContain('Max-Age=0')
})

it('refuses a genuine callback in another browser, and in the right one afterwards still takes it [PX-20]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const url = answerOf(locationOf(redirect), { code: 'upstream-code-mallory' })
  const other = await underWay(w)
  refused(await other.browser.get(url))
  refused(await w.browser().get(url))
  expect(w.upstream.callbacks).toEqual([])
  expect(locationOf(await browser.login(redirect, 'alice')).searchParams.has('code')).toBe(true)
})

it('refuses the cookie of one flow for the state of another [PX-20]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const other = await underWay(w)
  const [name] = flowCookie(browser)
  browser.cookies.set(name, flowCookie(other.browser)[1])
  refused(await browser.login(redirect, 'alice'))
  expect(w.reasons()).toEqual(['state_of_another_browser'])
})

it.each([
  ['no state', ''],
  ['an empty state', 'state='],
  ['the client’s state', 'state=client-state'],
  ['an unknown state of the right form', `state=${'A'.repeat(86)}`],
])('refuses a callback with %s [PX-21]', async (_case, query) => {
  const w = await world()
  const { browser } = await underWay(w)
  refused(await browser.get(`${ISSUER}/callback?code=upstream-code-alice&${query}`))
  expect(w.upstream.callbacks).toEqual([])
})

it('refuses a callback in which a parameter stands twice [AS-08] [PX-21]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const url = answerOf(locationOf(redirect), { code: 'upstream-code-alice' })
  for (const extra of ['code=x', 'iss=x', `state=${'A'.repeat(86)}`]) refused(await browser.get(`${url}&${extra}`))
  expect(w.upstream.callbacks).toEqual([])
})

it('takes a callback once, 50 at a time too [PX-22]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const url = answerOf(locationOf(redirect), { code: 'upstream-code-alice' })
  const cookie = flowCookie(browser).join('=')
  const send = () => handle(w.server, new Request(url, { headers: { cookie } }))
  const results = await Promise.all(Array.from({ length: 50 }, send))
  expect(results.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(results.filter(({ status }) => status === 400)).toHaveLength(49)
  refused(await send())
  expect(w.upstream.callbacks).toHaveLength(1)
})

it('takes no callback after ten minutes [PX-22] [F-16]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  w.runtime.advance(10 * MINUTE)
  refused(await browser.login(redirect, 'alice'))
  expect(w.reasons()).toEqual(['state_unknown'])
})

it('keeps five flows of a browser apart, and gives up the oldest one for a sixth [F-15] [F-16]', async () => {
  const w = await world()
  const browser = w.browser()
  const redirects: Response[] = []
  for (let tab = 0; tab < 6; tab++) {
    const clientId = await register(w)
    redirects.push(await browser.decide(await browser.get(authorizeUrl({ client_id: clientId })), 'approve'))
    w.runtime.advance(1000)
  }
  expect([...browser.cookies.keys()].filter((name) => name.includes('flow'))).toHaveLength(5)
  refused(await browser.login(redirects[0]!, 'alice'))
  for (const redirect of redirects.slice(1)) {
    expect(locationOf(await browser.login(redirect, 'alice')).searchParams.has('code')).toBe(true)
  }
})

it('refuses the answer of another provider, shows a page and sends no code anywhere [PX-27] [PX-28]', async () => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const parameters = { code: 'upstream-code-alice', iss: 'https://login.example/', error_description: '<b>evil</b>' }
  const response = await browser.comeBack(redirect, parameters)
  refused(response)
  const html = await response.text()
  expect(html).not.toMatch(/evil|sac_/)
  expect(html).toContain('error=server_error')
  expect(w.events.at(-1)).toMatchObject({ kind: 'login.refused', reason: 'upstream_iss_mismatch' })
})

it.each([
  ['access_denied', 'access_denied'],
  ['temporarily_unavailable', 'temporarily_unavailable'],
  ['invalid_scope', 'server_error'],
  ['<script>', 'server_error'],
])('maps the provider’s error %s to %s, without its words [PX-29]', async (upstreamError, error) => {
  const w = await world()
  const { browser, redirect } = await underWay(w)
  const words = { error: upstreamError, error_description: 'secret words', error_uri: 'https://evil.example' }
  const location = locationOf(await browser.comeBack(redirect, words))
  expect(location.origin + location.pathname).toBe(REDIRECT)
  expect(Object.fromEntries(location.searchParams)).toEqual({ error, state: 'client-state', iss: ISSUER })
})

it('refuses to finish when the redirect URI was taken from the client meanwhile [PX-16]', async () => {
  let redirects = [REDIRECT]
  const w = await world({
    ports: ({ clients }) => ({
      clients: {
        ...clients,
        async find(id) {
          const client = await clients.find(id)
          return client && { ...client, redirect_uris: redirects }
        },
      },
    }),
  })
  const { browser, redirect } = await underWay(w)
  const page = await browser.get(authorizeUrl({ client_id: await register(w) }))
  redirects = ['https://app.example/other']
  refused(await browser.login(redirect, 'alice'))
  refused(await browser.decide(page, 'approve'))
})

it('refuses to finish for a client that has gone meanwhile', async () => {
  const w = await world()
  const { browser, redirect, clientId } = await underWay(w)
  await w.store.records.delete(`client:${clientId}`)
  refused(await browser.login(redirect, 'alice'))
})

it('knows people by issuer and subject: the same subject elsewhere is somebody else [PX-31]', async () => {
  const w = await world()
  const subjectOf = async (): Promise<string> => {
    const { tokens } = await connect(w)
    return (await w.verifier.verify(tokens.access_token, 'https://notes.example/mcp')).subject
  }
  const alice = await subjectOf()
  expect(await subjectOf()).toBe(alice)
  expect(alice).toMatch(/^[A-Za-z0-9_-]{43}$/)
  w.upstream.issuerOfPeople = 'https://other.example'
  expect(await subjectOf()).not.toBe(alice)
})

it('gives no code when everything of the person was ended during the login', async () => {
  const w = await world({
    ports: ({ grants }) => ({
      grants: {
        ...grants,
        async create(grant) {
          const created = await grants.create(grant)
          await grants.revokeAll({ subject: grant.subject }, 'user')
          return created
        },
      },
    }),
  })
  const location = locationOf(await approve(w.browser(), { client_id: await register(w) }))
  expect(location.searchParams.get('error')).toBe('access_denied')
  expect(location.searchParams.has('code')).toBe(false)
})
