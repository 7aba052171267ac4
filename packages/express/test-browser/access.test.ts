import type { Page as Tab } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { heading } from './support/person.js'
import { CLIENT, openWorld } from './support/world.js'

const world = openWorld()

/** Presses Tab until something with this text has the focus, as somebody does who sees the outline. */
async function tabTo(tab: Tab, name: string): Promise<void> {
  for (let stop = 0; stop < 10; stop++) {
    await tab.keyboard.press('Tab')
    const focused = await tab.evaluate(() => document.activeElement?.textContent.trim())
    if (focused === name) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

describe('with the keyboard alone', () => {
  it('a person denies [F-15] [PX-24]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request())
    await tabTo(person.tab, 'Deny')
    await person.tab.keyboard.press('Space')

    expect((await person.arrival(person.tab, CLIENT)).searchParams.get('error')).toBe('access_denied')
  })

  it('a person returns to the app from an error [F-15]', async () => {
    const person = await world.person()
    await person.tab.goto(await world.request(CLIENT, { scope: 'notes:everything' }))
    await tabTo(person.tab, 'Return to client.example')
    await person.tab.keyboard.press('Enter')

    expect((await person.arrival(person.tab, CLIENT)).searchParams.get('error')).toBe('invalid_scope')
  })

  it('a person goes from the page through the login to the client [F-15]', async () => {
    const person = await world.person()
    const { tab } = person
    await tab.goto(await world.request())
    await tabTo(tab, 'Allow')
    await tab.keyboard.press('Enter')
    await tab.getByLabel('User').waitFor()
    await tab.keyboard.type('alice')
    await tab.keyboard.press('Enter')

    expect((await person.arrival(tab, CLIENT)).searchParams.has('code')).toBe(true)
  })
})

describe('with scripts switched off', () => {
  it.each([
    ['denies', 'Deny', 'error'],
    ['approves, signs in and gets to the client', 'Allow', 'code'],
  ])('a person %s [F-15]', async (_what, button, parameter) => {
    const person = await world.person({ javaScriptEnabled: false })
    const { tab } = person
    await tab.goto(await world.request())
    await tab.getByRole('button', { name: button }).click()
    if (button === 'Allow') {
      await tab.getByLabel('User').fill('alice')
      await tab.getByRole('button', { name: 'Log in' }).click()
    }

    expect((await person.arrival(tab, CLIENT)).searchParams.has(parameter)).toBe(true)
  })
})

describe('on a phone', () => {
  it('a finger approves, and nothing lies beyond the edge [F-15]', async () => {
    const person = await world.person({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true })
    const { tab } = person
    await tab.goto(await world.request(world.loopbackUri))
    const width = await tab.evaluate(() => document.documentElement.scrollWidth)
    await tab.getByRole('button', { name: 'Allow' }).tap()
    await tab.getByLabel('User').waitFor()

    expect(width).toBe(320)
    expect(await heading(tab)).toBe('Development login')
  })
})
