import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type AuthProvider,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client'
import { CommandFailure, unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'
import { foreignLine } from './foreign-text.js'
import { readSurface } from './list-definitions.js'
import { startLogin, type Login } from './login.js'
import { MAX_BYTES, startReading } from './reading.js'
import { lockedServer, type ReadOptions } from './server-name.js'
import type { Source } from './source.js'
import { strictFetch } from './strict-fetch.js'

export interface UrlOptions extends ReadOptions {
  readonly token?: string
  readonly login?: boolean
  readonly clientId?: string
}

/**
 * Reads what a remote server says of itself, over Streamable HTTP in its newest revision.
 *
 * @throws {CommandFailure} 3, never with the token
 */
export async function readUrl(url: URL, options: UrlOptions, terminal: Terminal): Promise<Source> {
  const { token, login: wantsLogin } = options
  if (token !== undefined) {
    return attempt(url, { token: async () => token }, options, () => [token])
  }
  if (wantsLogin !== true) return attempt(url, undefined, options, () => [])
  const login = await startLogin(terminal, options)
  try {
    return await withLogin(url, login, options)
  } finally {
    await login.close()
  }
}

async function withLogin(url: URL, login: Login, options: UrlOptions): Promise<Source> {
  let unfinished: StreamableHTTPClientTransport | undefined
  const onUnauthorized = (transport: StreamableHTTPClientTransport): void => void (unfinished = transport)
  try {
    return await attempt(url, login.provider, options, login.secrets, onUnauthorized)
  } catch (error) {
    if (unfinished === undefined) throw error
  }
  const query = await login.callback()
  try {
    await unfinished.finishAuth(query)
  } catch (error) {
    throw unreadable(`The login failed: ${shown(error, login.secrets())}.`, 'Ask who runs the server.', error)
  }
  return attempt(url, login.provider, options, login.secrets)
}

async function attempt(
  url: URL,
  authProvider: AuthProvider | OAuthClientProvider | undefined,
  options: UrlOptions,
  secrets: () => readonly string[],
  onUnauthorized?: (transport: StreamableHTTPClientTransport) => void,
): Promise<Source> {
  const label = url.href
  const reading = startReading(label, options.timeoutMs)
  const transport = new StreamableHTTPClientTransport(url, {
    fetch: strictFetch({ maxBytes: MAX_BYTES, signal: reading.signal, onFault: reading.onFault }),
    onInsufficientScope: 'throw',
    ...(authProvider && { authProvider }),
  })
  const client = new Client(options.client, { versionNegotiation: { mode: 'auto' } })
  try {
    await client.connect(transport, { signal: reading.signal, timeout: options.timeoutMs })
    const surface = await readSurface(client, { ...options, label, signal: reading.signal })
    // A session that was opened for us is no longer needed; a server that cannot end one is not asked twice.
    await transport.terminateSession().catch(() => undefined)
    return { label, surface, server: lockedServer(client, label, { url: label }) }
  } catch (error) {
    if (error instanceof UnauthorizedError) onUnauthorized?.(transport)
    throw reading.failure() ?? problemOf(error, label, options, secrets())
  } finally {
    reading.end()
    await client.close().catch(() => undefined)
  }
}

function problemOf(error: unknown, label: string, options: UrlOptions, secrets: readonly string[]): Error {
  if (error instanceof CommandFailure) return error
  const status = (error as { status?: unknown }).status ?? (error as { data?: { status?: unknown } }).data?.status
  const isRefused = error instanceof UnauthorizedError || status === 401 || status === 403
  if (isRefused) {
    const fix =
      options.token === undefined
        ? 'Sign in with --login, or give a --token.'
        : 'Is the token for this server, and still valid?'
    return unreadable(`${label} refuses us${typeof status === 'number' ? ` (${String(status)})` : ''}.`, fix)
  }
  return unreadable(`${label} cannot be read: ${shown(error, secrets)}.`, 'Is it the address of an MCP server?')
}

/** What a server answered may hold what it was sent. */
function shown(error: unknown, secrets: readonly string[]): string {
  const { message, cause } = error as Error
  const { code } = (cause ?? {}) as { code?: unknown }
  const text = typeof code === 'string' ? `${message} (${code})` : message
  return foreignLine(secrets.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text))
}
