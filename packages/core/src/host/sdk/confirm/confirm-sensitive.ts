import { ConfigError, RpcError } from '../../../errors/index.js'
import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import { protocolOf, type SdkRequestHandler } from '../sdk-server.js'
import { member, text } from '../messages.js'
import { instead, type AskingServer, type ConfirmationSource, type Outcome, type SensitiveCall } from './call.js'
import { clientOf } from './client.js'
import { confirmInline } from './inline.js'
import { confirmModern, keepApproval } from './modern.js'
import { readConfirmOptions, type ConfirmOptions } from './options.js'
import { impossible } from './results.js'

const TOOL_CALL = 'tools/call'

const asking = new WeakSet<object>()

/**
 * Lets sensitive tools of an MCP server run only when the person behind the call has said so, having seen exactly what is
 * to be done (F-62): tool and arguments, whole, with everything unseen written out. An approval holds for this person,
 * client, tool and every byte of the arguments, once, for five minutes.
 *
 * The person is asked by the client's form where it declared one, on our page through the client where it opens addresses,
 * else on our page by a link in the result; never by the model. Works with both versions of the SDK and all
 * revisions, on tools that are there and that come later, and in any order with `wrapServer` and `enforceLock`. The
 * gate has to stand in front: without a caller nothing runs.
 *
 * @param sallyport with `keys`; the page needs an `authorizationServer`
 * @returns the same server
 * @throws {ConfigError} when an option is wrong, or the server is none of a known SDK
 * @example
 * ```ts
 * import { confirmSensitive } from '@sallyport/core/sdk'
 * import type { Sallyport } from '@sallyport/core'
 * import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
 *
 * declare const sallyport: Sallyport
 * const server = new McpServer({ name: 'notes', version: '1.0.0' })
 * confirmSensitive(server, { tools: { notes_wipe: true, pay: { by: 'page' } } }, sallyport)
 * ```
 */
export function confirmSensitive<Server extends object>(
  server: Server,
  options: ConfirmOptions,
  sallyport: ConfirmationSource,
  runtime: Pick<Runtime, 'nowMs' | 'delay'> = systemRuntime,
): Server {
  const settings = readConfirmOptions(options)
  const inner: AskingServer = protocolOf(server, 'confirmSensitive')
  const handlers = inner._requestHandlers
  if (asking.has(inner)) {
    throw new ConfigError({
      option: 'confirmSensitive',
      problem: 'this server asks already.',
      fix: 'Call it once, with all sensitive tools.',
    })
  }
  asking.add(inner)

  /** Confirmed and on their way: whoever took a handler from here and put it back does not ask a second time. */
  const passing = new WeakSet<object>()

  async function confirmed(handler: SdkRequestHandler, request: object, context: object): Promise<unknown> {
    if (passing.has(request)) return handler(request, context)
    const tool = text(request, 'params', 'name') ?? ''
    const given = member(request, 'params', 'arguments')
    const by = await settings.judge(tool, given)
    if (by === undefined) return handler(request, context)
    const { confirmations } = sallyport
    const client = clientOf(inner, context)
    const call: SensitiveCall = {
      ...{ server: inner, context, client, by, settings, confirmations, runtime },
      action: { tool, arguments: given === undefined ? {} : given },
      hasPage: confirmations.hasPage(context),
    }
    const outcome = await (client.modern ? confirmModern(call) : confirmInline(call)).catch(asOutcome)
    if (!outcome.allowed) return outcome.result
    // Whoever has cancelled the call while the question was open does not want it any more.
    client.signal?.throwIfAborted()
    passing.add(request)
    try {
      const result = await handler(request, outcome.context)
      return client.modern ? await keepApproval(call, result) : result
    } finally {
      passing.delete(request)
    }
  }

  // Where the SDK looks its handlers up: in front of all that others put around them, whoever comes first.
  const find = handlers.get.bind(handlers)
  handlers.get = (method) => {
    const handler = find(method) ?? (method === TOOL_CALL ? inner.fallbackRequestHandler : undefined)
    return handler && method === TOOL_CALL ? (request, context) => confirmed(handler, request, context) : handler
  }
  return server
}

/** Arguments that nobody can check, or too many questions: nothing ran, and the caller may know why. */
function asOutcome(error: unknown): Outcome {
  if (error instanceof RangeError) return instead(impossible('its arguments are too long for anybody to check'))
  if (text(error, 'reason') === 'confirmations_exhausted') return instead(impossible('too many questions are open'))
  if (error instanceof TypeError) throw new RpcError(-32602, 'Invalid params')
  throw error
}
