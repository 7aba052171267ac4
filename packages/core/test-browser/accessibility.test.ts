import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionsPageModel, ConsentPageModel, Page, Problem } from '../src/policy/pages/index.js'
import { launchChromium } from './chromium.js'
import { openSite, openTab, pages, type Site, type WatchedTab } from './fixture.js'
import {
  connections,
  editorClient,
  expired,
  localClient,
  noConnections,
  remoteClient,
  sensitiveAction,
} from './models.js'

const WIDE = 'accounts.google.com.'.repeat(11)
const unwieldy: ConsentPageModel = {
  ...remoteClient,
  clientName: 'W'.repeat(300),
  clientUri: `https://${WIDE}example/${'p'.repeat(400)}`,
  redirectUri: `https://${WIDE}evil.example/${'callback'.repeat(60)}`,
  resourceName: 'M'.repeat(300),
  scopes: [
    { name: 'w'.repeat(300), description: undefined },
    { name: 'x', description: 'D'.repeat(500) },
  ],
  account: 'someone'.repeat(40),
}

const unwieldyConnections: ConnectionsPageModel = {
  ...connections,
  account: unwieldy.account ?? '',
  connections: Array.from({ length: 50 }, (_, i) => ({
    ...connections.connections[i % 2]!,
    clientId: `${unwieldy.clientUri ?? ''}${String(i)}`,
    clientName: unwieldy.clientName,
    redirects: [
      { uri: unwieldy.redirectUri, kind: 'https' },
      { uri: `${'x'.repeat(300)}:/callback`, kind: 'private-use' },
    ],
    resources: [
      {
        ...connections.connections[0]!.resources[0]!,
        resource: unwieldy.redirectUri,
        resourceName: unwieldy.resourceName,
        scopes: unwieldy.scopes,
      },
    ],
  })),
}

const unwieldyAction = {
  ...sensitiveAction,
  clientName: unwieldy.clientName,
  tool: 't'.repeat(300),
  account: unwieldy.account ?? '',
  argumentsJson: JSON.stringify({
    ['n'.repeat(300)]: 'v'.repeat(5000),
    hidden: '\u202e\u200b\u{e0041}'.repeat(100),
    deep: { list: Array.from({ length: 100 }, (_, i) => ({ [`k${String(i)}`]: 'w'.repeat(200) })) },
  }),
}

const PROBLEMS: readonly Problem[] = ['client_unknown', 'redirect_uri_invalid', 'login_failed', 'server_error']

let browser: Browser
let site: Site
const shown: readonly [string, Promise<Page>][] = [
  ['/remote', pages.consent(remoteClient, [])],
  ['/local', pages.consent(localClient, [])],
  ['/editor', pages.consent(editorClient, [])],
  ['/unwieldy', pages.consent(unwieldy, [])],
  ['/connections', pages.connections(connections)],
  ['/no-connections', pages.connections(noConnections)],
  ['/unwieldy-connections', pages.connections(unwieldyConnections)],
  ['/confirm', pages.confirmation(sensitiveAction)],
  ['/confirm-nothing', pages.confirmation({ ...sensitiveAction, argumentsJson: '{}' })],
  ['/confirm-unwieldy', pages.confirmation(unwieldyAction)],
  ['/confirmed', pages.confirmed('approved')],
  ['/signed-out', pages.signedOut('/connections?prompt=login')],
  ['/expired', pages.error(expired)],
  ...PROBLEMS.map((problem): [string, Promise<Page>] => [
    `/${problem}`,
    pages.error({ problem, error: 'x'.repeat(200), requestId: 'req_1', returnTo: undefined }),
  ]),
]

beforeAll(async () => {
  browser = await launchChromium()
  site = await openSite()
  for (const [path, page] of shown) site.put(path, page)
})

afterAll(async () => {
  await browser.close()
  await site.close()
})

/** One tab for all tests of a group: opening one takes longer than what they do in it. */
function oneTab(options: BrowserContextOptions): (path: string) => Promise<Tab> {
  let watched: WatchedTab
  beforeAll(async () => {
    watched = await openTab(browser, options)
  })
  afterAll(() => watched.close())
  return async (path) => {
    await watched.tab.goto(site.origin + path)
    return watched.tab
  }
}

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  const visit = oneTab({ colorScheme })

  it.each(shown)('%s has no accessibility finding at all [F-15]', async (path) => {
    const tab = await visit(path)
    await tab.evaluate(axe.source)
    const findings = await tab.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      })
      return violations.map(({ id, impact, nodes }) => `${String(impact)} ${id} ${nodes[0]?.html ?? ''}`)
    })

    expect(findings).toEqual([])
  })

  it('takes the colours of the scheme [F-15]', async () => {
    const tab = await visit('/remote')
    const surface = await tab.locator('main').evaluate((element) => getComputedStyle(element).backgroundColor)

    expect(surface).toBe({ light: 'rgb(255, 255, 255)', dark: 'rgb(22, 26, 34)' }[colorScheme])
  })
})

describe('on a phone', () => {
  const visit = oneTab({ viewport: { width: 320, height: 568 } })

  it.each(shown)('%s fits 320 pixels without scrolling sideways [F-15]', async (path) => {
    const tab = await visit(path)
    const widths = await tab.evaluate(() => [
      document.documentElement.scrollWidth,
      ...Array.from(document.querySelectorAll('main *, footer *'), (element) => element.getBoundingClientRect().right),
    ])

    expect(Math.max(...widths)).toBeLessThanOrEqual(320)
  })

  it('shows the whole of a long host, its end included [AS-92]', async () => {
    const tab = await visit('/unwieldy')
    const host = tab.locator('.target strong')
    const clipped = await host.evaluate((element) => element.scrollHeight > element.clientHeight + 1)
    const text = await host.textContent()

    expect(text?.trim()).toBe(`${WIDE}evil.example`)
    expect(clipped).toBe(false)
  })

  it.each([
    ['/remote', 2],
    ['/connections', 8],
    ['/confirm', 2],
  ])('%s has buttons large enough for a finger [F-15]', async (path, count) => {
    const tab = await visit(path)
    await tab.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')))
    const heights = await tab
      .locator('button, summary')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))

    expect(heights).toHaveLength(count)
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
  })
})
