import { ConfigError } from '../../errors/index.js'

/** A handler of the SDKs: version 1 calls the second argument `extra`, version 2 `ctx`. */
export type SdkRequestHandler = (request: object, context: object) => unknown

/** The `Server` of both versions, as the code in this room touches it. */
export interface SdkProtocol {
  _requestHandlers: Map<string, SdkRequestHandler>
  fallbackRequestHandler?: SdkRequestHandler | undefined
  notification(notification: object, options?: object): Promise<void>
  /** Version 2: how an answer is written for the revision of the client. */
  _negotiatedWireCodec?(): { encodeResult(method: string, result: unknown, serverInfo: undefined): unknown }
}

/** The `McpServer` of both versions, around its `Server`. */
export interface SdkMcpServer {
  _registeredTools?: Record<string, object | undefined>
  setToolRequestHandlers?(): void
  executeToolHandler?(tool: object, args: unknown, context: object): Promise<unknown>
  /** Version 1. */
  handleAutomaticTaskPolling?(tool: object, request: object, context: object): Promise<unknown>
  sendToolListChanged?(): void
  sendPromptListChanged?(): void
  sendResourceListChanged?(): void
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * The inner `Server`.
 *
 * @param option who asks, for the error
 * @throws {ConfigError} on anything else
 */
export function protocolOf(server: object, option: string): SdkProtocol {
  const inner = 'server' in server && isObject(server.server) ? server.server : server
  if ('_requestHandlers' in inner && inner._requestHandlers instanceof Map && 'notification' in inner) {
    return inner as SdkProtocol
  }
  throw new ConfigError({
    option,
    problem: 'this is no server of an MCP SDK that is known here.',
    fix: 'Pass the McpServer or Server itself, of version 1 or 2 of the SDK.',
  })
}
