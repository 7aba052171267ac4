import { expect, it } from 'vitest'
import { locationOf, type Browser } from './browser.js'
import { FIRST_PARTY, MINUTE, REDIRECT, RESOURCE, world, type World } from './harness.js'
import { approve, authorizeUrl, connect, register } from './steps.js'

const HOUR = 60 * MINUTE
const OTHER_REDIRECT = 'https://app.example/other'
const APPROVALS = '__Host-sallyport-approvals'

async function approved(w: World, parameters: Record<string, string> = {}) {
  const clientId = await register(w, { redirect_uris: [REDIRECT, OTHER_REDIRECT] })
  const browser = w.browser()
  await approve(browser, { client_id: clientId, scope: 'notes:read notes:write', ...parameters })
  const again = (change: Record<string, string | undefined> = {}, from: Browser = browser): Promise<Response> =>
    from.get(authorizeUrl({ client_id: clientId, scope: 'notes:read notes:write', ...parameters, ...change }))
  return { clientId, browser, again }
}

const isPage = (response: Response): boolean => response.status === 200
const isSkipped = (response: Response): boolean =>
  response.status === 303 && locationOf(response).origin === 'https://login.example'

it('does not ask again in the browser that has approved, for the same or less [PX-03] [F-15]', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const skipped = await again()
  expect(isSkipped(skipped)).toBe(true)
  expect(isSkipped(await again({ scope: 'notes:read' }))).toBe(true)
  expect(locationOf(await browser.login(skipped, 'alice')).searchParams.get('code')).toMatch(/^sac_/)
})

it.each([
  ['a wider scope', { scope: 'notes:read offline_access' }],
  ['another redirect URI', { redirect_uri: OTHER_REDIRECT }],
  ['another resource', { resource: 'https://notes.example/admin', scope: 'admin' }],
  ['prompt=consent', { prompt: 'consent' }],
])('asks again for %s [PX-14] [PX-13]', async (_case, change) => {
  const w = await world()
  const { again } = await approved(w, { scope: 'notes:read' })
  expect(isPage(await again(change))).toBe(true)
})

it('asks in every other browser, and for every other client [PX-03] [PX-13]', async () => {
  const w = await world()
  const { again } = await approved(w)
  expect(isPage(await again({}, w.browser()))).toBe(true)
  expect(isPage(await again({ client_id: await register(w) }))).toBe(true)
})

it.each(['http://127.0.0.1:3118/cb', 'cursor://oauth/cb'])(
  'asks every time where any program of the machine may answer: %s [F-15]',
  async (redirectUri) => {
    const w = await world()
    const clientId = await register(w, { redirect_uris: [redirectUri] })
    const browser = w.browser()
    await approve(browser, { client_id: clientId, redirect_uri: redirectUri })
    expect(isPage(await browser.get(authorizeUrl({ client_id: clientId, redirect_uri: redirectUri })))).toBe(true)
  },
)

it('ignores an approvals cookie that was tampered with, or made for another purpose [PX-04] [PX-12]', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const genuine = browser.cookies.get(APPROVALS)!
  for (const forged of [
    genuine.slice(0, -1) + (genuine.endsWith('A') ? 'B' : 'A'),
    browser.cookies.get('__Host-sallyport-csrf')!,
    'v1.x.AAAA',
    '{}',
  ]) {
    browser.cookies.set(APPROVALS, forged)
    expect(isPage(await again())).toBe(true)
  }
  browser.cookies.set(APPROVALS, genuine)
  expect(isSkipped(await again())).toBe(true)
})

it('trusts the cookie for two hours and no longer [F-17]', async () => {
  const w = await world()
  const { again } = await approved(w)
  w.runtime.advance(2 * HOUR - 1)
  expect(isSkipped(await again())).toBe(true)
  w.runtime.advance(1)
  expect(isPage(await again())).toBe(true)
})

it('asks again once the agreement has gone from the register [PX-04]', async () => {
  const w = await world()
  const { again } = await approved(w)
  const [key] = (await w.store.records.listByIndex('kind:consent', undefined, 1)).keys
  await w.store.records.delete(key!)
  expect(isPage(await again())).toBe(true)
})

it('remembers nothing of a login that failed [PX-03]', async () => {
  const w = await world()
  const clientId = await register(w)
  const browser = w.browser()
  const redirect = await browser.decide(await browser.get(authorizeUrl({ client_id: clientId })), 'approve')
  await browser.comeBack(redirect, { error: 'access_denied' })
  expect((await w.store.records.listByIndex('kind:consent', undefined, 1)).keys).toEqual([])
  expect(browser.cookies.has(APPROVALS)).toBe(false)
  expect(isPage(await browser.get(authorizeUrl({ client_id: clientId })))).toBe(true)
})

