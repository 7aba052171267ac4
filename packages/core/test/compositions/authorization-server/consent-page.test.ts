import { expect, it } from 'vitest'
import { fieldsOf } from './browser.js'
import { FIRST_PARTY, ISSUER, REDIRECT, RESOURCE, world } from './harness.js'
import { authorizeUrl, register } from './steps.js'

it('asks before anything goes to the provider [PX-01] [F-15]', async () => {
  const w = await world()
  const response = await w.browser().get(authorizeUrl({ client_id: await register(w) }))
  expect(response.status).toBe(200)
  expect(response.headers.has('location')).toBe(false)
  expect(w.upstream.visited).toEqual([])
  expect(w.events.at(-1)).toMatchObject({ kind: 'consent.shown', redirectHost: 'app.example' })
})

it('names client, scopes, resource and redirect [PX-05] [PX-06] [PX-07] [F-15]', async () => {
  const w = await world({ server: { scopeDescriptions: { 'notes:write': 'Change your notes' } } })
  const clientId = await register(w, { client_name: 'Deep <b>Thought</b>', client_uri: 'https://app.example' })
  const scope = 'notes:read notes:write offline_access'
  const html = await (await w.browser().get(authorizeUrl({ client_id: clientId, scope }))).text()
  for (const shown of [
    'Deep &lt;b&gt;Thought&lt;/b&gt;',
    'Change your notes',
    'notes:read',
    RESOURCE,
    REDIRECT,
    clientId,
  ]) {
    expect(html).toContain(shown)
  }
  expect(html).toContain('offline_access')
  expect(html).not.toMatch(/<script|<img|https:\/\/(?!notes\.example|app\.example)/)
})

it('warns about redirects that any program of the machine could claim [F-15]', async () => {
  const w = await world()
  for (const uri of ['http://127.0.0.1:3118/cb', 'cursor://oauth/cb']) {
    const clientId = await register(w, { redirect_uris: [uri] })
    const html = await (await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: uri }))).text()
    expect(html).toContain('class="caution"')
  }
})

it('writes nothing to the store and sets nothing but the CSRF cookie [PX-18] [PX-19]', async () => {
  const w = await world()
  const clientId = await register(w)
  const browser = w.browser()
  const before = await kinds()
  await browser.get(authorizeUrl({ client_id: clientId }))
  expect(await kinds()).toEqual(before)
  expect([...browser.cookies.keys()]).toEqual(['__Host-sallyport-csrf'])

  async function kinds(): Promise<number[]> {
    const pages = ['flow', 'form-used', 'held', 'consent', 'grant', 'client'].map((kind) =>
      w.store.records.listByIndex(`kind:${kind}`, undefined, 10),
    )
    return (await Promise.all(pages)).map(({ keys }) => keys.length)
  }
})

it('lets the form lead to itself, the provider and the client, and nowhere else', async () => {
  const w = await world()
  const clientId = await register(w, { redirect_uris: [REDIRECT, 'cursor://oauth/cb'] })
  const policyFor = async (uri: string) =>
    (await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: uri }))).headers
      .get('content-security-policy')
      ?.split('; ')
      .find((directive) => directive.startsWith('form-action'))
  expect(await policyFor(REDIRECT)).toBe("form-action 'self' https://login.example https://app.example")
  expect(await policyFor('cursor://oauth/cb')).toBe("form-action 'self' https://login.example cursor:")
})

it('sets cookies that only this host sees, that scripts cannot read, for two hours at most [PX-10] [PX-11] [F-17]', async () => {
  const w = await world()
  const browser = w.browser()
  const page = await browser.get(authorizeUrl({ client_id: await register(w) }))
  await browser.login(await browser.decide(page, 'approve'), 'alice')
  const names = browser.setCookies.map((line) => line.slice(0, line.indexOf('=')))
  expect(names).toHaveLength(4)
  expect(names.some((name) => name === '__Host-sallyport-approvals')).toBe(true)
  for (const line of browser.setCookies) {
    expect(line).toMatch(/^__Host-/)
    expect(line).toMatch(/; Path=\/;/)
    expect(line).toMatch(/; Secure/)
    expect(line).toMatch(/; HttpOnly/)
    expect(line).toMatch(/; SameSite=Lax/)
    expect(line).not.toMatch(/Domain/i)
    // Sealed, or empty to be removed: nothing in it can be read.
    expect(line).toMatch(/^[^=]+=(?:v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)?;/)
    expect(Number(/Max-Age=(\d+)/.exec(line)?.[1])).toBeLessThanOrEqual(7200)
  }
})

