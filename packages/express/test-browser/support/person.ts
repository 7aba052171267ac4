import type { Browser, BrowserContext, BrowserContextOptions, Page as Tab } from 'playwright-core'
import { vi } from 'vitest'
import { watch } from '../../../core/test-browser/watch.js'

/** Somebody at a browser of their own. */
export interface Person {
  readonly context: BrowserContext
  /** The first tab. */
  readonly tab: Tab
  /** What {@link watch} saw; has to be empty at the end of each test, but for the status of our error pages. */
  readonly alarms: string[]
  newTab(): Promise<Tab>
  /** The navigation of a tab to this redirect URI, whether or not anybody is there to take it. */
  arrival(tab: Tab, redirectUri: string): Promise<URL>
  /** How often the browser went to this redirect URI. */
  arrivals(redirectUri: string): number
}

/** The browser says in the console that a page came with 4xx or 5xx. */
export const isErrorStatus = (alarm: string): boolean =>
  /^console Failed to load resource: the server responded with a status of [45]\d\d /.test(alarm)

export async function openPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options })
  context.setDefaultTimeout(10_000)
  const alarms = await watch(context)
  const seen: { readonly tab: Tab; readonly url: string }[] = []
  const newTab = async (): Promise<Tab> => {
    const tab = await context.newPage()
    tab.on('request', (request) => {
      if (request.isNavigationRequest()) seen.push({ tab, url: request.url() })
    })
    return tab
  }
  const isAt = (url: string, redirectUri: string): boolean =>
    /^[?&]/.test(url.slice(redirectUri.length)) && url.startsWith(redirectUri)
  return {
    context,
    alarms,
    tab: await newTab(),
    newTab,
    arrival: (tab, redirectUri) =>
      vi.waitFor(
        () => {
          const found = seen.find((one) => one.tab === tab && isAt(one.url, redirectUri))
          if (found === undefined) throw new Error(`did not arrive at ${redirectUri}; ${tab.url()}`)
          return new URL(found.url)
        },
        { timeout: 10_000, interval: 20 },
      ),
    arrivals: (redirectUri) => seen.filter(({ url }) => isAt(url, redirectUri)).length,
  }
}

/** Approves with the keyboard, which is not held up as the pointer is. */
export const allow = (tab: Tab): Promise<void> => tab.getByRole('button', { name: 'Allow' }).press('Enter')

export const deny = (tab: Tab): Promise<void> => tab.getByRole('button', { name: 'Deny' }).press('Enter')

/** Signs in at the provider. */
export async function logIn(tab: Tab, name = 'alice'): Promise<void> {
  await tab.getByLabel('User').fill(name)
  await tab.getByRole('button', { name: 'Log in' }).press('Enter')
}

export const heading = async (tab: Tab): Promise<string> => (await tab.locator('h1').innerText()).trim()

/** The way back from the provider in a tab, held until it is let go. */
export interface HeldCallback {
  readonly url: Promise<string>
  release(): Promise<void>
}

export async function holdCallback({ context }: Person, tab: Tab, issuer: string): Promise<HeldCallback> {
  const cdp = await context.newCDPSession(tab)
  const paused = new Promise<{ readonly requestId: string; readonly request: { readonly url: string } }>((resolve) => {
    cdp.once('Fetch.requestPaused', resolve)
  })
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: `${issuer}/callback*` }] })
  return {
    url: paused.then(({ request }) => request.url),
    async release() {
      await cdp.send('Fetch.continueRequest', { requestId: (await paused).requestId })
    },
  }
}
