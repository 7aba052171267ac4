import { createPages, type Page, type Pages, type PagesOptions } from '../src/policy/pages/index.js'
import { pageResponse, redirectResponse } from '../src/primitives/replies/index.js'
import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core'
import { send, serve, type TestServer } from './chromium.js'
import { watch } from './watch.js'

export interface Site extends TestServer {
  /** Makes `path` answer with a page. */
  put(path: string, page: Page | Promise<Page>): void
  /** Makes `POST /consent` redirect there; without it, it answers with what was posted. */
  redirectTo(url: string | undefined): void
}

export const pages: Pages = createPages({ title: 'Notes' } satisfies PagesOptions)

/** A server that shows pages with their real headers and takes the consent form. */
export async function openSite(): Promise<Site> {
  const shown = new Map<string, Page | Promise<Page>>()
  let target: string | undefined
  const server = await serve((request, response) => {
    void (async () => {
      const page = await shown.get(request.url ?? '')
      if (page !== undefined) return send(response, pageResponse(200, page))
      if (request.method === 'POST' && target !== undefined) return send(response, redirectResponse(target))
      let body = ''
      for await (const chunk of request) body += String(chunk)
      response.end(body === '' ? 'elsewhere' : body)
    })()
  })
  return {
    ...server,
    put: (path, page) => void shown.set(path, page),
    redirectTo: (url) => {
      target = url
    },
  }
}

export interface WatchedTab {
  readonly tab: Tab
  /** What {@link watch} saw; should stay empty. */
  readonly alarms: string[]
  close(): Promise<void>
}

/** A tab of its own context that records everything a page should not cause. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedTab> {
  const context = await browser.newContext(options)
  const alarms = await watch(context)
  return { tab: await context.newPage(), alarms, close: () => context.close() }
}
