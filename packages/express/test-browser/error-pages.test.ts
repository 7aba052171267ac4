import axe from 'axe-core'
import type { Page as Tab } from 'playwright-core'
import { StoreError } from '@sallyport/core'
import { memoryStore } from '@sallyport/core/store'
import { fakeRuntime } from '@sallyport/core/testing'
import { beforeEach, expect, it } from 'vitest'
import { startApp, type App } from '../test/support/app.js'
import { allow, heading, holdCallback, logIn } from './support/person.js'
import { CLIENT, openWorld } from './support/world.js'

const runtime = fakeRuntime({ nowMs: Date.now(), fetch: (input, init) => fetch(input, init) })
const world = openWorld({ runtime })

/** The provider knows only the time of the machine. */
beforeEach(() => runtime.setNow(Date.now()))

/** Everything that keeps somebody from using a page. Dark colours are looked at where the pages are built. */
async function findings(tab: Tab): Promise<readonly string[]> {
  await tab.evaluate(axe.source)
  const { violations } = await tab.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document))
  return violations.map(({ id, impact, help }) => `${String(impact)} ${id}: ${help}`)
}

async function expectPage(tab: Tab, title: string): Promise<void> {
  expect(await heading(tab)).toBe(title)
  expect(await findings(tab)).toEqual([])
}

/** A client's request to another deployment than the one that all tests share. */
async function requestAt({ origin, endpoint }: App): Promise<string> {
  const body = JSON.stringify({ redirect_uris: [CLIENT], token_endpoint_auth_method: 'none' })
  const headers = { 'content-type': 'application/json' }
  const registered = await fetch(`${origin}/register`, { method: 'POST', headers, body })
  const { client_id: clientId } = (await registered.json()) as { client_id: string }
  return `${origin}/authorize${new URL(world.authorizeUrl(clientId, { resource: endpoint })).search}`
}

it('a client that nobody knows [F-15] [AS-13]', async () => {
  const { tab } = await world.person()
  await tab.goto(world.authorizeUrl('c_unknown'))

  await expectPage(tab, 'This server does not know the app')
})

it('a redirect that was not registered [F-15] [PX-15]', async () => {
  const { tab } = await world.person()
  await tab.goto(await world.request(CLIENT, { redirect_uri: 'https://evil.example/' }))

  await expectPage(tab, 'The return address does not match')
})

it('a request that breaks a rule, with the way back [F-15] [AS-13]', async () => {
  const { tab } = await world.person()
  await tab.goto(await world.request(CLIENT, { code_challenge_method: 'plain' }))

  await expectPage(tab, 'The app’s request cannot be accepted')
  expect(await tab.getByRole('link').innerText()).toBe('Return to client.example')
})

it('a form that was not sent in its own browser [F-15] [PX-08]', async () => {
  const { tab, context } = await world.person()
  await tab.goto(await world.request())
  await context.clearCookies()
  await allow(tab)

  await expectPage(tab, 'Your answer did not arrive safely')
})

it('a page that was left open for ten minutes [F-15] [PX-22]', async () => {
  const { tab } = await world.person()
  await tab.goto(await world.request())
  runtime.advance(600_000)
  await allow(tab)

  await expectPage(tab, 'This page is too old')
})

it('a form that was used before [F-15] [PX-22]', async () => {
  const { tab, context } = await world.person()
  await tab.goto(await world.request())
  await tab.locator('form').evaluate((form) => form.setAttribute('target', '_blank'))
  const [first] = await Promise.all([context.waitForEvent('page'), allow(tab)])
  await first.getByLabel('User').waitFor()
  await tab.locator('form').evaluate((form) => form.removeAttribute('target'))
  await allow(tab)

  await expectPage(tab, 'This request was answered already')
})

it('a login that took more than ten minutes [F-15] [PX-22] [F-16]', async () => {
  const { tab } = await world.person()
  await tab.goto(await world.request())
  await allow(tab)
  await tab.getByLabel('User').waitFor()
  runtime.advance(600_000)
  await logIn(tab)
  await tab.waitForURL(`${world.app.origin}/callback**`)

  await expectPage(tab, 'Signing in took too long')
})

it('an answer of the provider that does not check out [F-15] [PX-27]', async () => {
  const person = await world.person()
  await person.tab.goto(await world.request())
  await allow(person.tab)
  await person.tab.getByLabel('User').waitFor()
  const callback = await holdCallback(person, person.tab, world.app.origin)
  const loggedIn = logIn(person.tab)
  const forged = new URL(await callback.url)
  forged.searchParams.set('iss', 'https://evil.example')
  const tab = await person.newTab()
  await tab.goto(forged.href)

  await expectPage(tab, 'You could not be signed in')
  await callback.release()
  await loggedIn
  expect(person.arrivals(CLIENT)).toBe(0)
})

it('a provider that does not answer [F-15]', async () => {
  const app = await startApp()
  const url = await requestAt(app)
  await app.idp.close()
  const { tab } = await world.person()
  await tab.goto(url)

  await expectPage(tab, 'The sign-in service does not answer')
})

it('too many attempts [F-15]', async () => {
  const limits = { failures: { authorize: { burst: 1, intervalMs: 3_600_000 } } }
  const app = await startApp({ options: { limits } })
  const { tab } = await world.person()
  await tab.goto(`${app.origin}/authorize?client_id=c_unknown`)
  await tab.reload()

  await expectPage(tab, 'Too many attempts')
})

it('a store that is out of order [F-15]', async () => {
  const store = memoryStore()
  let broken = false
  const gone = new StoreError('unavailable', 'The disk is gone.')
  const get: typeof store.records.get = (key) => (broken ? Promise.reject(gone) : store.records.get(key))
  const app = await startApp({ options: { store: { ...store, records: { ...store.records, get } } } })
  const url = await requestAt(app)
  broken = true
  const { tab } = await world.person()
  await tab.goto(url)

  await expectPage(tab, 'Something went wrong on this server')
  expect(await tab.locator('body').innerText()).not.toContain('disk')
})

it('a store that was out of order from the start [F-15] [F-18]', async () => {
  const ping = (): Promise<void> => Promise.reject(new StoreError('unavailable', 'The disk is gone.'))
  const app = await startApp({ options: { store: { ...memoryStore(), ping } } })
  const { tab } = await world.person()
  const answer = await tab.goto(`${app.origin}/authorize`)

  await expectPage(tab, 'Something went wrong on this server')
  expect(answer?.status()).toBe(503)
  expect(answer?.headers()).toMatchObject({ 'x-frame-options': 'DENY', 'retry-after': '1' })
})

it('the page that asks [F-15]', async () => {
  const { tab } = await world.person()
  await tab.goto(await world.request(world.loopbackUri, { scope: 'notes:read notes:write offline_access' }))

  await expectPage(tab, 'Allow Test App to use Notes?')
})

it('the page that asks again, naming the account [F-15]', async () => {
  const person = await world.person()
  const { tab } = person
  const url = await world.request()
  for (const name of ['alice', 'bob']) {
    await tab.goto(url)
    if (name === 'alice') await allow(tab)
    await logIn(tab, name)
    if (name === 'alice') await tab.waitForURL(`${CLIENT}**`)
    await person.context.clearCookies({ name: /^_session/ })
  }
  await tab.getByText('Bob').waitFor()

  await expectPage(tab, 'Allow Test App to use Notes?')
})
