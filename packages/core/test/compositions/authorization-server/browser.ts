import type { AuthorizationServer } from '../../../src/compositions/authorization-server/index.js'
import { answerOf, UPSTREAM } from './test-upstream.js'

/** All that a browser or a client needs of a server: alone, or inside a whole deployment. */
export type Reachable = Pick<AuthorizationServer, 'issuer' | 'handle'>

/** Keeps cookies, posts forms, follows no redirect by itself. */
export interface Browser {
  readonly cookies: Map<string, string>
  /** Every `Set-Cookie` line received. */
  readonly setCookies: string[]
  get(url: string, headers?: Record<string, string>): Promise<Response>
  post(url: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  /** Presses a button of the consent page, as a current browser would. */
  decide(page: Response | string, decision: string, headers?: Record<string, string>): Promise<Response>
  /** Logs in at the provider that `redirect` leads to, and comes back. */
  login(redirect: Response, person: string): Promise<Response>
  /** Comes back from the provider with these parameters. */
  comeBack(redirect: Response, parameters: Record<string, string>): Promise<Response>
}

let requests = 0

export function handle(server: Reachable, request: Request, address?: string): Promise<Response> {
  return server.handle(request, { address: address ?? '192.0.2.1', requestId: `r${++requests}` }).then((response) => {
    if (response === undefined) throw new Error(`foreign path: ${request.url}`)
    return response
  })
}

/** The hidden fields of the page's form. */
export function fieldsOf(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

export function locationOf(response: Response): URL {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`status ${response.status} without Location`)
  return new URL(location)
}

export function openBrowser(server: Reachable): Browser {
  const cookies = new Map<string, string>()
  const setCookies: string[] = []

  async function send(
    url: string,
    init: { readonly headers: Record<string, string>; readonly method?: string; readonly body?: string },
  ): Promise<Response> {
    const { headers, method = 'GET', body = null } = init
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const all = cookie === '' ? headers : { cookie, ...headers }
    const response = await handle(server, new Request(url, { method, headers: all, body }))
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (line.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  const browser: Browser = {
    cookies,
    setCookies,
    get: (url, headers = {}) => send(url, { headers }),
    post: (url, form, headers = {}) =>
      send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(form).toString(),
      }),
    async decide(page, decision, headers = {}) {
      const html = typeof page === 'string' ? page : await page.clone().text()
      const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1]
      if (action === undefined) throw new Error(`no form on the page: ${html.slice(0, 2000)}`)
      const sent = { 'sec-fetch-site': 'same-origin', origin: 'null', ...headers }
      return browser.post(action, { ...fieldsOf(html), decision }, sent)
    },
    login: (redirect, person) => browser.comeBack(redirect, { code: `upstream-code-${person}` }),
    comeBack(redirect, parameters) {
      const login = locationOf(redirect)
      if (login.origin !== UPSTREAM) throw new Error(`not at the provider: ${login.href}`)
      return browser.get(answerOf(login, parameters))
    },
  }
  return browser
}
