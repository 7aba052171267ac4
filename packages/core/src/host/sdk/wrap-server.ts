import type { Access } from '../../compositions/resource-server/index.js'
import { ConfigError } from '../../errors/index.js'
import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { lackingChallenge, type SdkScopeContext } from './scope-challenge.js'
import { accessOf, type SdkGuard, type SdkServer, type SdkTransport } from './types.js'
import { readWrapOptions, type WrapOptions } from './wrap-options.js'
import { wrapTransport } from './wrap-transport.js'

const guarded = new WeakMap<object, Access>()

interface ScopeResolver {
  resolveScopeChallenge?: (context: SdkScopeContext) => unknown
}

const isServer = (value: unknown): value is SdkServer =>
  typeof value === 'object' && value !== null && 'connect' in value && typeof value.connect === 'function'

/**
 * Protects an existing MCP server of the official SDK, version 1 or 2, without a change to its handlers. Call it where
 * the server is made, before `connect`; with `createMcpHandler` and `serveStdio` of version 2, in the factory.
 *
 * On every transport that the server meets from then on:
 * - a message runs only if the `operations` rules allow it to its caller; a refused request gets a JSON-RPC error with
 *   the code of the HTTP status (401, 403), and without `authInfo` nothing runs (TL-02, RS-65, RS-69);
 * - lists of tools, prompts, resources and templates show what the caller may use, and are private to caches (ST-59, ST-60);
 * - a session belongs to the issuer, subject, client and resource of its first request; to everybody else it does not
 *   exist, whether they POST, listen, replay or DELETE (ST-23, ST-24, ST-27, ST-31, ST-33);
 * - what a client missed is replayed in its session alone, also from an event store that sessions share (ST-30, ST-31);
 * - an id stands for one request at a time; a second one that uses it is refused;
 * - a tool that runs longer than `toolTimeoutMs` is stopped, and its caller gets the error 504 (TL-28);
 * - a task belongs to its creator (TL-26, TL-27), nobody hears of resources that they may not read (ST-63), and requests of
 *   2026-07-28 get the log messages that they asked for (ST-69).
 *
 * It stands behind the gate, or behind the SDK's own `requireBearerAuth` with `sallyport.verifier`; limits, and the
 * challenge that tells a client which scopes to ask for, are the gate's. Owners of tasks, and pages of their
 * lists, are known to this process.
 *
 * @param guard `sallyport` while it has one resource, `sallyport.access('notes')`, or a stdio guard
 * @returns the same server
 * @throws {ConfigError} when an option is wrong, or the server is connected already, or has another guard
 * @example
 * ```ts
 * import { wrapServer } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
 *
 * declare const sallyport: Sallyport
 * const server = wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport)
 * console.log(server.isConnected())
 * ```
 */
export function wrapServer<Server extends SdkServer>(
  server: Server,
  guard: SdkGuard,
  options: WrapOptions = {},
  runtime: Pick<Runtime, 'delay'> = systemRuntime,
): Server {
  const settings = readWrapOptions(options)
  const access = accessOf(guard)
  // McpServer connects the Server inside it, which programs may also connect themselves.
  const inner = 'server' in server && isServer(server.server) ? server.server : server
  const known = guarded.get(inner)
  if (known === access) return server
  if (known !== undefined) refuse('this server has another guard already.', 'Guard it once.')
  if ('transport' in inner && inner.transport !== undefined) {
    refuse('this server is connected already, so its transport is not guarded.', 'Call wrapServer before connect.')
  }
  guarded.set(inner, access)
  const connect = inner.connect.bind(inner)
  inner.connect = async (transport) => connect(wrapTransport(transport as SdkTransport, access, settings, runtime))
  challengeScopes(server, access)
  return server
}

/** Version 2 asks this of its `McpServer` before it answers over HTTP: a client learns there which scopes to ask for. */
function challengeScopes(server: SdkServer & ScopeResolver, access: Access): void {
  const resolve = server.resolveScopeChallenge
  if (typeof resolve !== 'function') return
  server.resolveScopeChallenge = (context) => lackingChallenge(access, context) ?? resolve(context)
}

function refuse(problem: string, fix: string): never {
  throw new ConfigError({ option: 'wrapServer', problem, fix })
}
