import * as z from 'zod/mini'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { sessionNotFoundReply } from '../../primitives/replies/index.js'
import type { Sallyport } from '../../sallyport/index.js'
import { answer, isNodeAnswer, whenRead } from './answers.js'
import { createHeldTransports, type HeldTransport } from './held-transports.js'
import { member } from './messages.js'
import { sessionOptions, type SdkSessionOptions } from './session-options.js'

/** A transport for Streamable HTTP of the MCP SDK, version 1 or 2, for Node or with web-standard requests. */
export interface SessionTransport {
  readonly sessionId?: string | undefined
  handleRequest(request: object, second?: object, parsedBody?: unknown): Promise<unknown>
  close(): Promise<void>
}

export interface TransportRegistryOptions {
  /** Most transports at once; the one unused for longest makes room, and its session ends. Default 1000. */
  readonly maxTransports?: number
  /** A transport is closed when it is not used for this long, in milliseconds. Default 1 800 000 (30 minutes). */
  readonly idleMs?: number
}

/** The transports of all sessions in this process. */
export interface TransportRegistry<Transport extends SessionTransport> {
  /**
   * Serves a request behind the gate: hands it to the transport of its session, opens one for a request without a
   * session, and answers 404 when the session is not in this process.
   */
  readonly handleRequest: Transport['handleRequest']
  /** How many transports are open. */
  readonly size: number
  /**
   * Closes transports whose session has ended, anywhere, and those that are idle; returns how many. Call it now and
   * then, for example every five minutes: no timer runs by itself.
   *
   * @throws {StoreError}
   */
  sweep(): Promise<number>
  /** Closes all transports, and leaves their sessions as they are. */
  close(): Promise<void>
}

const Options = z.strictObject({
  maxTransports: z._default(z.int().check(z.positive()), 1_000),
  idleMs: z._default(z.int().check(z.positive()), 1_800_000),
})

/** Of both worlds: headers of Node are a record, those of the web an object with `get`. */
function sessionIdIn(request: object): string | undefined {
  const { headers } = request as { headers?: Record<string, unknown> | Pick<Headers, 'get'> }
  const id: unknown = isWebHeaders(headers) ? headers.get('mcp-session-id') : headers?.['mcp-session-id']
  return typeof id === 'string' && id !== '' ? id : undefined
}

function isWebHeaders(headers: object | undefined): headers is Pick<Headers, 'get'> {
  return headers !== undefined && 'get' in headers && typeof headers.get === 'function'
}

const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' && value !== null && 'status' in value && 'body' in value

/**
 * Keeps the transports of a server with sessions: the map that such servers keep by hand, but bounded, by owner and id
 * together, and emptied when sessions end. A transport closes when its session expires, is ended or rotated, or loses
 * its grant: at once for what happens in this process, at the next {@link TransportRegistry.sweep} for the rest. A call
 * that is running meanwhile gets its answer.
 *
 * Transports live in one process: with several of them, requests of a session must come back to the same one.
 *
 * @param sallyport whose gate is in front
 * @param open makes a transport with these options and connects a server to it
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createTransportRegistry, wrapServer } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
 * import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
 *
 * declare const sallyport: Sallyport
 * const transports = createTransportRegistry(sallyport, async (options) => {
 *   const transport = new StreamableHTTPServerTransport(options)
 *   await wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport).connect(transport)
 *   return transport
 * })
 * console.log(transports.size)
 * ```
 */
export function createTransportRegistry<Transport extends SessionTransport>(
  sallyport: { readonly sessions: Pick<Sallyport['sessions'], 'transports'> },
  open: (options: SdkSessionOptions) => Transport | Promise<Transport>,
  options: TransportRegistryOptions = {},
  runtime: Pick<Runtime, 'nowMs'> = systemRuntime,
): TransportRegistry<Transport> {
  const limits = parseOptions('createTransportRegistry', Options, options)
  const { transports } = sallyport.sessions
  const held = createHeldTransports(transports, limits, runtime)

  async function opened(authInfo: unknown): Promise<HeldTransport> {
    let entry: HeldTransport | undefined
    const transport = await open(
      sessionOptions(sallyport, authInfo, {
        onOpened: (_sessionId, name) => (entry === undefined ? undefined : held.add(name, entry)),
        onClosed: (name) => held.forget(name),
      }),
    )
    return (entry = {
      transport,
      calls: 0,
      usedAtMs: runtime.nowMs(),
      isOver: false,
    })
  }

  async function run(entry: HeldTransport, request: object, second?: object, body?: unknown): Promise<unknown> {
    const { transport } = entry
    // A stream that only listens does not keep a session that has ended.
    const leave = (request as { method?: unknown }).method === 'POST' ? held.enter(entry) : () => undefined
    try {
      const result = await transport.handleRequest(request, second, body)
      if (isResponse(result)) return whenRead(result, leave)
      leave()
      return result
    } catch (error) {
      leave()
      throw error
    } finally {
      if (transport.sessionId === undefined) await transport.close()
    }
  }

  const handle: SessionTransport['handleRequest'] = async (request, second, body) => {
    const authInfo = isNodeAnswer(second) ? member(request, 'auth') : member(second, 'authInfo')
    const sessionId = sessionIdIn(request)
    if (sessionId === undefined) return run(await opened(authInfo), request, second, body)
    const entry = held.find(await transports.publicId(authInfo, sessionId))
    return entry === undefined ? answer(sessionNotFoundReply(), second) : run(entry, request, second, body)
  }

  return Object.freeze<TransportRegistry<Transport>>({
    handleRequest: handle,
    get size() {
      return held.size
    },
    sweep: () => held.sweep(),
    close: () => held.close(),
  })
}
