import type { Access } from '../../compositions/resource-server/index.js'

/** A server of the MCP SDK, version 1 or 2: `McpServer` or `Server`. */
export interface SdkServer {
  connect(transport: object): Promise<void>
}

/** A transport of the MCP SDK, version 1 or 2. */
export interface SdkTransport {
  start(): Promise<void>
  send(message: object, options?: object): Promise<void>
  close(): Promise<void>
}

/** Whose rules hold: `sallyport` while it has one resource, `sallyport.access('notes')`, or a stdio guard. */
export type SdkGuard = Access | { access(): Access }

export type MessageHandler = (message: object, extra?: object) => void

/** A transport as the code in this room touches it: more than the SDK's interface, all of it public there. */
export interface Wire extends SdkTransport {
  onmessage?: MessageHandler | undefined
  onerror?: ((error: Error) => void) | undefined
  onclose?: (() => void) | undefined
  sessionId?: string | undefined
  handleRequest?(request: object, second?: object, parsedBody?: unknown): Promise<unknown>
  handlePostMessage?(request: object, response: object, parsedBody?: unknown): Promise<unknown>
}

export function accessOf(guard: SdkGuard): Access {
  return 'decide' in guard ? guard : guard.access()
}
