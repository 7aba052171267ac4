import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** A person at a browser. Cookies and the login at the identity provider live as long as the person. */
export interface Person {
  readonly context: BrowserContext
  /** Opens a page and stays on it. */
  visit(url: string | URL): Promise<Page>
  /** Reads the consent page, approves, and signs in where asked. Resolves at the client's redirect URI. */
  approve(url: string | URL): Promise<void>
  /** Every page that was shown on the way, by its title. */
  readonly seen: readonly string[]
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS })
}

export async function createPerson(browser: Browser, account: string): Promise<Person> {
  const context = await browser.newContext()
  const seen: string[] = []
  const visit = async (url: string | URL): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(String(url))
    seen.push(await page.title())
    return page
  }
  return {
    context,
    seen,
    visit,
    async approve(url) {
      const page = await visit(url)
      const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? ''
      await page.getByRole('button', { name: /^(allow|approve)/i }).click()
      // A browser that is still signed in at the provider goes straight through.
      const login = page.locator('input[name=login]')
      await Promise.race([login.waitFor(), page.waitForURL((at) => at.href.startsWith(redirectUri))])
      if (!page.url().startsWith(redirectUri)) {
        seen.push(await page.title())
        await login.fill(account)
        await page.locator('input[type=password]').fill('any password')
        await page.locator('button[type=submit]').first().click()
        await page.waitForURL((at) => at.href.startsWith(redirectUri))
      }
      await page.close()
    },
  }
}
