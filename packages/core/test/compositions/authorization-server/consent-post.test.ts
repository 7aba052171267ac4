import { expect, it } from 'vitest'
import { fieldsOf, handle, locationOf, type Browser } from './browser.js'
import { ISSUER, MINUTE, REDIRECT, world, type World } from './harness.js'
import { authorizeUrl, register } from './steps.js'

const CONSENT = `${ISSUER}/consent`

async function shown(w: World): Promise<{ browser: Browser; html: string }> {
  const browser = w.browser()
  const page = await browser.get(authorizeUrl({ client_id: await register(w) }))
  return { browser, html: await page.text() }
}

const nothingHappened = async ({ store, upstream }: World): Promise<void> => {
  expect(upstream.visited).toEqual([])
  for (const kind of ['flow', 'consent', 'form-used']) {
    expect((await store.records.listByIndex(`kind:${kind}`, undefined, 10)).keys).toEqual([])
  }
}

it('sends the browser on with 303, which never repeats the post [AS-09]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const response = await browser.decide(html, 'approve')
  expect(response.status).toBe(303)
  expect(locationOf(response).origin).toBe('https://login.example')
})

it.each([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another site that hides its origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://evil.notes.example' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
  ['an old browser on another site', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
  ['an old browser that hides the origin', { 'sec-fetch-site': '', origin: 'null' }],
  ['a contradiction', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
])('refuses a decision that comes from %s [PX-08]', async (_case, headers) => {
  const w = await world()
  const { browser, html } = await shown(w)
  const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
  const response = await browser.post(CONSENT, { ...fieldsOf(html), decision: 'approve' }, sent)
  expect(response.status).toBe(403)
  expect(response.headers.has('location')).toBe(false)
  await nothingHappened(w)
})

it.each([
  ['its own page', { 'sec-fetch-site': 'same-origin', origin: ISSUER }],
  ['its own page without a referrer', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  ['an old browser', { origin: ISSUER }],
  ['a browser that tells nothing', {}],
])('takes a decision that comes from %s [PX-08]', async (_case, headers: Record<string, string>) => {
  const w = await world()
  const { browser, html } = await shown(w)
  expect((await browser.post(CONSENT, { ...fieldsOf(html), decision: 'approve' }, headers)).status).toBe(303)
})

it('refuses the form of another browser, with and without a cookie of its own [PX-08]', async () => {
  const w = await world()
  const { html } = await shown(w)
  const { browser: other } = await shown(w)
  for (const browser of [other, w.browser()]) {
    expect((await browser.decide(html, 'approve')).status).toBe(403)
  }
  expect(w.reasons()).toEqual(['form_of_another_browser', 'form_of_another_browser'])
  await nothingHappened(w)
})

it('refuses a CSRF cookie that was tampered with [PX-08] [PX-12]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const name = '__Host-sallyport-csrf'
  const value = browser.cookies.get(name)!
  browser.cookies.set(name, value.slice(0, -1) + (value.endsWith('A') ? 'B' : 'A'))
  expect((await browser.decide(html, 'approve')).status).toBe(403)
  await nothingHappened(w)
})

it.each([
  ['nothing', {}],
  ['an empty form', { request: '' }],
  ['a made-up form', { request: 'v1.key.AAAA' }],
  ['a plain form', { request: '{"clientId":"x"}' }],
])('refuses %s in place of the sealed request [PX-08] [PX-23]', async (_case, fields) => {
  const w = await world()
  const { browser } = await shown(w)
  const response = await browser.post(CONSENT, { ...fields, decision: 'approve' })
  expect(response.status).toBe(403)
  await nothingHappened(w)
})

it('refuses a sealed request in which one bit was flipped [PX-23]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const request = fieldsOf(html)['request']!
  const flipped = request.slice(0, 40) + (request[40] === 'A' ? 'B' : 'A') + request.slice(41)
  expect((await browser.post(CONSENT, { request: flipped, decision: 'approve' })).status).toBe(403)
  await nothingHappened(w)
})

it('does not look at fields that were added to the form [PX-23]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const added = { redirect_uri: 'https://evil.example/cb', client_id: 'other', scope: 'admin', state: 'theirs' }
  const response = await browser.post(CONSENT, { ...fieldsOf(html), ...added, decision: 'deny' })
  expect(locationOf(response).href.startsWith(`${REDIRECT}?`)).toBe(true)
  expect(locationOf(response).searchParams.get('state')).toBe('client-state')
})

