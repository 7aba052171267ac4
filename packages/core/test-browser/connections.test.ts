import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { serve, type TestServer } from './chromium.js'
import { openConnectionsWorld, type ConnectedClient, type ConnectionsWorld, type Person } from './connections-world.js'

let world: ConnectionsWorld
let alice: Person
let reader: ConnectedClient
let writer: ConnectedClient

const people: Person[] = []

async function somebody(...options: Parameters<ConnectionsWorld['person']>): Promise<Person> {
  const person = await world.person(...options)
  people.push(person)
  return person
}

const apps = ({ tab }: Person): Promise<string[]> => tab.locator('.connection h2').allInnerTexts()
const heading = async ({ tab }: Person): Promise<string> => (await tab.locator('h1').innerText()).trim()

/** The browser says in the console that a page came with 4xx; a test may cause more than that on purpose. */
const ERROR_STATUS = /status of 4\d\d /
let expectedAlarm = ERROR_STATUS

beforeAll(async () => {
  world = await openConnectionsWorld()
})
afterAll(() => world.close())

beforeEach(async () => {
  alice = await somebody()
  reader = await alice.connect('alice', 'Reader', 'notes:read')
  writer = await alice.connect('alice', 'Writer', 'notes:read notes:write')
  await alice.signIn('alice')
})

/** Nothing of one test is left for the next one; nothing alarming has happened in it. */
afterEach(async () => {
  const closing = people.splice(0)
  for (const client of [reader, writer]) {
    await world.sallyport.revoke({ clientId: client.clientId })
  }
  const alarms = closing
    .flatMap((person) => person.alarms)
    .filter((alarm) => !ERROR_STATUS.test(alarm) && !expectedAlarm.test(alarm))
  expectedAlarm = ERROR_STATUS
  await Promise.all(closing.map((person) => person.close()))
  expect(alarms).toEqual([])
})

describe('a person who has signed in', () => {
  it('sees both clients with what they may do, and ends one: it is over at once, the other lives [F-15] [AS-59]', async () => {
    expect(await apps(alice)).toEqual(['Writer', 'Reader'])
    const card = alice.tab.locator('.connection', { hasText: 'Writer' })
    expect(await card.locator('.scopes li').allInnerTexts()).toEqual([
      expect.stringMatching(/Read your notes\s*notes:read/),
      expect.stringMatching(/Add notes in your name\s*notes:write/),
    ])
    expect(await card.innerText()).toContain('A program on this device')
    expect([await world.call(writer.accessToken), await world.call(reader.accessToken)]).toEqual([200, 200])

    await alice.tab.getByRole('button', { name: 'End access Writer' }).click()
    await expect.poll(() => apps(alice)).toEqual(['Reader'])

    expect(await world.call(writer.accessToken)).toBe(401)
    expect(await world.refresh(writer)).toEqual({ status: 400, error: 'invalid_grant' })
    expect(await world.call(reader.accessToken)).toBe(200)
    expect((await world.refresh(reader)).status).toBe(200)
    expect(alice.tab.url()).toBe(world.url)
  })

  it('may load the page again after ending something: nothing is posted twice [AS-09]', async () => {
    await alice.tab.getByRole('button', { name: 'End access Writer' }).click()
    await expect.poll(() => apps(alice)).toEqual(['Reader'])
    await alice.tab.reload()
    await alice.tab.goBack()

    expect(await world.call(reader.accessToken)).toBe(200)
    expect(world.events.filter(({ kind }) => kind === 'connection.ended').at(-1)).toMatchObject({
      clientId: writer.clientId,
    })
  })

  it('can do all of it with the keyboard [F-15]', async () => {
    const names: string[] = []
    for (let i = 0; i < 4; i++) {
      await alice.tab.keyboard.press('Tab')
      names.push(await alice.tab.evaluate(() => document.activeElement?.textContent.trim() ?? ''))
    }
    expect(names).toEqual(['Sign out', 'End access', 'End access', 'End everything'])
    await alice.tab.keyboard.press('Enter')
    await alice.tab.keyboard.press('Tab')
    await alice.tab.keyboard.press('Enter')

    await expect.poll(() => heading(alice)).toBe('You are signed out')
    expect([await world.call(writer.accessToken), await world.call(reader.accessToken)]).toEqual([401, 401])
    // What this person gets within the same second counts as older: `iat` has no smaller unit.
    await alice.tab.waitForTimeout(1_000)
  })

  it('who ends everything is asked once more, and Enter on the fresh page ends nothing [F-15]', async () => {
    expect(await alice.tab.getByRole('button', { name: 'Yes, end everything' }).isVisible()).toBe(false)
    await alice.tab.keyboard.press('Enter')
    await alice.tab.waitForTimeout(200)

    expect(await apps(alice)).toEqual(['Writer', 'Reader'])
  })

  it('who clicks twice ends one app, not the one that takes its place [F-15]', async () => {
    const button = alice.tab.getByRole('button', { name: 'End access Writer' })
    const { x = 0, y = 0, width = 0, height = 0 } = (await button.boundingBox()) ?? {}
    // As long as a person needs at least to read a name.
    await alice.tab.waitForTimeout(800)
    await alice.tab.mouse.click(x + width / 2, y + height / 2)
    await expect.poll(() => apps(alice)).toEqual(['Reader'])
    await alice.tab.mouse.click(x + width / 2, y + height / 2)
    await alice.tab.waitForTimeout(300)

    expect(await world.call(reader.accessToken)).toBe(200)
    expect(await apps(alice)).toEqual(['Reader'])
  })

  it('needs no scripts [F-15]', async () => {
    const plain = await somebody({ javaScriptEnabled: false })
    await plain.signIn('alice')
    await plain.tab.getByRole('button', { name: 'End access Reader' }).click()
    await plain.tab.waitForLoadState()

    expect(await world.call(reader.accessToken)).toBe(401)
  })
})

