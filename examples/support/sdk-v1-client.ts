import { auth, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ElicitRequestSchema, isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import type { Connect, ConnectOptions, Connection } from './mcp-client.js'
import type { OAuthSession } from './oauth-session.js'

/**
 * The client of `@modelcontextprotocol/sdk`.
 *
 * @param revision what it offers to speak. Default: the newest it knows
 */
export function sdkV1(revision?: string): Connect {
  return async (session, options) => {
    if (options.scope !== undefined) await authorize(session, options.endpoint, options.scope)
    const newTransport = () =>
      new StreamableHTTPClientTransport(new URL(options.endpoint), {
        authProvider: session.provider,
        fetch: session.fetch,
      })
    const first = newTransport()
    try {
      return await connectV1(first, options, revision)
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error
    }
    await first.finishAuth(session.grantedCallback().get('code') ?? '')
    return connectV1(newTransport(), options, revision)
  }
}

function createClient({ name, answer }: Pick<ConnectOptions, 'name' | 'answer'>): Client {
  const client = new Client({ name, version: '1.0.0' }, { capabilities: answer ? { elicitation: {} } : {} })
  if (answer) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => ({
      action: 'accept',
      content: { confirm: answer(params.message) },
    }))
  }
  return client
}

/** The client over any transport. @param revision as for {@link sdkV1} */
export async function connectV1(
  transport: Transport,
  options: Pick<ConnectOptions, 'name' | 'answer'>,
  revision?: string,
): Promise<Connection> {
  const client = createClient(options)
  const agreed = watchRevision(transport)
  if (revision !== undefined) offerOnly(transport, revision)
  await client.connect(transport)
  return {
    revision: agreed(),
    sessionId: transport.sessionId,
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    async callTool(name, args = {}) {
      const { content } = await client.callTool({ name, arguments: args })
      const [block] = content as { type: string; text?: string }[]
      return block?.text ?? ''
    },
    close: () => client.close(),
  }
}

/** The client tells its transport what was agreed on, and nobody else. */
function watchRevision(transport: Transport): () => string {
  let agreed = ''
  const tell = transport.setProtocolVersion?.bind(transport)
  transport.setProtocolVersion = (revision) => {
    agreed = revision
    tell?.(revision)
  }
  return () => agreed
}

/** The client has no option for it: it always offers its newest. */
function offerOnly(transport: Transport, revision: string): void {
  const send = transport.send.bind(transport)
  transport.send = (message, options) => {
    const offered = structuredClone(message)
    if (isInitializeRequest(offered)) offered.params.protocolVersion = revision
    return send(offered, options)
  }
}

/** As the transport does it after a 401, for a client that knows better than the challenge what it needs. */
async function authorize(session: OAuthSession, serverUrl: string, scope: string): Promise<void> {
  const request = { serverUrl, scope, fetchFn: session.fetch }
  if ((await auth(session.provider, request)) === 'REDIRECT') {
    await auth(session.provider, { ...request, authorizationCode: session.grantedCallback().get('code') ?? '' })
  }
}
