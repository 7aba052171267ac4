/** A browser without scripts: keeps cookies, follows redirects by hand, and fills in the login form. */
export interface Browser {
  /** Follows redirects until a page is shown or a URL that starts with `stopAt` is reached. */
  visit(url: string, stopAt: string, init?: RequestInit): Promise<Visit>
  logIn(visit: Visit, name: string, stopAt: string): Promise<Visit>
  cancel(visit: Visit, stopAt: string): Promise<Visit>
}

export interface Visit {
  /** Every URL asked, and the one stopped at. */
  readonly hops: readonly string[]
  /** The last one of `hops`. */
  readonly url: string
  /** Absent when the visit stopped at `stopAt`. */
  readonly page: { readonly status: number; readonly html: string } | undefined
}

export function createBrowser(): Browser {
  const jar = new Map<string, string>()

  async function visit(url: string, stopAt: string, init: RequestInit = {}): Promise<Visit> {
    const hops: string[] = []
    let next: RequestInit = init
    for (let current = url; hops.length < 20;) {
      hops.push(current)
      if (current.startsWith(stopAt)) return { hops, url: current, page: undefined }
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { ...(next.headers as Record<string, string>), accept: 'text/html', cookie }
      const response = await fetch(current, { ...next, headers, redirect: 'manual' })
      for (const line of response.headers.getSetCookie()) keep(jar, line)
      const location = response.headers.get('location')
      if (location === null)
        return { hops, url: current, page: { status: response.status, html: await response.text() } }
      current = new URL(location, current).href
      next = {}
    }
    throw new Error(`redirect loop: ${hops.join(' → ')}`)
  }

  const submit = (from: Visit, fields: Record<string, string>, stopAt: string): Promise<Visit> => {
    const action = /<form method="post" action="([^"]+)"/.exec(from.page?.html ?? '')?.[1]
    if (action === undefined) throw new Error(`no form at ${from.url}: ${from.page?.html ?? 'no page'}`)
    return visit(new URL(action, from.url).href, stopAt, { method: 'POST', body: new URLSearchParams(fields) })
  }

  return {
    visit,
    logIn: (from, name, stopAt) => submit(from, { login: name, password: 'anything' }, stopAt),
    cancel: (from, stopAt) => submit(from, { cancel: '1' }, stopAt),
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  const expired = /expires=([^;]+)/i.exec(line)?.[1]
  if (expired !== undefined && Date.parse(expired) < Date.now()) jar.delete(pair.slice(0, at))
  else jar.set(pair.slice(0, at), pair.slice(at + 1))
}
