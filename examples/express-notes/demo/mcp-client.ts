import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { auth, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js'

/** One HTTP exchange of the client, as the demo tells of it. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly headers: Headers
}

/** Takes the person's browser to a URL; resolves when the browser has arrived at the client's redirect URI. */
export type Browse = (authorizationUrl: URL) => Promise<void>

/** What a desktop client keeps: its registration, its tokens and the listener for its redirect. */
export interface McpClient {
  readonly exchanges: readonly Exchange[]
  readonly redirectUri: string
  registration(): OAuthClientInformationMixed | undefined
  tokens(): OAuthTokens | undefined
  forgetAccessToken(): void
  /** Query of the last redirect. */
  callback(): URLSearchParams | undefined
  connect(): Promise<Client>
  close(): Promise<void>
}

/**
 * A genuine MCP client: the SDK's own `auth()` flow with a loopback redirect, as desktop clients do it. Only the walk
 * through the browser is left to the caller.
 */
export async function createMcpClient(options: {
  readonly endpoint: string
  readonly name: string
  readonly browse: Browse
  /** Scopes to ask for. Default: those that the server's challenge names. */
  readonly scope?: string
  /** Carries the requests. Default: the global one. */
  readonly fetch?: FetchLike
}): Promise<McpClient> {
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

  let registration: OAuthClientInformationMixed | undefined
  let tokens: OAuthTokens | undefined
  let verifier = ''
  const provider: OAuthClientProvider = {
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
    redirectToAuthorization: options.browse,
  }
  const recordingFetch = async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const response = await send(input, init)
    const { pathname } = new URL(input)
    exchanges.push({
      method: init?.method ?? 'GET',
      path: pathname,
      status: response.status,
      headers: response.headers,
    })
    return response
  }
  const newTransport = () =>
    new StreamableHTTPClientTransport(new URL(options.endpoint), { authProvider: provider, fetch: recordingFetch })

  const codeOfCallback = (): string => {
    const code = callback?.get('code')
    if (!code) throw new Error(`The client was sent back without a code: ${callback?.toString() ?? 'no redirect came'}`)
    return code
  }
  /** As the transport does it after a 401, for a client that knows better than the challenge what it needs. */
  const authorize = async (scope: string): Promise<void> => {
    const request = { serverUrl: options.endpoint, scope, fetchFn: recordingFetch }
    if ((await auth(provider, request)) === 'REDIRECT') {
      await auth(provider, { ...request, authorizationCode: codeOfCallback() })
    }
  }

  let open: Client | undefined
  return {
    exchanges,
    redirectUri,
    registration: () => registration,
    tokens: () => tokens,
    // An expired access token, as the client sees it: the server says 401 and the SDK refreshes by itself.
    forgetAccessToken: () => {
      if (tokens) tokens = { ...tokens, access_token: 'expired' }
    },
    callback: () => callback,
    async connect() {
      if (options.scope !== undefined) await authorize(options.scope)
      const transport = newTransport()
      open = new Client({ name: options.name, version: '1.0.0' })
      try {
        await open.connect(transport)
        return open
      } catch (error) {
        if (!(error instanceof UnauthorizedError)) throw error
      }
      await transport.finishAuth(codeOfCallback())
      open = new Client({ name: options.name, version: '1.0.0' })
      await open.connect(newTransport())
      return open
    },
    async close() {
      await open?.close()
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** Text of a tool's answer. */
export async function callTool(client: Client, name: string, args: Record<string, unknown> = {}): Promise<string> {
  const result = await client.callTool({ name, arguments: args })
  const [block] = result.content as { type: string; text?: string }[]
  return block?.text ?? ''
}
