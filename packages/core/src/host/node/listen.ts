import { createServer, type RequestListener, type Server } from 'node:http'
import * as z from 'zod/mini'
import { ConfigError } from '../../errors/index.js'
import { parseOptions } from '../../foundation/index.js'
import type { Sallyport } from '../../sallyport/index.js'
import { listenOnSocket } from './unix-socket.js'

export interface ListenOptions {
  /** TCP port; 0 for any free one. This or `socketPath`. */
  readonly port?: number
  /** Address to listen on. Default `127.0.0.1`: nobody but this machine. */
  readonly host?: string
  /** Unix socket that only this user may connect to (mode 0600), instead of a port. */
  readonly socketPath?: string
  /** Whose gate stands in front of the MCP handler. Needed beyond loopback; it must be ready before the port opens. */
  readonly protectedBy?: Pick<Sallyport, 'ready'>
  /** Opens the port to other machines with nothing in front of it, loudly. Default `false`. */
  readonly unsafelyWithoutAuthentication?: boolean
}

/** An open server. */
export interface Listening {
  readonly server: Server
  /** `undefined` for a socket. */
  readonly port: number | undefined
  /** Takes no new connections, ends idle ones, and resolves when the last answer is out. */
  close(): Promise<void>
}

const Options = z.strictObject({
  port: z.optional(z.int().check(z.nonnegative(), z.maximum(65_535))),
  host: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
  socketPath: z.optional(z.string().check(z.minLength(1))),
  protectedBy: z.optional(
    z.custom<Pick<Sallyport, 'ready'>>(
      (value: unknown) => typeof value === 'object' && value !== null && 'ready' in value,
      'expected a Sallyport',
    ),
  ),
  unsafelyWithoutAuthentication: z._default(z.boolean(), false),
})
type Settings = z.output<typeof Options>

/** Names below `localhost` are not among them: the resolver of this machine may know them under any address. */
const THIS_MACHINE = /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/i

function isReachable({ host, socketPath }: Settings): boolean {
  return socketPath === undefined && !THIS_MACHINE.test(host)
}

/** Nobody can see from outside whether a handler asks for tokens: whoever opens it to others has to say by what. */
function assertProtected(settings: Settings): void {
  const { host, protectedBy, unsafelyWithoutAuthentication } = settings
  if (!isReachable(settings) || protectedBy) return
  if (!unsafelyWithoutAuthentication) {
    throw new ConfigError({
      option: 'listen: host',
      problem: `${host} can be reached by other machines, and nothing says that callers are authenticated.`,
      fix: 'Pass protectedBy: sallyport, whose protect() stands before the handler, or listen on 127.0.0.1.',
    })
  }
  process.emitWarning(`Listening on ${host} without authentication: everybody who reaches it may call.`, {
    code: 'SALLYPORT_UNAUTHENTICATED',
  })
}

function listenOnPort(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/**
 * Opens a server to this machine only, unless told otherwise (ST-06): on 127.0.0.1, or on a unix socket of mode 0600
 * (LO-03). Beyond loopback it asks what authenticates callers (ST-07).
 *
 * @param handler a Node server, or what `createServer` takes, for example an Express app
 * @throws {ConfigError} when an option is wrong; for another host without `protectedBy`; for a socket path that is taken,
 *   or whose socket others could open
 * @example
 * ```ts
 * import { listen } from '@sallyport/core/node'
 *
 * const listening = await listen((_req, res) => res.end('hello'), { port: 0 })
 * console.log(`http://127.0.0.1:${listening.port}`)
 * await listening.close()
 * ```
 */
export async function listen(handler: Server | RequestListener, options: ListenOptions): Promise<Listening> {
  const settings = parseOptions('listen', Options, options)
  const { port, host, socketPath, protectedBy } = settings
  if ((port === undefined) === (socketPath === undefined)) {
    throw new ConfigError({
      option: 'listen: port',
      problem: 'exactly one of port and socketPath is needed.',
      fix: 'Write port: 3000, or socketPath: "/run/user/1000/notes.sock".',
    })
  }
  assertProtected(settings)
  await protectedBy?.ready()
  const server = typeof handler === 'function' ? createServer(handler) : handler
  await (socketPath === undefined ? listenOnPort(server, port ?? 0, host) : listenOnSocket(server, socketPath))
  const address = server.address()
  return Object.freeze<Listening>({
    server,
    port: typeof address === 'object' && address !== null ? address.port : undefined,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error) reject(error)
          else resolve()
        })
        server.closeIdleConnections()
      }),
  })
}
