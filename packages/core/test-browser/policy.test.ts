import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPages, type ConsentPageModel } from '../src/policy/pages/index.js'
import { launchChromium, serve, type TestServer } from './chromium.js'
import { openSite, openTab, pages, type Site } from './fixture.js'
import { expired, remoteClient } from './models.js'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let browser: Browser
let site: Site
let other: TestServer

beforeAll(async () => {
  browser = await launchChromium()
  site = await openSite()
  other = await serve((request, response) => {
    if (request.url === '/hop') response.writeHead(302, { location: `${site.origin}/arrived` }).end()
    else response.end('arrived')
  })
})

afterAll(async () => {
  await browser.close()
  await Promise.all([site.close(), other.close()])
})

async function visit(path: string): Promise<{ readonly alarms: readonly string[]; readonly background: string }> {
  const { tab, alarms, close } = await openTab(browser)
  await tab.goto(site.origin + path)
  await tab.waitForTimeout(100)
  const background = await tab.locator('main').evaluate((element) => getComputedStyle(element).backgroundColor)
  await close()
  return { alarms, background }
}

describe('the policy', () => {
  it.each([
    ['the consent page', pages.consent(remoteClient, ['https:'])],
    ['an error page', pages.error(expired)],
    ['a page with a data: logo', createPages({ logo: `data:image/png;base64,${PIXEL}` }).error(expired)],
  ])('lets %s show itself without one violation [AS-10] [F-18]', async (_case, page) => {
    site.put('/page', page)

    expect(await visit('/page')).toEqual({ alarms: [], background: 'rgb(255, 255, 255)' })
  })

  it('shows the logo it allows [F-15]', async () => {
    site.put('/page', createPages({ logo: `data:image/png;base64,${PIXEL}` }).error(expired))
    const { tab, close } = await openTab(browser)
    await tab.goto(`${site.origin}/page`)
    const width = await tab.locator('header img').evaluate((image) => (image as HTMLImageElement).naturalWidth)
    await close()

    expect(width).toBe(1)
  })

  it('runs no script, even one that got into the page [AS-10]', async () => {
    const page = await pages.consent(remoteClient, [])
    site.put('/page', { ...page, html: page.html.replace('<main', '<script>document.title = "owned"</script><main') })
    const { tab, alarms, close } = await openTab(browser)
    await tab.goto(`${site.origin}/page`)
    const title = await tab.title()
    await close()

    expect(title).not.toBe('owned')
    expect(alarms.join()).toContain('violation script-src-elem inline')
  })

  it.each(['/page', '/error'])('keeps %s out of frames, those of its own site too [PX-09] [AS-10]', async (path) => {
    site.put('/page', pages.consent(remoteClient, []))
    site.put('/error', pages.error(expired))
    const framing = await serve((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<iframe src="${site.origin}${path}"></iframe>`)
    })
    const { tab, alarms, close } = await openTab(browser)
    await tab.goto(framing.origin)
    await tab.waitForTimeout(200)
    const framed = await tab.frameLocator('iframe').locator('main').count()
    await Promise.all([close(), framing.close()])

    expect(framed).toBe(0)
    expect(alarms.join()).toContain('frame-ancestors')
  })
})

describe('the form', () => {
  async function approve(formAction: readonly string[], target: string): Promise<readonly [string, readonly string[]]> {
    site.put('/page', pages.consent(remoteClient, formAction))
    site.redirectTo(target)
    const { tab, alarms, close } = await openTab(browser)
    await tab.goto(`${site.origin}/page`)
    await tab.getByRole('button', { name: 'Allow' }).click()
    await tab.waitForTimeout(400)
    const url = tab.url()
    await close()
    site.redirectTo(undefined)
    return [url, alarms]
  }

  it('leads through every hop that is listed [AS-10]', async () => {
    const [url, alarms] = await approve([other.origin], `${other.origin}/hop`)

    expect(url).toBe(`${site.origin}/arrived`)
    expect(alarms).toEqual([])
  })

  it('does not lead to a hop that is not [AS-10]', async () => {
    const [url, alarms] = await approve([], `${other.origin}/hop`)

    expect(url).toBe(`${site.origin}/page`)
    expect(alarms.join()).toContain('form-action')
  })

  it('may lead to an app on the device through its scheme [AS-10]', async () => {
    const [, alarms] = await approve(['cursor:'], 'cursor://host/callback')
    const [, unlisted] = await approve([], 'cursor://host/callback')

    expect(alarms.join()).not.toContain('form-action')
    expect(unlisted.join()).toContain('form-action')
  })

  it('sends no referrer along [AS-10]', async () => {
    site.put('/page', pages.consent(remoteClient, [other.origin]))
    site.redirectTo(`${other.origin}/`)
    const { tab, close } = await openTab(browser)
    await tab.goto(`${site.origin}/page`)
    const arrived = tab.waitForRequest((request) => request.url() === `${other.origin}/`)
    await tab.getByRole('button', { name: 'Deny' }).click()
    const headers = await (await arrived).allHeaders()
    await close()
    site.redirectTo(undefined)

    expect(headers).not.toHaveProperty('referer')
  })
})

it('keeps the tie to a client that opened it in a popup [F-15]', async () => {
  site.put('/page', pages.consent(remoteClient, [other.origin]))
  site.redirectTo(`${other.origin}/`)
  const { tab, close } = await openTab(browser)
  await tab.goto(`${other.origin}/`)
  const [popup] = await Promise.all([
    tab.waitForEvent('popup'),
    tab.evaluate((url) => void open(url, 'authorize', 'popup'), `${site.origin}/page`),
  ])
  await popup.getByRole('button', { name: 'Allow' }).click()
  await popup.waitForURL(`${other.origin}/`)
  const tied = await popup.evaluate(() => window.opener !== null)
  await close()
  site.redirectTo(undefined)

  expect(tied).toBe(true)
})

describe('a stranger’s strings', () => {
  const attack = `"'><script>alert(1)</script><img src="http://127.0.0.1:9/x" onerror=alert(2)></title></style><svg onload=alert(3)>`
  const hostile: ConsentPageModel = {
    ...remoteClient,
    clientName: attack,
    clientId: attack,
    clientUri: attack,
    resource: attack,
    resourceName: attack,
    redirectUri: `https://evil.example/${attack}`,
    scopes: [
      { name: attack, description: attack },
      { name: attack, description: attack },
    ],
    fields: { request: attack, csrf: attack },
  }

  it('are text and nothing else to the browser’s own parser [PX-05] [AS-98]', async () => {
    site.put('/benign', pages.consent({ ...remoteClient, clientId: 'c_1' }, []))
    site.put('/hostile', pages.consent(hostile, []))
    const { tab, alarms, close } = await openTab(browser)
    const outsiders: string[] = []
    tab.on('request', (request) => {
      if (!request.url().startsWith(site.origin)) outsiders.push(request.url())
    })
    const outline = async (path: string): Promise<readonly string[]> => {
      await tab.goto(site.origin + path)
      await tab.waitForTimeout(100)
      return tab.evaluate(() =>
        Array.from(
          document.querySelectorAll('*:not(wbr)'),
          (one) => `${one.tagName} ${one.getAttributeNames().join()}`,
        ),
      )
    }
    const [benign, found] = [await outline('/benign'), await outline('/hostile')]
    await close()

    expect(found).toEqual(benign)
    expect(alarms).toEqual([])
    expect(outsiders).toEqual([])
  })

  it('arrive in the form exactly as they were [F-15]', async () => {
    site.put('/hostile', pages.consent(hostile, []))
    const { tab, close } = await openTab(browser)
    await tab.goto(`${site.origin}/hostile`)
    const value = await tab.locator('input[name=request]').inputValue()
    await close()

    expect(value).toBe(attack)
  })
})
