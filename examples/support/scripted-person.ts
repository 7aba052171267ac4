/** Where the browser is: on a page, or about to leave for the client (then without one). */
export interface Place {
  readonly url: string
  readonly status: number
  readonly html: string | undefined
}

/** A person without a screen: keeps cookies, follows redirects by hand, fills in forms. */
export interface ScriptedPerson {
  /** Every URL on the way so far. */
  readonly hops: readonly string[]
  /** Opens a page. Stops before it leaves for a URL that starts with `redirectUri`. */
  visit(url: string | URL, redirectUri: string, init?: RequestInit): Promise<Place>
  /** Fills in the form of the page that was reached. */
  submit(place: Place, fields: Readonly<Record<string, string>>, redirectUri: string): Promise<Place>
  /** Approves, and signs in where asked; returns the URL at the client. */
  approve(authorizationUrl: string | URL): Promise<URL>
}

const MAX_HOPS = 20

export function createScriptedPerson(account: string, send: typeof fetch = fetch): ScriptedPerson {
  const jar = new Map<string, string>()
  const hops: string[] = []

  const visit: ScriptedPerson['visit'] = async (url, redirectUri, init = {}) => {
    let current = String(url)
    let next: RequestInit = init
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      hops.push(current)
      if (current.startsWith(redirectUri)) return { url: current, status: 0, html: undefined }
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }), ...(next.headers as object) }
      const response = await send(current, { ...next, headers, redirect: 'manual' })
      for (const line of response.headers.getSetCookie()) keepCookie(jar, line)
      const location = response.headers.get('location')
      if (location === null) return { url: current, status: response.status, html: await response.text() }
      await response.body?.cancel()
      current = new URL(location, current).href
      next = {}
    }
    throw new Error(`A redirect loop at ${String(url)}.`)
  }

  const submit: ScriptedPerson['submit'] = (place, fields, redirectUri) => {
    const html = place.html ?? ''
    const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1]
    if (action === undefined) throw new Error(`There is no form at ${place.url}: ${html.slice(0, 500)}`)
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const body = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]))
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    // What a browser sends with a form of a page that has a referrer policy of no-referrer.
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'null' }
    return visit(new URL(action, place.url), redirectUri, { method: 'POST', body, headers })
  }

  return {
    hops,
    visit,
    submit,
    async approve(authorizationUrl) {
      const redirectUri = new URL(authorizationUrl).searchParams.get('redirect_uri') ?? ''
      let place = await visit(authorizationUrl, redirectUri)
      if (place.html?.includes('name="decision"')) place = await submit(place, { decision: 'approve' }, redirectUri)
      if (place.html?.includes('name="login"')) {
        place = await submit(place, { login: account, password: 'any password' }, redirectUri)
      }
      if (place.html !== undefined) throw new Error(`${account} is stuck at ${place.url}: ${place.html.slice(0, 500)}`)
      return new URL(place.url)
    },
  }
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  const gone = /max-age=0/i.test(line) || Date.parse(/expires=([^;]+)/i.exec(line)?.[1] ?? '') < Date.now()
  if (gone) jar.delete(name)
  else jar.set(name, value)
}
