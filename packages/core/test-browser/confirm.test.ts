import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AskedConfirmation } from '../src/index.js'
import { serve } from './chromium.js'
import { openConnectionsWorld, type ConnectedClient, type ConnectionsWorld, type Person } from './connections-world.js'

let number = 0

/** Another one for each test: what was declined is not asked again for a while. */
const newAction = () => ({
  tool: 'notes_wipe',
  arguments: {
    folder: 'Taxes\u202e2019',
    reason: 'first line\nsecond <script>alert(1)</script>',
    depth: 2,
    number: number++,
  },
})

let action = newAction()
let world: ConnectionsWorld
let alice: Person
let client: ConnectedClient
let asked: AskedConfirmation
const people: Person[] = []

async function somebody(...options: Parameters<ConnectionsWorld['person']>): Promise<Person> {
  const person = await world.person(...options)
  people.push(person)
  return person
}

/** What an SDK hands to a handler when the client of Alice calls. */
const extraOf = ({ clientId, accessToken }: ConnectedClient) => ({
  authInfo: {
    clientId,
    resource: new URL(world.endpoint),
    extra: { issuer: world.origin, subject: decodeJwt(accessToken).sub ?? '' },
  },
})

const standing = async () => (await world.sallyport.confirmations.use(extraOf(client), action)).standing

const heading = async ({ tab }: Person): Promise<string> => (await tab.locator('h1').innerText()).trim()

/** Follows the link, signing in where that is asked for. */
async function open(person: Person, name: string, url = asked.url ?? ''): Promise<void> {
  await person.tab.goto(url)
  if (await person.tab.getByLabel('User').isVisible()) {
    await person.tab.getByLabel('User').fill(name)
    await person.tab.getByRole('button', { name: 'Log in' }).press('Enter')
    await person.tab.waitForURL(url)
  }
}

const button = ({ tab }: Person, name: string) => tab.getByRole('button', { name })

beforeAll(async () => {
  world = await openConnectionsWorld()
  alice = await world.person()
  client = await alice.connect('alice', 'Tidy Bot', 'notes:read')
  await alice.signIn('alice')
})
afterAll(() => world.close())

beforeEach(async () => {
  action = newAction()
  asked = await world.sallyport.confirmations.ask(extraOf(client), action)
})

/** The browser says in the console that a page came with 4xx; nothing else may be alarming. */
afterEach(async () => {
  const alarms = [alice, ...people]
    .flatMap((person) => person.alarms)
    .filter((alarm) => !/status of 4\d\d /.test(alarm))
  await Promise.all(people.splice(0).map((person) => person.close()))
  expect(alarms).toEqual([])
})

