import {
  auth,
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type ClientOptions,
  type Transport,
} from '@modelcontextprotocol/client'
import type { Connect, ConnectOptions, Connection } from './mcp-client.js'
import type { OAuthSession } from './oauth-session.js'

/**
 * The client of `@modelcontextprotocol/client`.
 *
 * @param revision `auto` tries the newest and falls back; a revision is spoken or nothing
 */
export function sdkV2(revision: string): Connect {
  return async (session, options) => {
    if (options.scope !== undefined) await authorize(session, options.endpoint, options.scope)
    const open = async (transport: StreamableHTTPClientTransport): Promise<Connection> => {
      const connection = await connectV2(transport, options, revision)
      return {
        ...connection,
        callTool: (...call) => steppingUp(session, transport, () => connection.callTool(...call)),
      }
    }
    const newTransport = () =>
      new StreamableHTTPClientTransport(new URL(options.endpoint), {
        authProvider: session.provider,
        fetch: session.fetch,
        onInsufficientScope: options.stepUp ? 'reauthorize' : 'throw',
      })
    const first = newTransport()
    try {
      return await open(first)
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error
    }
    await first.finishAuth(session.grantedCallback())
    return open(newTransport())
  }
}

/** A call that takes more than was granted has sent the person to the consent page: it goes on from there. */
async function steppingUp<T>(
  session: OAuthSession,
  transport: StreamableHTTPClientTransport,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error
  }
  await transport.finishAuth(session.grantedCallback())
  return call()
}

/** A revision before 2026-07-28 is agreed on in a handshake, in which only what is listed is offered. */
function versionOptions(revision: string): ClientOptions {
  if (revision === 'auto') return { versionNegotiation: { mode: 'auto' } }
  if (revision >= '2026') return { versionNegotiation: { mode: { pin: revision } } }
  return { versionNegotiation: { mode: 'legacy' }, supportedProtocolVersions: [revision] }
}

function createClient({ name, answer }: Pick<ConnectOptions, 'name' | 'answer'>, revision: string): Client {
  const client = new Client(
    { name, version: '1.0.0' },
    { ...versionOptions(revision), capabilities: answer ? { elicitation: {} } : {} },
  )
  if (answer) {
    client.setRequestHandler('elicitation/create', ({ params }) => ({
      action: 'accept',
      content: { confirm: answer(params.message) },
    }))
  }
  return client
}

/** The client over any transport. @param revision as for {@link sdkV2} */
export async function connectV2(
  transport: Transport,
  options: Pick<ConnectOptions, 'name' | 'answer'>,
  revision: string,
): Promise<Connection> {
  const client = createClient(options, revision)
  await client.connect(transport)
  return {
    revision: client.getNegotiatedProtocolVersion() ?? '',
    sessionId: transport.sessionId,
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    async callTool(name, args = {}) {
      const { content } = await client.callTool({ name, arguments: args })
      const [block] = content
      return block?.type === 'text' ? block.text : ''
    },
    close: () => client.close(),
  }
}

/** As the transport does it after a 401, for a client that knows better than the challenge what it needs. */
async function authorize(session: OAuthSession, serverUrl: string, scope: string): Promise<void> {
  const request = { serverUrl, scope, fetchFn: session.fetch }
  if ((await auth(session.provider, request)) === 'REDIRECT') {
    const callback = session.grantedCallback()
    const iss = callback.get('iss') ?? undefined
    const authorizationCode = callback.get('code') ?? ''
    await auth(session.provider, { ...request, authorizationCode, ...(iss !== undefined && { iss }) })
  }
}
