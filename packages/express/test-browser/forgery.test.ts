import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serve, type TestServer } from '../../core/test-browser/chromium.js'
import { allow, heading, logIn, type Person } from './support/person.js'
import { CLIENT, openWorld } from './support/world.js'
import type { Exchange } from './support/traffic.js'

const world = openWorld()

let person: Person
let request: Promise<string>
let sealed: string

const formOf = (value: string): string =>
  `<form method="post" action="${world.app.origin}/consent">
    <input name="request" value="${value}"><button name="decision" value="approve">Win a prize</button></form>`

const posts = (): readonly Exchange[] =>
  world.traffic.exchanges.filter(({ what }) => what === `POST ${world.app.origin}/consent`)

const sealedForm = (one: Person): Promise<string> => one.tab.locator('input[name=request]').inputValue()

/** A person looks at the page, and somebody got hold of its form. */
beforeEach(async () => {
  person = await world.person()
  request = world.request()
  await person.tab.goto(await request)
  sealed = await sealedForm(person)
})

/** Nothing came of it: no approval, nothing at the provider, and the form still works where it belongs. */
async function expectNothingDone(): Promise<void> {
  expect(world.events()).not.toContain('consent.approved')
  expect(world.traffic.fromBrowsersTo(world.app.idp.issuer)).toEqual([])
  expect(posts().map(({ status, setCookies }) => ({ status, setCookies }))).toEqual([{ status: 403, setCookies: [] }])
  await allow(person.tab)
  await logIn(person.tab)
  expect((await person.arrival(person.tab, CLIENT)).searchParams.has('code')).toBe(true)
}

/** Alarms come a little later than the answer that causes them. */
async function expectAlarm(text: string): Promise<void> {
  await expect.poll(() => person.alarms.join()).toContain(text)
  person.alarms.length = 0
}

describe('the stolen form, sent in the browser it belongs to', () => {
  let evil: TestServer | undefined

  afterEach(() => evil?.close())

  const sandboxed = (html: string): string =>
    `<!doctype html><title>Evil</title><iframe sandbox="allow-forms allow-scripts" srcdoc="${html.replaceAll('"', '&quot;')}"></iframe>`

  it.each<[string, string, (html: string) => string, Record<string, string>]>([
    // Ports do not make a site: cookies come along, and SameSite does not help.
    ['another port of this host', '127.0.0.1', (html) => html, { 'sec-fetch-site': 'same-site' }],
    ['another site', 'localhost', (html) => html, { 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', '127.0.0.1', sandboxed, { 'sec-fetch-site': 'cross-site', origin: 'null' }],
    ['a page without referrer', 'localhost', noReferrer, { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ])('by %s is refused, and is not used up [PX-08]', async (_where, host, wrap, sent) => {
    evil = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(wrap(`<link rel="icon" href="data:,">${formOf(sealed)}`))
    })
    const tab = await person.newTab()
    await tab.goto(evil.origin.replace('127.0.0.1', host))
    const page = wrap === sandboxed ? tab.frameLocator('iframe') : tab
    const refused = tab.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button').press('Enter')
    await refused

    expect(posts()[0]?.headers).toMatchObject({ origin: evil.origin.replace('127.0.0.1', host), ...sent })
    if (wrap === sandboxed) await expectAlarm('frame-ancestors')
    await expectNothingDone()
  })
})

function noReferrer(html: string): string {
  return `<!doctype html><meta name="referrer" content="no-referrer"><title>Evil</title>${html}`
}

describe('on our own page', () => {
  const put = (value: string): Promise<void> =>
    person.tab.locator('input[name=request]').evaluate((input, text) => input.setAttribute('value', text), value)

  it('the form of another browser is refused [PX-08]', async () => {
    const attacker = await world.person()
    await attacker.tab.goto(await world.request())
    await put(await sealedForm(attacker))
    await allow(person.tab)

    expect(await heading(person.tab)).toBe('Your answer did not arrive safely')
    await person.tab.goBack()
    await expectNothingDone()
  })

  it('a form in which one character was changed is refused [PX-23]', async () => {
    await put(sealed.replace(/.(?=.{9}$)/, (one) => (one === 'A' ? 'B' : 'A')))
    await allow(person.tab)

    expect(await heading(person.tab)).toBe('Your answer did not arrive safely')
    await person.tab.goBack()
    await expectNothingDone()
  })

  it('a form without the cookie of its browser is refused [PX-08]', async () => {
    const cookies = await person.context.cookies()
    await person.context.clearCookies({ name: /csrf/ })
    await allow(person.tab)

    expect(await heading(person.tab)).toBe('Your answer did not arrive safely')
    await person.context.addCookies(cookies)
    await person.tab.goBack()
    await expectNothingDone()
  })

  it('fields that were added to the form change nothing [PX-23]', async () => {
    const added = { redirect_uri: 'https://evil.example/', scope: 'notes:write', client_id: 'c_evil', state: 'evil' }
    await person.tab.locator('form').evaluate((form, fields) => {
      for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement('input')
        Object.assign(input, { type: 'hidden', name, value })
        form.append(input)
      }
    }, added)
    await allow(person.tab)
    await logIn(person.tab)
    const arrived = await person.arrival(person.tab, CLIENT)

    expect(arrived.searchParams.get('state')).toBe('client-state')
    expect(person.arrivals('https://evil.example/')).toBe(0)
    expect(world.app.events.findLast(({ kind }) => kind === 'consent.approved')).toMatchObject({
      clientId: new URL(await request).searchParams.get('client_id'),
      scopes: ['notes:read'],
    })
  })

  it('the post arrives as Origin: null and same-origin, without referrer [PX-08]', async () => {
    await allow(person.tab)
    await logIn(person.tab)
    await person.arrival(person.tab, CLIENT)
    const [post] = posts()

    expect(post?.status).toBe(303)
    expect(post?.headers).toMatchObject({ origin: 'null', 'sec-fetch-site': 'same-origin' })
    expect(world.traffic.exchanges.flatMap(({ headers }) => headers['referer'] ?? [])).toEqual([])
  })
})

describe('a frame', () => {
  it.each(['127.0.0.1', 'localhost'])('on %s shows nothing of the page [PX-09]', async (host) => {
    const url = await world.request()
    const framing = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Evil</title>
        <link rel="icon" href="data:,"><iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`)
    })
    const tab = await person.newTab()
    await tab.goto(framing.origin.replace('127.0.0.1', host))
    await tab.waitForLoadState('networkidle')
    const shown = await tab.frameLocator('iframe').locator('main, form, button').count()
    await framing.close()

    expect(shown).toBe(0)
    await expectAlarm('frame-ancestors')
    expect(world.traffic.fromBrowsersTo(world.app.idp.issuer)).toEqual([])
  })
})
