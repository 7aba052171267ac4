import { openOAuthSession, type Browse, type OAuthSession, type RegisteredByHand } from './oauth-session.js'
import { sdkV1 } from './sdk-v1-client.js'

/** An open connection of one of the SDK's clients, whichever generation. */
export interface Connection {
  /** The protocol revision that both sides agreed on. */
  readonly revision: string
  readonly sessionId: string | undefined
  /** Names, as `tools/list` shows them to this caller. */
  listTools(): Promise<string[]>
  /** Text of a tool's answer. */
  callTool(name: string, args?: Readonly<Record<string, unknown>>): Promise<string>
  close(): Promise<void>
}

/** How a client asks a person something in the middle of a tool's work. */
export type Answer = (question: string) => boolean

export interface ConnectOptions {
  readonly endpoint: string
  readonly name: string
  /** Without it the client has no elicitation capability. */
  readonly answer?: Answer
  /** Scopes to ask for. Default: those that the server's challenge names. */
  readonly scope?: string
  /** Sends the person to the consent page when a call takes more than was granted; SDK v2 only. Default `false`. */
  readonly stepUp?: boolean
}

/** One of the SDK's clients, told which revision to speak. */
export type Connect = (session: OAuthSession, options: ConnectOptions) => Promise<Connection>

/** A genuine MCP client and what it keeps. */
export interface McpClient extends Omit<OAuthSession, 'provider' | 'fetch'> {
  /** Runs the whole way: from the 401 to a connection. */
  connect(): Promise<Connection>
}

/** A genuine MCP client: the SDK's own flow, as desktop clients do it. */
export async function createMcpClient(
  options: ConnectOptions & {
    readonly browse: Browse
    /** Default: SDK v1 in its newest revision. */
    readonly connect?: Connect
    readonly registration?: RegisteredByHand
    readonly fetch?: OAuthSession['fetch']
  },
): Promise<McpClient> {
  const { connect = sdkV1() } = options
  const session = await openOAuthSession(options)
  let open: Connection | undefined
  return {
    ...session,
    async connect() {
      open = await connect(session, options)
      return open
    },
    async close() {
      await open?.close()
      await session.close()
    },
  }
}
