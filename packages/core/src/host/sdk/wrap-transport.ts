import type { Access } from '../../compositions/resource-server/index.js'
import { ConfigError } from '../../errors/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { createConnection, type Connection } from './connection.js'
import { guardEvents } from './events.js'
import { guardHttp } from './http.js'
import { member } from './messages.js'
import { accessOf, type MessageHandler, type SdkGuard, type SdkTransport, type Wire } from './types.js'
import { readWrapOptions, type WrapOptions } from './wrap-options.js'

const guarded = new WeakMap<object, Access>()

/** `onmessage` of a class that only passes it on, as the Node transports do. */
function inheritedOnMessage(transport: object): PropertyDescriptor | undefined {
  for (let at: unknown = transport; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, 'onmessage')
    if (found !== undefined) return found.set === undefined ? undefined : found
  }
  return undefined
}

/** Servers and clients set `onmessage` when they connect: whatever they set from now on hears only what passes. */
export function guardMessages(transport: Wire, connection: Pick<Connection, 'receive'>): void {
  const inherited = inheritedOnMessage(transport)
  const behind = (handler: MessageHandler | undefined): MessageHandler | undefined =>
    handler && ((message, extra) => connection.receive(message, extra, handler))
  let current = behind(transport.onmessage)
  const write = (handler: MessageHandler | undefined) => {
    current = behind(handler)
    inherited?.set?.call(transport, current)
  }
  Object.defineProperty(transport, 'onmessage', {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: write,
  })
  if (current !== undefined) inherited?.set?.call(transport, current)
}

/**
 * Guards one transport of the MCP SDK, version 1 or 2, before a server is connected to it. What it adds stands at
 * {@link wrapServer}, which calls this for every transport that the server meets.
 *
 * @param guard `sallyport`, `sallyport.access('notes')` or a stdio guard
 * @returns the same transport
 * @throws {ConfigError} when an option is wrong, another guard is there already, or a stdio guard meets a transport for HTTP
 * @example
 * ```ts
 * import { wrapTransport } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
 *
 * declare const sallyport: Sallyport
 * const transport = wrapTransport(new StreamableHTTPServerTransport({}), sallyport)
 * console.log(transport.sessionId)
 * ```
 */
export function wrapTransport<Transport extends SdkTransport>(
  transport: Transport,
  guard: SdkGuard,
  options: WrapOptions = {},
  runtime: Pick<Runtime, 'delay'> = systemRuntime,
): Transport {
  const { toolTimeoutMs } = readWrapOptions(options)
  const access = accessOf(guard)
  const known = guarded.get(transport)
  if (known === access) return transport
  if (known !== undefined) {
    throw new ConfigError({
      option: 'wrapTransport',
      problem: 'this transport has another guard already.',
      fix: 'Guard it once.',
    })
  }
  const wire: Wire = transport
  if (access.localAuthInfo !== undefined && (wire.handleRequest ?? wire.handlePostMessage) !== undefined) {
    throw new ConfigError({
      option: 'createStdioGuard',
      problem: 'this transport serves HTTP, where everybody would be the person of the environment.',
      fix: 'Guard it with sallyport, from createSallyport.',
    })
  }
  guarded.set(transport, access)
  const send = transport.send.bind(transport)
  const ports = {
    send: (message: object) => send(message),
    failed: (error: unknown) => wire.onerror?.(error instanceof Error ? error : new Error(String(error))),
    toolTimeoutMs,
  }
  const connection = createConnection(access, ports, runtime)
  guardMessages(wire, connection)
  // Servers keep what is there when they connect, and call it first.
  const closed = wire.onclose?.bind(wire)
  wire.onclose = () => {
    connection.closed()
    closed?.()
  }
  wire.send = async (message, options) => {
    const visible = connection.outgoing(message, member(options, 'relatedRequestId'))
    if (visible !== undefined) await send(visible, options)
  }
  guardEvents(wire, access, connection.session)
  guardHttp(wire, access, connection.session)
  return transport
}
