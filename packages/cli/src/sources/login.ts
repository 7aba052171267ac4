import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OAuthClientProvider, OAuthDiscoveryState } from '@modelcontextprotocol/client'
import { unreadable, wrongUse } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'
import { foreignLine } from './foreign-text.js'

/** As long as a person takes to find a password. */
const LOGIN_MS = 300_000

const PAGE_HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** A login in the person's own browser (RFC 8252 §7.3). Tokens stay in memory and end with the command. */
export interface Login {
  readonly provider: OAuthClientProvider
  /** Query of the redirect, checked to be the answer to our request. */
  callback(): Promise<URLSearchParams>
  /** Texts that must not be shown. */
  readonly secrets: () => readonly string[]
  close(): Promise<void>
}

function answer(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, PAGE_HEADERS).end(text)
}

/** @param clientId of a client that was registered by hand; by default we register ourselves (RFC 7591) */
export async function startLogin(terminal: Terminal, { clientId }: { readonly clientId?: string }): Promise<Login> {
  const state = Buffer.from(terminal.randomBytes(24)).toString('base64url')
  const arrived = pending<URLSearchParams>()
  const listener = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://127.0.0.1')
    const query = url.searchParams
    // Any page in the browser can send it here; only the answer to our own request has our state (RFC 9700 §4.7).
    if (req.method !== 'GET' || url.pathname !== '/callback' || query.get('state') !== state) {
      return answer(res, 404, 'There is nothing here.\n')
    }
    answer(res, 200, 'Done. You may close this window and go back to the terminal.\n')
    const error = query.get('error')
    if (error === null) return arrived.resolve(query)
    arrived.reject(
      unreadable(`The login ended with "${foreignLine(error)}".`, 'Try again, or ask who runs the server.'),
    )
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', resolve)
  })
  const redirectUrl = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}/callback`
  const timer = setTimeout(() => arrived.reject(unreadable('Nobody signed in.', 'Try again.')), LOGIN_MS)
  return {
    ...providerFor(terminal, { state, redirectUrl, clientId }),
    callback: () => arrived.promise,
    async close() {
      clearTimeout(timer)
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** What comes later; it may be refused before anybody waits for it. */
function pending<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((...settle) => ([resolve, reject] = settle))
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}

interface ProviderOptions {
  readonly state: string
  readonly redirectUrl: string
  readonly clientId: string | undefined
}

type Saved = NonNullable<Awaited<ReturnType<OAuthClientProvider['tokens']>>>
type Registration = NonNullable<Awaited<ReturnType<OAuthClientProvider['clientInformation']>>>

function providerFor(terminal: Terminal, { state, redirectUrl, clientId }: ProviderOptions) {
  let registration: Registration | undefined
  let issuer: string | undefined
  let tokens: Saved | undefined
  let discovery: OAuthDiscoveryState | undefined
  let verifier = ''
  const provider: OAuthClientProvider = {
    redirectUrl,
    clientMetadata: {
      client_name: 'sallyport tools',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    state: () => state,
    clientInformation(context) {
      if (clientId === undefined) return registration
      // It is known to the server that was found first, and is sent to no other.
      issuer ??= context?.issuer
      return { client_id: clientId, ...(issuer !== undefined && { issuer }) }
    },
    saveClientInformation: (saved) => void (registration = saved),
    tokens: () => tokens,
    saveTokens: (saved) => void (tokens = saved),
    saveCodeVerifier: (saved) => void (verifier = saved),
    codeVerifier: () => verifier,
    saveDiscoveryState: (saved) => void (discovery = saved),
    discoveryState: () => discovery,
    redirectToAuthorization(url) {
      // The address comes from the server: only a web page may be put before a person.
      if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        throw wrongUse('The server names no web page to sign in at.', 'Use --token.')
      }
      terminal.err(`Sign in on this page:\n\n  ${url.href}\n`)
    },
  }
  const secrets = () =>
    [tokens?.access_token, tokens?.refresh_token, verifier].filter((text): text is string => Boolean(text))
  return { provider, secrets }
}