it('drops __Host- and Secure on a loopback http issuer, and puts the port into the name [F-17]', async () => {
  const issuer = 'http://127.0.0.1:3000'
  const w = await world({ server: { issuer, unsafelyAllowHttpLoopback: true } })
  const browser = w.browser()
  const page = await browser.get(authorizeUrl({ client_id: await register(w) }, issuer))
  const redirect = await browser.decide(page, 'approve')
  expect([...browser.cookies.keys()][0]).toBe('sallyport-csrf-3000')
  expect([...browser.cookies.keys()][1]).toMatch(/^sallyport-flow-[A-Za-z0-9_-]{16}-3000$/)
  expect(browser.setCookies.join()).not.toMatch(/Secure|__Host-/)
  expect((await browser.login(redirect, 'alice')).headers.get('location')).toContain('code=')
})

it('seals the request into the form: nothing of it can be read there [PX-23]', async () => {
  const w = await world()
  const clientId = await register(w)
  const html = await (await w.browser().get(authorizeUrl({ client_id: clientId, state: 'very-own-state' }))).text()
  expect(Object.keys(fieldsOf(html))).toEqual(['request'])
  expect(fieldsOf(html)['request']).toMatch(/^v1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)
  expect(html).not.toContain('very-own-state')
})

it('serves the same page twice, and both forms work in their tab [F-15]', async () => {
  const w = await world()
  const browser = w.browser()
  const url = authorizeUrl({ client_id: await register(w) })
  const [first, second] = [await browser.get(url), await browser.get(url)]
  expect((await browser.decide(first, 'approve')).status).toBe(303)
  expect((await browser.decide(second, 'approve')).status).toBe(303)
})

it('skips the page only for clients the operator exempts by name, over https [PX-02]', async () => {
  const w = await world()
  const parameters = { client_id: FIRST_PARTY.client_id, redirect_uri: FIRST_PARTY.redirect_uris[0] }
  const browser = w.browser()
  const redirect = await browser.get(authorizeUrl(parameters))
  expect(redirect.status).toBe(303)
  expect((await browser.login(redirect, 'alice')).headers.get('location')).toContain('code=')
  expect(w.events.some(({ kind, reason }) => kind === 'consent.skipped' && reason === 'operator_exempt')).toBe(true)
  expect((await w.browser().get(authorizeUrl({ ...parameters, prompt: 'consent' }))).status).toBe(200)
})

it('asks for the operator’s clients that are not exempt, and for those on a loopback port [PX-02]', async () => {
  const redirectUri = 'http://127.0.0.1:3118/cb'
  const w = await world({
    clients: { operatorClients: [{ client_id: 'own', redirect_uris: [REDIRECT] }] },
    // Whatever the register lets through: a local program could pose as this client.
    ports: ({ clients }) => ({
      clients: {
        ...clients,
        find: async (id) =>
          id === 'local'
            ? { ...(await clients.find('own'))!, client_id: id, redirect_uris: [redirectUri], consent: 'not_required' }
            : clients.find(id),
      },
    }),
  })
  expect((await w.browser().get(authorizeUrl({ client_id: 'own' }))).status).toBe(200)
  expect((await w.browser().get(authorizeUrl({ client_id: 'local', redirect_uri: redirectUri }))).status).toBe(200)
})

it('says when the provider cannot be found, and offers the way back', async () => {
  const w = await world()
  w.upstream.health = 'down'
  const response = await w.browser().get(authorizeUrl({ client_id: await register(w) }))
  expect(response.status).toBe(503)
  const html = await response.text()
  expect(html).toContain('error=temporarily_unavailable')
  expect(html).toContain(encodeURIComponent(ISSUER))
})
