import type { Browser, Page as Tab } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.js'
import { openSite, openTab, pages, type Site, type WatchedTab } from './fixture.js'
import { remoteClient } from './models.js'

let browser: Browser
let site: Site
let watched: WatchedTab
let tab: Tab

beforeAll(async () => {
  browser = await launchChromium()
  site = await openSite()
  site.put('/page', pages.consent(remoteClient, []))
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

beforeEach(async () => {
  watched = await openTab(browser)
  tab = watched.tab
  site.requests.length = 0
  await tab.goto(`${site.origin}/page`)
})

afterEach(() => watched.close())

async function posted(): Promise<string | null> {
  await tab.waitForURL('**/consent')
  return tab.locator('body').textContent()
}

describe('with the keyboard alone', () => {
  it('a person denies with the first stop [F-15]', async () => {
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')

    expect(await posted()).toBe('request=sealed-request&csrf=token&decision=deny')
  })

  it.each(['Enter', 'Space'])('a person approves with the second stop and %s [F-15]', async (key) => {
    await tab.keyboard.press('Tab')
    await tab.keyboard.press('Tab')
    await tab.keyboard.press(key)

    expect(await posted()).toBe('request=sealed-request&csrf=token&decision=approve')
  })

  it('Enter on the fresh page decides nothing [F-15]', async () => {
    await tab.keyboard.press('Enter')
    await tab.waitForTimeout(200)

    expect(site.requests).toEqual(['GET /page'])
  })

  it('each stop shows where the focus is [F-15]', async () => {
    const outlines: string[] = []
    for (const name of ['Deny', 'Allow']) {
      await tab.keyboard.press('Tab')
      expect(await tab.evaluate(() => document.activeElement?.textContent.trim())).toBe(name)
      outlines.push(await tab.evaluate(() => getComputedStyle(document.activeElement as Element).outline))
    }

    expect(outlines).toEqual(Array(2).fill('rgb(31, 79, 209) solid 3px'))
  })
})

describe('with the pointer', () => {
  it.each(['Deny', 'Allow'])('a person can choose %s [F-15]', async (name) => {
    await tab.getByRole('button', { name }).click()

    expect(await posted()).toContain(`decision=${name === 'Allow' ? 'approve' : 'deny'}`)
  })

  it('a click meant for what was there before does not approve [F-15]', async () => {
    const box = await tab.getByRole('button', { name: 'Allow' }).boundingBox()
    await tab.reload({ waitUntil: 'commit' })
    await tab.locator('footer').waitFor()
    await tab.mouse.click((box?.x ?? 0) + 10, (box?.y ?? 0) + 10)
    await tab.waitForTimeout(200)

    expect(site.requests).toEqual(['GET /page', 'GET /page'])
  })

  it('the same place approves a moment later [F-15]', async () => {
    const box = await tab.getByRole('button', { name: 'Allow' }).boundingBox()
    await tab.waitForTimeout(700)
    await tab.mouse.click((box?.x ?? 0) + 10, (box?.y ?? 0) + 10)

    expect(await posted()).toContain('decision=approve')
  })
})

it('works with scripts switched off [F-15]', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(`${site.origin}/page`)
  await plain.getByRole('button', { name: 'Deny' }).click()
  await plain.waitForURL('**/consent')
  const body = await plain.locator('body').textContent()
  await context.close()

  expect(body).toContain('decision=deny')
})

it('asks nothing of the person who wants less motion [F-15]', async () => {
  await tab.emulateMedia({ reducedMotion: 'reduce' })
  const moving = await tab.evaluate(() =>
    Array.from(document.querySelectorAll('*'), (element) => getComputedStyle(element))
      .filter(
        ({ transitionDuration, animationName }) =>
          transitionDuration !== '0s' || !['none', 'arm'].includes(animationName),
      )
      .map(({ animationName }) => animationName),
  )

  expect(moving).toEqual([])
})
