import { ORIGIN } from './deployment.js'

const CALLBACK = `${ORIGIN}/callback`

/** A person without a screen at the identity provider: follows redirects by hand, keeps cookies, types a name. */
export async function signInAtProvider(providerUrl: string, person = 'alice'): Promise<string> {
  const jar = new Map<string, string>()
  const ask = async (url: string, init: RequestInit = {}): Promise<{ url: string; html: string }> => {
    for (let current = url, next = init, hop = 0; hop < 20; hop++) {
      if (current.startsWith(CALLBACK)) return { url: current, html: '' }
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(current, { ...next, headers: { cookie }, redirect: 'manual' })
      const html = await response.text()
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        jar.set(name, value)
      }
      const location = response.headers.get('location')
      if (location === null) return { url: current, html }
      current = new URL(location, current).href
      next = {}
    }
    throw new Error(`the provider redirects in circles at ${url}`)
  }
  const page = await ask(providerUrl)
  const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1]
  if (action === undefined && page.html !== '') throw new Error(`no form at ${page.url}`)
  const body = new URLSearchParams({ login: person, password: 'any' })
  const { url } = action === undefined ? page : await ask(new URL(action, page.url).href, { method: 'POST', body })
  return url.slice(ORIGIN.length)
}