it('withdraws consent: the next request asks, and the grants are dead [AS-59]', async () => {
  const w = await world()
  const { clientId, browser, tokens } = await connect(w)
  const other = await connect(w)
  const { subject } = await w.verifier.verify(tokens.access_token, 'https://notes.example/mcp')
  expect(await w.server.withdraw(subject, clientId)).toBe(1)
  expect(isPage(await browser.get(authorizeUrl({ client_id: clientId })))).toBe(true)
  const verify = async (token: string) => w.verifier.verify(token, 'https://notes.example/mcp')
  await expect(verify(tokens.access_token)).rejects.toMatchObject({ error: 'invalid_token' })
  await expect(verify(other.tokens.access_token)).resolves.toMatchObject({ subject })
})

it('answers prompt=none from an approval, and passes it on to the provider [AS-13]', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const redirect = await again({ prompt: 'none' })
  expect(locationOf(redirect).searchParams.get('prompt')).toBe('none')
  const location = locationOf(await browser.comeBack(redirect, { error: 'login_required' }))
  expect(location.searchParams.get('error')).toBe('login_required')
})

it('sends errors back by themselves once this redirect was approved in this browser [AS-13]', async () => {
  const w = await world()
  const { again } = await approved(w)
  expect(locationOf(await again({ response_type: 'token' })).searchParams.get('error')).toBe(
    'unsupported_response_type',
  )
  expect((await again({ response_type: 'token' }, w.browser())).status).toBe(400)
})

it('holds the answer when somebody else logs in after a skipped page, and names the account [F-15] [PX-03]', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const page = await browser.login(await again(), 'bob')
  expect(page.status).toBe(200)
  const html = await page.text()
  expect(html).toContain('bob@corp.example')
  expect([...browser.cookies.keys()].filter((name) => name.includes('flow'))).toEqual([])
  const visits = w.upstream.visited.length
  const response = await browser.decide(html, 'approve')
  expect(locationOf(response).searchParams.get('code')).toMatch(/^sac_/)
  expect(w.upstream.visited).toHaveLength(visits)
  // From now on this browser is Bob's.
  expect(locationOf(await browser.login(await again(), 'bob')).searchParams.has('code')).toBe(true)
  expect((await browser.login(await again(), 'alice')).status).toBe(200)
})

it('gives the held answer to nobody after a denial, and tells the provider [PX-24]', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const html = await (await browser.login(await again(), 'bob')).text()
  expect(locationOf(await browser.decide(html, 'deny')).searchParams.get('error')).toBe('access_denied')
  expect(w.upstream.revoked).toHaveLength(1)
  expect((await w.store.records.listByIndex('kind:held', undefined, 1)).keys).toEqual([])
})

it('keeps the held answer for ten minutes, in the browser it belongs to', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const html = await (await browser.login(await again(), 'bob')).text()
  const stranger = w.browser()
  await stranger.get(authorizeUrl({ client_id: await register(w) }))
  expect((await stranger.decide(html, 'approve')).status).toBe(403)
  w.runtime.advance(10 * MINUTE)
  expect((await browser.decide(html, 'approve')).status).toBe(400)
})

it('answers prompt=none with login_required when somebody else is logged in', async () => {
  const w = await world()
  const { again, browser } = await approved(w)
  const location = locationOf(await browser.login(await again({ prompt: 'none' }), 'bob'))
  expect(location.searchParams.get('error')).toBe('login_required')
  expect(w.upstream.revoked).toHaveLength(1)
})

it.each(['deny', 'prompt=none'])(
  'does not tell the provider to end what the same person still uses elsewhere (%s) [F-02]',
  async (way) => {
    const w = await world()
    const { tokens } = await connect(w, {}, 'bob')
    const { again, browser } = await approved(w)
    const answer = await browser.login(await again(way === 'deny' ? {} : { prompt: 'none' }), 'bob')
    if (way === 'deny') await browser.decide(answer, 'deny')
    expect(w.upstream.revoked).toEqual([])
    await expect(w.verifier.verify(tokens.access_token, RESOURCE)).resolves.toBeDefined()
  },
)

it('asks again when consent was withdrawn while the login was under way', async () => {
  const w = await world()
  const { again, browser, clientId } = await approved(w)
  const redirect = await again()
  const [grant] = (await w.store.records.listByIndex('kind:grant', undefined, 1)).keys
  const { subject } = (await w.ports.grants.find(grant!.slice('grant:'.length)))!
  await w.server.withdraw(subject, clientId)
  expect(isPage(await browser.login(redirect, 'alice'))).toBe(true)
})

it('lets anybody log in for an exempt client: there was nothing to agree to [PX-02]', async () => {
  const w = await world()
  const parameters = { client_id: FIRST_PARTY.client_id, redirect_uri: FIRST_PARTY.redirect_uris[0] }
  const browser = w.browser()
  for (const person of ['alice', 'bob']) {
    const redirect = await browser.get(authorizeUrl(parameters))
    expect(locationOf(await browser.login(redirect, person)).searchParams.has('code')).toBe(true)
  }
  expect((await w.store.records.listByIndex('kind:consent', undefined, 1)).keys).toEqual([])
})
