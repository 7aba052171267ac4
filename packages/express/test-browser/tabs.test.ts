import type { Page as Tab } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { allow, heading, holdCallback, logIn, type Person } from './support/person.js'
import { CLIENT, openWorld } from './support/world.js'

const world = openWorld()

/** Opens the page in this tab and approves; ends at the provider's login. */
async function start(tab: Tab, url: string): Promise<void> {
  await tab.goto(url)
  await allow(tab)
  await tab.getByLabel('User').waitFor()
}

const stateOf = async (person: Person, tab: Tab): Promise<string | null> =>
  (await person.arrival(tab, CLIENT)).searchParams.get('state')

const flowCookies = async ({ context }: Person): Promise<number> =>
  (await context.cookies(world.app.origin)).filter(({ name }) => name.startsWith('sallyport-flow-')).length

const flowsBegun = (): number =>
  world.traffic.exchanges.filter(({ what }) => what === `GET ${world.app.idp.issuer}/auth`).length

function withState(url: URL, state: string): URL {
  const changed = new URL(url)
  changed.searchParams.set('state', state)
  return changed
}

describe('a callback', () => {
  it('is refused in another browser, and stays good in its own [PX-20] [PX-21] [F-16]', async () => {
    const person = await world.person()
    await start(person.tab, await world.request())
    const callback = await holdCallback(person, person.tab, world.app.origin)
    const loggedIn = logIn(person.tab)
    const thief = await world.person()
    await thief.tab.goto(await callback.url)

    expect(await heading(thief.tab)).toBe('Signing in took too long')
    expect(thief.arrivals(CLIENT)).toBe(0)
    await callback.release()
    await loggedIn
    expect((await person.arrival(person.tab, CLIENT)).searchParams.has('code')).toBe(true)
  })

  it.each([
    ['the second time, in the same browser too [PX-22] [F-16]', (url: URL) => url],
    ['with a state that nobody has issued [PX-21]', (url: URL) => withState(url, 'A'.repeat(86))],
    ['without a state [PX-21]', (url: URL) => withState(url, '')],
  ])('is refused %s', async (_case, change) => {
    const person = await world.person()
    await start(person.tab, await world.request())
    await logIn(person.tab)
    await person.arrival(person.tab, CLIENT)
    const callback = world.traffic.exchanges.find(({ what }) => what === `GET ${world.app.origin}/callback`)!
    const again = await person.newTab()
    await again.goto(change(callback.url).href)

    expect(await heading(again)).toBe('Signing in took too long')
    expect(person.arrivals(CLIENT)).toBe(1)
    expect(world.events().filter((kind) => kind === 'code.issued')).toHaveLength(1)
  })
})

describe('one form', () => {
  it('sent from two tabs starts one flow, and the other tab says so [F-15] [PX-22]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await person.tab.locator('form').evaluate((form) => form.setAttribute('target', '_blank'))
    const [first] = await Promise.all([person.context.waitForEvent('page'), allow(person.tab)])
    await first.getByLabel('User').waitFor()
    const [second] = await Promise.all([person.context.waitForEvent('page'), allow(person.tab)])
    await second.waitForLoadState()

    expect(await heading(second)).toBe('This request was answered already')
    expect(flowsBegun()).toBe(1)
  })

  it('with a double click is one approval, and the way back leads on [F-15]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await person.tab.getByRole('button', { name: 'Allow' }).dblclick({ delay: 20 })
    const answered = person.tab.getByRole('heading', { name: 'This request was answered already' })
    await person.tab.getByLabel('User').or(answered).waitFor()
    expect(world.events().filter((kind) => kind === 'consent.approved')).toHaveLength(1)
    expect(flowsBegun()).toBeLessThanOrEqual(1)

    // Whether Chromium sends the second click depends on how fast the first is answered.
    if (await answered.isVisible()) {
      await person.tab.goBack()
      await allow(person.tab)
    }
    await logIn(person.tab)
    expect((await person.arrival(person.tab, CLIENT)).searchParams.has('code')).toBe(true)
  })
})

describe('the back button', () => {
  it('after an approval shows the page anew and starts nothing by itself [F-15]', async () => {
    const person = await world.person()
    await start(person.tab, await world.request())
    await person.tab.goBack()

    expect(await heading(person.tab)).toBe('Allow Test App to use Notes?')
    expect(flowsBegun()).toBe(1)
    await allow(person.tab)
    await logIn(person.tab)
    expect(await stateOf(person, person.tab)).toBe('client-state')
  })

  it('after the end gives no second code [F-15] [PX-22]', async () => {
    const person = await world.person()
    const { loopbackUri } = world
    await start(person.tab, await world.request(loopbackUri))
    await logIn(person.tab)
    await person.tab.waitForURL(`${loopbackUri}**`)
    await person.tab.goBack()
    expect(await heading(person.tab)).toBe('Login not found')
    await person.tab.goBack()

    expect(await heading(person.tab)).toContain('Allow')
    expect(person.arrivals(loopbackUri)).toBe(1)
  })
})

describe('several tabs', () => {
  it.each([
    ['in the order in which they began', [0, 1]],
    ['in the other order', [1, 0]],
  ] as const)('finish side by side, %s [F-15] [F-16]', async (_order, order) => {
    const person = await world.person()
    const tabs = [person.tab, await person.newTab()]
    for (const [i, tab] of tabs.entries()) await start(tab, await world.request(CLIENT, { state: `tab ${i}` }))
    for (const i of order) await logIn(tabs[i]!)

    expect(await Promise.all(tabs.map((tab) => stateOf(person, tab)))).toEqual(['tab 0', 'tab 1'])
    expect(await flowCookies(person)).toBe(0)
  })

  it('that show the same page twice both work [F-15]', async () => {
    const person = await world.person()
    const url = await world.request()
    const tabs = [person.tab, await person.newTab()]
    for (const tab of tabs) await tab.goto(url)
    await tabs[1]!.reload()
    for (const tab of tabs) {
      await allow(tab)
      await tab.getByLabel('User').waitFor()
    }
    for (const tab of tabs) await logIn(tab)

    await Promise.all(tabs.map((tab) => person.arrival(tab, CLIENT)))
    expect(person.arrivals(CLIENT)).toBe(2)
  })

  it('keep five flows at most: the oldest of six is given up, the others finish [F-15] [F-16]', async () => {
    const person = await world.person()
    const tabs = [person.tab]
    while (tabs.length < 6) tabs.push(await person.newTab())
    const url = await world.request()
    for (const tab of tabs) await start(tab, url)
    expect(await flowCookies(person)).toBe(5)

    const [oldest, ...others] = tabs
    for (const tab of others) {
      await logIn(tab)
      await person.arrival(tab, CLIENT)
    }
    await logIn(oldest!)
    await oldest!.waitForURL(`${world.app.origin}/callback**`)
    expect(await heading(oldest!)).toBe('Signing in took too long')
    expect(person.arrivals(CLIENT)).toBe(5)
  })
})