describe('the person who was asked', () => {
  it('signs in first, and needs no scripts [F-62] [EL-14] [EL-15]', async () => {
    const plain = await somebody({ javaScriptEnabled: false })
    await plain.tab.goto(asked.url ?? '')
    expect(new URL(plain.tab.url()).origin).not.toBe(world.origin)
    await open(plain, 'alice')
    await button(plain, 'Allow once').press('Enter')
    await expect.poll(() => heading(plain)).toBe('Allowed once')
    expect(await standing()).toBe('approved')
  })

  it('sees exactly what is to be done, and allows it once [F-62]', async () => {
    await open(alice, 'alice')
    expect(await heading(alice)).toBe('Let Tidy Bot do this in your name?')
    expect(await alice.tab.locator('.target strong').innerText()).toBe('notes_wipe')
    const shown = await alice.tab
      .locator('.arguments > div')
      .evaluateAll((all) =>
        all.map((one) => [one.querySelector('dt')?.textContent.trim(), one.querySelector('pre')?.textContent]),
      )
    expect(Object.fromEntries(shown)).toEqual({
      depth: '2',
      folder: '"Taxes⟨U+202E⟩2019"',
      number: String(action.arguments.number),
      reason: '"first line⟨U+000A⟩\nsecond <script>alert(1)</script>"',
    })
    await button(alice, 'Allow once').click()
    await expect.poll(() => heading(alice)).toBe('Allowed once')
    expect(alice.tab.url()).toBe(asked.url)
    expect(await standing()).toBe('approved')
    await alice.tab.reload()
    expect(await heading(alice)).toBe('This was allowed, and used')
    expect(await standing()).toBe('unasked')
  })

  it('declines with the keyboard, which comes to Decline first [EL-21]', async () => {
    await open(alice, 'alice')
    await alice.tab.keyboard.press('Tab')
    expect(await alice.tab.locator(':focus').innerText()).toBe('Decline')
    await alice.tab.keyboard.press('Enter')
    await expect.poll(() => heading(alice)).toBe('Declined')
    expect(await standing()).toBe('declined')
  })

  it('may click twice: it is answered once [F-62]', async () => {
    await open(alice, 'alice')
    await button(alice, 'Allow once').dblclick()
    await expect.poll(() => heading(alice)).toBe('Allowed once')
    const approvals = world.events.filter(
      (event) => event.kind === 'confirmation.approved' && event.confirmation === asked.id,
    )
    expect(approvals).toHaveLength(1)
    expect([await standing(), await standing()]).toEqual(['approved', 'unasked'])
  })

  it('may go back: the page shows what was answered, and cannot be answered otherwise [EL-21]', async () => {
    await open(alice, 'alice')
    await button(alice, 'Decline').click()
    await expect.poll(() => heading(alice)).toBe('Declined')
    await alice.tab.goBack()
    await alice.tab.goto(asked.url ?? '')
    expect(await heading(alice)).toBe('Declined')
    expect(await button(alice, 'Allow once').count()).toBe(0)
    expect(await standing()).toBe('declined')
  })

  it('may have two tabs: the second one learns what the first has answered [F-62]', async () => {
    await open(alice, 'alice')
    const second = await alice.newTab()
    await second.goto(asked.url ?? '')
    await button(alice, 'Decline').click()
    await expect.poll(() => heading(alice)).toBe('Declined')
    await second.getByRole('button', { name: 'Allow once' }).click()
    await expect.poll(() => second.locator('h1').innerText()).toBe('Declined')
    expect(await standing()).toBe('declined')
  })
})

describe('somebody else', () => {
  it('who opens the link of Alice sees nothing of it, and cannot answer [EL-14]', async () => {
    const bob = await somebody()
    await open(bob, 'bob')
    expect(await heading(bob)).toBe('There is nothing to answer here')
    const text = await bob.tab.locator('body').innerText()
    for (const secret of ['notes_wipe', 'Taxes', 'Tidy Bot', 'alice']) expect(text).not.toContain(secret)
    expect(await bob.tab.locator('form').count()).toBe(0)
    expect(await standing()).toBe('pending')
  })

  it('who lets the browser of Alice post from another origin allows nothing [PX-08]', async () => {
    await open(alice, 'alice')
    const token = await alice.tab.locator('input[name=token]').inputValue()
    const site = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Win</title>
        <form method="post" action="${asked.url ?? ''}"><input name="token" value="${token}">
        <button name="decision" value="approve">Win a prize</button></form>`)
    })
    await alice.tab.goto(site.origin)
    await button(alice, 'Win a prize').click()
    await expect.poll(() => heading(alice)).toBe('Your answer did not arrive safely')
    expect(await standing()).toBe('pending')
    await site.close()
  })

  it('cannot put the page into a frame, to be clicked unseen [PX-09]', async () => {
    await open(alice, 'alice')
    const site = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Game</title>
        <iframe src="${asked.url ?? ''}" title="game"></iframe>`)
    })
    await alice.tab.goto(site.origin)
    const frame = alice.tab.frames().at(-1)
    expect(await frame?.locator('button').count()).toBe(0)
    expect(await standing()).toBe('pending')
    alice.alarms.length = 0
    await site.close()
  })
})

/** The last one: the provider keeps its own time. */
it('tells a person who comes too late [EL-21]', async () => {
  await open(alice, 'alice')
  world.advance(300_000)
  await button(alice, 'Allow once').press('Enter')
  await expect.poll(() => heading(alice)).toBe('There is nothing to answer here')
  expect(await standing()).toBe('unasked')
})