it.each([
  ['no decision', '', 400],
  ['another decision', 'decision=maybe', 400],
  ['both decisions', 'decision=approve&decision=deny', 400],
])('refuses %s and leaves the form usable [AS-08]', async (_case, decision, status) => {
  const w = await world()
  const { browser, html } = await shown(w)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie }
  const body = `${new URLSearchParams(fieldsOf(html)).toString()}&${decision}`
  const response = await handle(w.server, new Request(CONSENT, { method: 'POST', headers, body }))
  expect(response.status).toBe(status)
  expect((await browser.decide(html, 'approve')).status).toBe(303)
})

it('opens no form that was sent twice [AS-08]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const { html: other } = await shown(w)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie }
  const fields = [...Object.entries(fieldsOf(html)), ...Object.entries(fieldsOf(other)), ['decision', 'approve']]
  const body = new URLSearchParams(fields).toString()
  const response = await handle(w.server, new Request(CONSENT, { method: 'POST', headers, body }))
  expect(response.status).toBe(403)
  await nothingHappened(w)
})

it.each([
  ['JSON', { 'content-type': 'application/json' }, 400],
  ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
  ['65 kilobytes', { 'content-type': 'application/x-www-form-urlencoded' }, 413],
])('refuses a body of %s', async (_case, headers, status) => {
  const w = await world()
  const body = `decision=approve&request=${'x'.repeat(65_536)}`
  const response = await handle(w.server, new Request(CONSENT, { method: 'POST', headers, body }))
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
})

it('takes a form once: the back button and a double click find a page that says so [F-15]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const results = await Promise.all(Array.from({ length: 50 }, () => browser.decide(html, 'approve')))
  expect(results.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(results.filter(({ status }) => status === 409)).toHaveLength(49)
  expect(w.upstream.visited).toHaveLength(1)
  expect((await browser.decide(html, 'deny')).status).toBe(409)
})

it('takes no form after ten minutes [PX-22]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  w.runtime.advance(10 * MINUTE)
  const response = await browser.decide(html, 'approve')
  expect(response.status).toBe(400)
  expect(w.reasons()).toEqual(['form_expired'])
  await nothingHappened(w)
})

it('tells the client of a denial, with state and iss, and asks again next time [PX-24]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const response = await browser.decide(html, 'deny')
  expect(response.status).toBe(303)
  const location = locationOf(response)
  expect(location.origin + location.pathname).toBe(REDIRECT)
  expect(Object.fromEntries(location.searchParams)).toEqual({
    error: 'access_denied',
    state: 'client-state',
    iss: ISSUER,
  })
  expect(w.upstream.visited).toEqual([])
  expect(w.events.at(-1)).toMatchObject({ kind: 'consent.denied', outcome: 'refused' })
})

it('refuses a decision about a client that has gone meanwhile', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  const [clientKey] = (await w.store.records.listByIndex('kind:client', undefined, 1)).keys
  await w.store.records.delete(clientKey!)
  expect((await browser.decide(html, 'approve')).status).toBe(400)
  await nothingHappened(w)
})

it('tells the client when the provider went away between page and decision [PX-29]', async () => {
  const w = await world()
  const { browser, html } = await shown(w)
  w.upstream.health = 'down'
  const location = locationOf(await browser.decide(html, 'approve'))
  expect(location.searchParams.get('error')).toBe('temporarily_unavailable')
  expect(w.events.at(-1)).toMatchObject({ kind: 'upstream.failed' })
})