describe('a cookie', () => {
  it('of the session lives for two hours, and no script can read it [F-17] [PX-11]', async () => {
    const found = (await alice.tab.context().cookies()).find(({ name }) => name.startsWith('sallyport-session-'))

    expect(found).toMatchObject({ path: '/', httpOnly: true, sameSite: 'Lax', domain: '127.0.0.1' })
    expect((found?.expires ?? 0) * 1000 - Date.now()).toBeLessThanOrEqual(7_200_000)
    expect(await alice.tab.evaluate(() => document.cookie)).toBe('')
  })

  it('does not open the MCP endpoint [F-17]', async () => {
    expect((await alice.tab.goto(world.endpoint))?.status()).toBe(401)
  })
})

describe('somebody else', () => {
  it('sees nothing of it, and cannot end it with a client id that is known [F-15] [PX-03]', async () => {
    const bob = await somebody()
    const own = await bob.connect('bob', 'Bobs app', 'notes:read')
    await bob.signIn('bob')
    expect(await apps(bob)).toEqual(['Bobs app'])
    await bob.tab
      .locator('button[name=end_client]')
      .evaluate((button, id) => button.setAttribute('value', id), writer.clientId)
    await bob.tab.getByRole('button', { name: 'End access Bobs app' }).click()
    await bob.tab.waitForLoadState()

    expect(await apps(bob)).toEqual(['Bobs app'])
    expect([await world.call(writer.accessToken), await world.call(own.accessToken)]).toEqual([200, 200])
    await world.sallyport.revoke({ clientId: own.clientId })
  })

  it('in front of the same screen finds the door shut after signing out [F-17]', async () => {
    const left = await alice.newTab()
    await left.goto(world.url)
    await alice.tab.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => heading(alice)).toBe('You are signed out')

    await left.getByRole('button', { name: 'End access Writer' }).click()
    await expect.poll(async () => (await left.locator('h1').innerText()).trim()).toBe('You are not signed in any more')
    expect(await world.call(writer.accessToken)).toBe(200)

    await alice.tab.goBack()
    expect(await alice.tab.locator('.connection').count()).toBe(0)
    await alice.tab.goto(world.url)
    await alice.tab.getByRole('link', { name: 'Sign in' }).click()
    await alice.tab.getByLabel('User').waitFor()
  })
})

describe('another page', () => {
  let evil: TestServer | undefined

  afterEach(() => evil?.close())

  it.each([
    // Ports do not make a site: cookies come along, and SameSite does not help.
    ['another port of this host', '127.0.0.1'],
    ['another site', 'localhost'],
  ])('on %s ends nothing, even with a form of this browser [PX-08]', async (_where, host) => {
    const stolen = await alice.tab.locator('input[name=token]').inputValue()
    evil = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Evil</title>
        <link rel="icon" href="data:,"><form method="post" action="${world.url}">
        <input name="token" value="${stolen}"><button name="end_client" value="${writer.clientId}">Win</button></form>`)
    })
    const tab = await alice.newTab()
    await tab.goto(evil.origin.replace('127.0.0.1', host))
    await tab.getByRole('button').click()
    await expect
      .poll(async () => (await tab.locator('h1').innerText()).trim())
      .toBe('Your change did not arrive safely')

    expect(world.events.at(-1)).toMatchObject({ kind: 'connection.refused', reason: 'post_of_another_origin' })
    expect(await world.call(writer.accessToken)).toBe(200)
  })

  it('gets nothing of it in a frame or picture, and begins no login there [PX-09] [AS-66]', async () => {
    const before = world.events.length
    evil = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Evil</title>
        <link rel="icon" href="data:,"><iframe src="${world.url}"></iframe><img alt="" src="${world.url}">`)
    })
    const stranger = await somebody()
    for (const person of [alice, stranger]) {
      const tab = await person.newTab()
      await tab.goto(evil.origin)
      await tab.waitForLoadState('networkidle')
      expect(await tab.frameLocator('iframe').locator('main, form, button').count()).toBe(0)
      await expect.poll(() => person.alarms.join()).toContain('frame-ancestors')
    }
    expectedAlarm = /frame|NotSameOrigin/i

    expect(world.events.slice(before).filter(({ reason }) => reason !== 'not_a_navigation')).toEqual([])
  })
})

/** The last one: the clock does not go back. */
it('somebody in front of a screen left alone has to sign in [F-17]', async () => {
  world.advance(30 * 60_000)
  await alice.tab.getByRole('button', { name: 'End access Writer' }).click()
  await expect.poll(() => heading(alice)).toBe('You are not signed in any more')

  expect(world.events.at(-1)).toMatchObject({ kind: 'connection.refused', reason: 'browser_session_gone' })
  expect(await world.call(writer.accessToken)).toBe(200)
})
