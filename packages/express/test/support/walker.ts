/** One exchange as it went over the wire, for tests that search everything that was said. */
export interface Exchange {
  readonly url: string
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** Goes through pages without a screen: keeps cookies, follows redirects by hand, presses buttons. */
export interface Walker {
  readonly exchanges: Exchange[]
  /** Follows redirects until a page is shown, or a URL that begins with `stopAt` is reached (and not asked). */
  visit(url: string, stopAt: string, init?: RequestInit): Promise<{ readonly url: string; readonly html: string }>
  /** Approves (or denies), signs in where asked, and returns the URL at the client. */
  decide(authorizationUrl: string, redirectUri: string, decision?: 'approve' | 'deny', person?: string): Promise<URL>
}

function fieldsOf(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))
}

function actionOf(page: { readonly url: string; readonly html: string }): string {
  const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1]
  if (action === undefined) throw new Error(`no form at ${page.url}: ${page.html.slice(0, 500)}`)
  return new URL(action, page.url).href
}

/** @param fetch how to reach the servers; default: the network */
export function openWalker(fetch: typeof globalThis.fetch = globalThis.fetch): Walker {
  const jar = new Map<string, string>()
  const exchanges: Exchange[] = []

  const visit: Walker['visit'] = async (url, stopAt, init = {}) => {
    let next = init
    for (let hop = 0, current = url; hop < 20; hop++) {
      if (current.startsWith(stopAt)) return { url: current, html: '' }
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { ...(next.headers as Record<string, string>), accept: 'text/html', cookie }
      const response = await fetch(current, { ...next, headers, redirect: 'manual' })
      const body = await response.text()
      exchanges.push({ url: current, status: response.status, headers: [...response.headers], body })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/Max-Age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      const location = response.headers.get('location')
      if (location === null) return { url: current, html: body }
      current = new URL(location, current).href
      next = {}
    }
    throw new Error(`redirect loop at ${url}`)
  }

  return {
    exchanges,
    visit,
    async decide(authorizationUrl, redirectUri, decision = 'approve', person = 'alice') {
      const consent = await visit(authorizationUrl, redirectUri)
      if (consent.html === '') return new URL(consent.url)
      const form = new URLSearchParams({ ...fieldsOf(consent.html), decision })
      const headers = { 'sec-fetch-site': 'same-origin', origin: 'null' }
      const next = await visit(actionOf(consent), redirectUri, { method: 'POST', body: form, headers })
      if (next.html === '') return new URL(next.url)
      const login = new URLSearchParams({ login: person, password: 'any' })
      return new URL((await visit(actionOf(next), redirectUri, { method: 'POST', body: login })).url)
    },
  }
}
