import { ConfigError, type RpcError } from '../../../errors/index.js'
import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import { text } from '../messages.js'
import { createAdmission, type Changes } from './admission.js'
import { guardHandlers } from './handlers.js'
import { checkBeforeRunning } from './late-check.js'
import { createListReader } from './list-reader.js'
import { createListView } from './list-view.js'
import { listAskedBy } from './lists.js'
import { createLockGate } from './lock-gate.js'
import { watchOwnTools } from './own-tools.js'
import { readLockOptions } from './options.js'
import { unknownThing } from './refusals.js'
import { requestKey } from './request-key.js'
import { protocolOf, type SdkRequestHandler } from '../sdk-server.js'
import { subjectOf, type Subject } from './subjects.js'
import type { EnforceLockOptions, LockSource } from './types.js'
import { watchChanges } from './watch-changes.js'

const enforced = new WeakMap<object, LockSource>()

/** Attempts to let a request in while the server announces change after change. */
const MAX_ATTEMPTS = 8

/**
 * Holds a server of the MCP SDK, version 1 or 2, to its lock (F-53): what it says to a model is what a person approved, or
 * it is not said, and not run. Call it where the server is made, in any order with `wrapServer`; with `createMcpHandler` and
 * `serveStdio` of version 2, in the factory, with the same `lock` each time.
 *
 * - Tools, prompts, resources and templates that changed, that nobody knows, or whose name stands twice are taken out of
 *   the lists, and instructions out of `initialize` and `server/discover`. Each passes by its name and the hash of all that
 *   is sent (TL-07, TL-08), whatever the order and the pages (TL-11).
 * - Tools whose schemas refer to another document never pass, approved or not (TL-15): nobody knows what it allows.
 * - Before a tool, prompt or resource is used, the server is asked for its own list again, so it does not matter whether
 *   it announces changes. What must not run is answered like what does not exist: JSON-RPC error -32602 (TL-01, TL-20).
 * - `list_changed` and its like end every judgement that was made before, also for calls whose arguments are validated at
 *   that moment. Without a lock that can be read, or a list that ends, nothing passes.
 * - Drift is told once: the audit event `tool.drifted`, and `onDrift` with the difference. A new lock reopens without a
 *   restart, an approval of `reapprove` too: `tool.approved`.
 *
 * @returns the same server
 * @throws {ConfigError} when an option is wrong, this is no server of an SDK, or it is held to another lock already
 * @example
 * ```ts
 * import { lockFromFile } from '@sallyport/core/node'
 * import { enforceLock } from '@sallyport/core/sdk'
 * import { renderTerminal, scanTools } from '@sallyport/core/tool-guard'
 * import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
 *
 * const server = enforceLock(new McpServer({ name: 'notes', version: '1.0.0' }), {
 *   lock: lockFromFile('mcp-tools.lock.json'),
 *   onDrift: (drift) => console.error(renderTerminal(drift.diff({ scan: scanTools }))),
 * })
 * console.log(server.isConnected())
 * ```
 */
export function enforceLock<Server extends object>(
  server: Server,
  options: EnforceLockOptions,
  runtime: Pick<Runtime, 'sha256' | 'nowMs'> = systemRuntime,
): Server {
  const settings = readLockOptions('enforceLock', options)
  const inner = protocolOf(server, 'enforceLock')
  const known = enforced.get(inner)
  if (known === settings.lock) return server
  if (known !== undefined) {
    throw new ConfigError({
      option: 'enforceLock',
      problem: 'this server is held to another lock already.',
      fix: 'Enforce one lock; put all approvals into it.',
    })
  }
  enforced.set(inner, settings.lock)

  const gate = createLockGate(settings, runtime)
  const changes: Changes = { count: 0 }
  const tools = watchOwnTools(server)
  const handlers = guardHandlers(inner, guard, (method) => tools.handlerChanged(method))
  const reader = createListReader(inner, handlers, tools)
  const admission = createAdmission(gate, reader, changes)
  const shown = createListView({ gate, reader, admission, changes })
  const refusedLate = new WeakMap<object, RpcError>()
  const announced = watchChanges(inner, server, changes, admission, () => gate.walks.clear())
  checkBeforeRunning(server, mayRun, (context, error) => void refusedLate.set(requestKey(context), error))
  return server

  function guard(method: string, handler: SdkRequestHandler): SdkRequestHandler {
    const list = listAskedBy(method)
    if (list) {
      return async (request, context) => {
        const isOurs = reader.isAsking(context)
        const result = await handler(request, context)
        if (isOurs) return result
        announced.seen(context)
        return shown(list, request, result, context)
      }
    }
    if (method === 'initialize' || method === 'server/discover') {
      return async (request, context) => withoutInstructions(await handler(request, context))
    }
    return (request, context) => {
      const subject = subjectOf({ ...request, method })
      return subject ? admit(subject, handler, request, context) : handler(request, context)
    }
  }

  async function admit(subject: Subject, handler: SdkRequestHandler, request: object, context: object) {
    announced.seen(context)
    for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
      const refusal = await admission.judge(subject, context)
      if (refusal) throw refusal
      if (!admission.stillHolds(context)) continue
      const result = await handler(request, context)
      const late = refusedLate.get(requestKey(context))
      if (late) throw late
      return result
    }
    throw subject.refusal
  }

  function mayRun(name: string, context: object): RpcError | undefined | Promise<RpcError | undefined> {
    return admission.stillHolds(context) ? undefined : rejudge(name, context)
  }

  async function rejudge(name: string, context: object): Promise<RpcError | undefined> {
    const subject = subjectOf({ method: 'tools/call', params: { name } })
    for (let attempts = 0; subject && attempts < MAX_ATTEMPTS; attempts++) {
      const refusal = await admission.judge(subject, context)
      if (refusal || admission.stillHolds(context)) return refusal
    }
    return unknownThing('tool', name)
  }

  async function withoutInstructions(result: unknown): Promise<unknown> {
    const instructions = text(result, 'instructions')
    if (instructions === undefined) return result
    if (await gate.trusts(instructions).catch(() => false)) return result
    return Object.fromEntries(Object.entries(result as object).filter(([name]) => name !== 'instructions'))
  }
}
