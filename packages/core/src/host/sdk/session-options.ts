import type { Sallyport } from '../../sallyport/index.js'

/** Options of `StreamableHTTPServerTransport` and its kin, SDK version 1 and 2. */
export interface SdkSessionOptions {
  readonly sessionIdGenerator: () => string
  readonly onsessioninitialized: (sessionId: string) => Promise<void>
  readonly onsessionclosed: (sessionId: string) => Promise<void>
}

export interface SessionHooks {
  /** Runs when the session is the caller's. `publicId` names it without opening it. */
  readonly onOpened?: (sessionId: string, publicId: string) => void | Promise<void>
  /** Runs when its client has ended it (DELETE). */
  readonly onClosed?: (publicId: string) => void | Promise<void>
}

/**
 * Session options for a transport of the MCP SDK, version 1 or 2: ids of 256 bits (ST-21), bound to their caller before the
 * client reads them, in every process (ST-23, ST-29), and dead with their DELETE (ST-27). One call for each transport.
 *
 * The gate binds sessions also without this, when it sees their id in the answer. On Node the answer does not wait for
 * the store then: a client that is faster than the store, at another process, finds no session and begins another one.
 *
 * @param sallyport whose gate is in front of the transport
 * @param authInfo of the request that opens the session, as the gate left it: `req.auth`
 * @throws {ConfigError} when the session is opened, where the gate is not in front
 * @example
 * ```ts
 * import { sessionOptions } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
 *
 * export const open = (sallyport: Sallyport, authInfo: unknown) =>
 *   new StreamableHTTPServerTransport(sessionOptions(sallyport, authInfo))
 * ```
 */
export function sessionOptions(
  sallyport: { readonly sessions: Pick<Sallyport['sessions'], 'transports'> },
  authInfo: unknown,
  hooks: SessionHooks = {},
): SdkSessionOptions {
  const { transports } = sallyport.sessions
  // A session outlives by hours the request that opened it, and the message in that request.
  let opener: unknown = authInfo
  let name: string | undefined

  return {
    sessionIdGenerator: () => transports.newSessionId(),
    async onsessioninitialized(sessionId) {
      name = await transports.publicId(opener, sessionId)
      await transports.opened(opener, sessionId)
      opener = undefined
      await hooks.onOpened?.(sessionId, name)
    },
    async onsessionclosed() {
      if (name === undefined) return
      await hooks.onClosed?.(name)
      await transports.closed(name, 'client')
    },
  }
}
