import { ConfigError } from '../../../errors/index.js'
import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import type { SdkTransport } from '../types.js'
import { lockTransport } from './lock-transport.js'
import { readGuardClientOptions } from './options.js'
import type { GuardClientOptions } from './types.js'

/** A client of the MCP SDK, version 1 or 2. */
export interface SdkClient {
  connect(transport: object, ...rest: unknown[]): Promise<void>
}

/**
 * Holds the server that a client of the MCP SDK, version 1 or 2, connects to, to a lock: for hosts, and for proxies that
 * pass the tools of foreign servers on (F-53). Call it before `connect`.
 *
 * - The client hears of nothing that changed, that nobody approved, or whose name stands twice, and not of instructions
 *   that changed. Definitions are judged as they come over the wire, members that the SDK drops included (TL-08).
 * - A call of what was not approved is never sent: the client gets JSON-RPC error -32602. Before the first one the whole
 *   list is read, all pages of it.
 * - `list_changed` ends what was judged before: calls wait until the list is read again, which begins at once.
 * - Drift is told, and reopens, as with {@link enforceLock}. Names and versions that servers give themselves mean nothing.
 *
 * @returns the same client
 * @throws {ConfigError} when an option is wrong, or the client is connected already
 * @example
 * ```ts
 * import { lockFromFile } from '@sallyport/core/node'
 * import { guardClient } from '@sallyport/core/sdk'
 * import { Client } from '@modelcontextprotocol/sdk/client/index.js'
 * import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
 *
 * const client = guardClient(new Client({ name: 'host', version: '1.0.0' }), { lock: lockFromFile('notes.lock.json') })
 * await client.connect(new StdioClientTransport({ command: 'notes-server' }))
 * console.log((await client.listTools()).tools.map(({ name }) => name))
 * ```
 */
export function guardClient<Client extends object>(
  client: Client & Pick<SdkClient, 'connect'>,
  options: GuardClientOptions,
  runtime: Pick<Runtime, 'sha256' | 'nowMs' | 'delay'> = systemRuntime,
): Client {
  readGuardClientOptions('guardClient', options)
  if ('transport' in client && client.transport !== undefined) {
    throw new ConfigError({
      option: 'guardClient',
      problem: 'this client is connected already, so what its server said was not judged.',
      fix: 'Call guardClient before connect.',
    })
  }
  const connect = client.connect.bind(client)
  client.connect = async (transport, ...rest) =>
    connect(lockTransport(transport as SdkTransport, options, runtime), ...rest)
  return client
}
