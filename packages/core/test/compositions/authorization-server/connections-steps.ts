import { fieldsOf, type Browser } from './browser.js'
import { ISSUER, RESOURCE, type World } from './harness.js'
import { connect } from './steps.js'

export const CONNECTIONS = `${ISSUER}/connections`

/** Where the button leads that somebody sees who has signed out. */
export const SIGN_IN_AGAIN = `${CONNECTIONS}?prompt=login`

/** What Chromium sends with a click in the address bar, and with a button of our own page. */
export const NAVIGATION = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
const OWN_FORM = { 'sec-fetch-site': 'same-origin', origin: 'null' }

export const SESSION_COOKIE = '__Host-sallyport-session'

/** Signs in and returns the page. */
export async function signIn(browser: Browser, person = 'alice', url = CONNECTIONS): Promise<string> {
  const back = await browser.login(await browser.get(url, NAVIGATION), person)
  if (back.headers.get('location') !== CONNECTIONS) throw new Error(`not signed in: ${String(back.status)}`)
  return look(browser)
}

/** The page as it is now. */
export async function look(browser: Browser): Promise<string> {
  const response = await browser.get(CONNECTIONS, NAVIGATION)
  if (response.status !== 200) throw new Error(`no page: ${String(response.status)}`)
  return response.text()
}

/** Presses a button of the page. */
export function press(
  browser: Browser,
  html: string,
  button: Record<string, string>,
  headers: Record<string, string> = OWN_FORM,
): Promise<Response> {
  return browser.post(CONNECTIONS, { ...fieldsOf(html), ...button }, headers)
}

/** Client ids in the order of the page. */
export function clientsOn(html: string): string[] {
  return [...html.matchAll(/name="end_client"\s+value="([^"]*)"/g)].map(([, id = '']) => id)
}

/** Alice with two clients, and signed in. */
export async function aliceWithTwo(w: World) {
  const one = await connect(w)
  const other = await connect(w)
  const browser = one.browser
  return { one, other, browser, html: await signIn(browser) }
}

export async function isAlive(w: World, accessToken: string): Promise<boolean> {
  try {
    await w.verifier.verify(accessToken, RESOURCE)
    return true
  } catch {
    return false
  }
}
