import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OAuthClientProvider, OAuthDiscoveryState } from '@modelcontextprotocol/sdk/client/auth.js'
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'

/** One HTTP exchange of the client. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly headers: Headers
}

/** Takes the person's browser to a URL; resolves when the browser has arrived at the client's redirect URI. */
export type Browse = (authorizationUrl: URL) => Promise<void>

/** What a desktop client keeps: its registration, its tokens and the listener for its redirect. */
export interface OAuthSession {
  /** For the transports and `auth()` of both SDK generations. */
  readonly provider: OAuthClientProvider
  readonly redirectUri: string
  /** What went over the wire through {@link fetch}. */
  readonly exchanges: readonly Exchange[]
  readonly fetch: FetchLike
  registration(): OAuthClientInformationMixed | undefined
  tokens(): OAuthTokens | undefined
  /** An expired access token, as the client sees it: the server says 401 and the SDK refreshes by itself. */
  forgetAccessToken(): void
  /** Query of the last redirect. */
  callback(): URLSearchParams | undefined
  /** The same. @throws {Error} when the browser came back without a code */
  grantedCallback(): URLSearchParams
  close(): Promise<void>
}

/** What an authorization server knows of a client without dynamic registration. */
export interface RegisteredByHand {
  readonly client_id: string
  /** The server that knows it; SDK v2 sends it to no other. */
  readonly issuer: string
}

/** A public client with a loopback redirect, as desktop clients are. Only the walk through the browser is left to the caller. */
export async function openOAuthSession(options: {
  readonly name: string
  readonly browse: Browse
  /** Of a client that was registered by hand. Default: it registers itself. */
  readonly registration?: RegisteredByHand
  /** Carries the requests. Default: the global one. */
  readonly fetch?: FetchLike
}): Promise<OAuthSession> {
  const { fetch: send = fetch } = options
  const exchanges: Exchange[] = []
  let callback: URLSearchParams | undefined
  const listener = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/callback') callback = url.searchParams
    res.setHeader('content-type', 'text/plain').end('You may close this window.')
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const redirectUri = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}/callback`

  let registration: OAuthClientInformationMixed | undefined = options.registration
  let tokens: OAuthTokens | undefined
  let discovery: OAuthDiscoveryState | undefined
  let verifier = ''
  return {
    provider: {
      redirectUrl: redirectUri,
      clientMetadata: {
        client_name: options.name,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
      state: () => crypto.randomUUID(),
      clientInformation: () => registration,
      saveClientInformation: (saved) => void (registration = saved),
      tokens: () => tokens,
      saveTokens: (saved) => void (tokens = saved),
      saveCodeVerifier: (saved) => void (verifier = saved),
      codeVerifier: () => verifier,
      saveDiscoveryState: (saved) => void (discovery = saved),
      discoveryState: () => discovery,
      redirectToAuthorization: options.browse,
    },
    redirectUri,
    exchanges,
    async fetch(input, init) {
      const response = await send(input, init)
      const { status, headers } = response
      exchanges.push({ method: init?.method ?? 'GET', path: new URL(input).pathname, status, headers })
      return response
    },
    registration: () => registration,
    tokens: () => tokens,
    forgetAccessToken: () => {
      if (tokens) tokens = { ...tokens, access_token: 'expired' }
    },
    callback: () => callback,
    grantedCallback() {
      if (callback?.has('code')) return callback
      throw new Error(`The client was sent back without a code: ${callback?.toString() ?? 'no redirect came'}`)
    },
    async close() {
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}
