import { createAuditor } from '../../../audit/index.js'
import { ConfigError } from '../../../errors/index.js'
import { systemRuntime, type Runtime } from '../../../foundation/index.js'
import { spotlight, spotlightPreamble } from '../../../policy/spotlight/index.js'
import { guardHandlers } from '../enforce-lock/handlers.js'
import { protocolOf, type SdkRequestHandler } from '../sdk-server.js'
import { member, methodOf, text } from '../messages.js'
import { isOwnWords } from '../own-words.js'
import { createdTask } from '../tasks.js'
import { cleaned, holdsContent, textsOf } from './cleaned.js'
import { createAsideGuard } from './guard-asides.js'
import { createContentJudge } from './judge-content.js'
import { readResultOptions, type ResultSettings } from './options.js'
import { createOutputSchemas, type OutputSchemas } from './output-schemas.js'
import { cleanError, cleanNotifications, cleanJson } from './said-aside.js'
import { sourceOf, taskSource, type Source } from './source.js'
import { rememberTask } from './task-tools.js'
import type { GuardedSource, GuardResultsOptions } from './types.js'
import { withheldError, withheldResult } from './withheld.js'

type Result = Readonly<Record<string, unknown>>

const isResult = (value: unknown): value is Result =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const guarded = new WeakSet<object>()

/**
 * Makes what a server gives to a model data, and nothing else: results of tools, and of their tasks, resources and prompts
 * are cut to size, cleaned of hidden characters and secrets (TL-05, F-63, F-64), compared with the form that they declare
 * (TL-06), judged by a classifier (F-61), and marked as data (F-60), in this order. For prompts this is the hook of TL-20.
 *
 * - What the policy blocks is answered with one fixed tool error (resources and prompts: JSON-RPC error -32603), and told to
 *   the audit log as `content.flagged`: ids of categories and detectors, never content.
 * - The model learns from the server's instructions what the marks mean, where content has no say.
 * - Questions of a result (`inputRequests`) and messages about tasks are cleaned and judged by the same policy. A question
 *   has no place for marks: what the policy would mark there is withheld.
 * - Texts beside results (errors, progress, log messages) are cleaned as well.
 *
 * Works with both versions of the SDK and all revisions, on tools that are there and that come later, and in any order with
 * `wrapServer`, `enforceLock` and `confirmSensitive`. With `createMcpHandler` of version 2, call it in the factory.
 *
 * @returns the same server
 * @throws {ConfigError} when an option is wrong, this is no server of an SDK, or its results are guarded already
 * @example
 * ```ts
 * import { localDetector } from '@sallyport/core/content-safety'
 * import { guardResults } from '@sallyport/core/sdk'
 * import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
 *
 * const server = guardResults(new McpServer({ name: 'pages', version: '1.0.0' }), {
 *   classifier: localDetector(),
 *   policy: { high: 'block', medium: 'spotlight' },
 *   spotlight: 'datamark',
 * })
 * console.log(server.isConnected())
 * ```
 */
export function guardResults<Server extends object>(
  server: Server,
  options: GuardResultsOptions = {},
  runtime: Pick<Runtime, 'nowMs' | 'randomBytes'> = systemRuntime,
): Server {
  const settings = readResultOptions(options)
  const inner = protocolOf(server, 'guardResults')
  if (guarded.has(inner)) {
    throw new ConfigError({
      option: 'guardResults',
      problem: 'the results of this server are guarded already.',
      fix: 'Guard them once, with all options.',
    })
  }
  guarded.add(inner)
  const judge = createContentJudge(settings, createAuditor(settings.audit, runtime))
  const { refused, actionOn } = judge
  const asides = createAsideGuard(settings, judge, runtime)
  // Handlers tell of changes while they are being guarded, before there is anything to forget.
  const declared: { schemas?: OutputSchemas } = {}
  const changed = (): void => declared.schemas?.forget()
  const handlers = guardHandlers(inner, guard, changed)
  if (settings.outputSchema) declared.schemas = createOutputSchemas(settings.outputSchema, handlers)
  cleanNotifications(inner, settings.clean, told)
  explainMarks(inner, settings)
  return server

  function guard(method: string, handler: SdkRequestHandler): SdkRequestHandler {
    return async (request, context) => {
      const source = sourceOf(method, request)
      if (source === undefined) return handler(request, context)
      let result: unknown
      try {
        result = await handler(request, context)
      } catch (error) {
        throw cleanError(error, settings.clean)
      }
      if (!isResult(result) || isOwnWords(result)) return result
      const isTask = method.startsWith('tasks/') && method !== 'tasks/result'
      if (!isTask) return shown(source, method, result, context)
      const found = await task(source, result, context)
      if (found === undefined) throw withheldError()
      return found
    }
  }

  /** Told without anybody asking: that tools changed, and how a task goes. */
  function told(notification: object): object | Promise<object | undefined> {
    const method = methodOf(notification) ?? ''
    if (method === 'notifications/tools/list_changed') changed()
    const params = member(notification, 'params')
    if (!/^notifications\/tasks(?:\/|$)/.test(method) || !isResult(params)) return notification
    const found = task(taskSource(method, text(params, 'taskId')), params, notification)
    return found.then((shownParams) => shownParams && { ...notification, params: shownParams })
  }

  /** Tasks of the extension of 2026-07-28 bring along what they ask, and their result or error. */
  async function task(source: Source, found: Result, context: object): Promise<Result | undefined> {
    const asked = await asides.questions(source, await asides.statuses(source, found, context), context)
    if (asked === undefined) return undefined
    const { result, error } = asked
    return {
      ...asked,
      ...(isResult(result) && { result: await shown(source, 'tasks/result', result, context) }),
      ...(isResult(error) && { error: cleanJson(error, settings.clean) }),
    }
  }

  async function shown(source: Source, method: string, found: Result, context: object): Promise<object> {
    const { of, operation, tool } = source
    const asked = await asides.questions(source, found, context)
    if (asked === undefined) return withheld(of, found)
    const result = await asides.statuses(source, asked, context)
    const isTask = method === 'tools/call' && rememberTask(createdTask(method, result), tool)
    const isStep = isTask || text(result, 'resultType') === 'input_required'
    // What a stranger's result says of itself is no reason to let its content pass.
    if (isStep && !holdsContent(result)) return result
    const problem = of === 'tools' ? await reasonOf(tool, result, context) : undefined
    if (problem !== undefined) {
      refused(operation, problem, context)
      return withheldResult('form', result)
    }
    const clean = cleaned(result, settings.clean, settings.maxBytes)
    if (clean === undefined) {
      refused(operation, 'result_too_large', context)
      return withheld(of, result)
    }
    if (of === 'tools' && tool !== undefined && settings.trustedTools.has(tool)) return clean
    const kind = of === 'prompts' ? 'prompt' : 'tool_result'
    const items = textsOf(clean).map((text) => ({ kind, text }) as const)
    const action = await actionOn(operation, items, context)
    if (action === 'block') return withheld(of, result)
    if (action !== 'spotlight' && !settings.marked.has(of)) return clean
    return spotlight(clean, { mode: settings.mode, leaves: settings.leaves }, runtime).content
  }

  /** Errors have no form. A task of another process is of a tool that is not known here. */
  async function reasonOf(tool: string | undefined, result: Result, context: object): Promise<string | undefined> {
    const { schemas } = declared
    if (schemas === undefined || tool === undefined || member(result, 'isError') === true) return undefined
    try {
      return (await schemas.conforms(tool, result, context)) ? undefined : 'output_nonconforming'
    } catch {
      return 'output_unchecked'
    }
  }
}

function withheld(of: GuardedSource, result: object): object {
  if (of === 'tools') return withheldResult('content', result)
  throw withheldError()
}

/** The field from which both versions answer `initialize` and `server/discover`: so others who look at it see the same. */
function explainMarks(server: object & { _instructions?: unknown }, settings: ResultSettings): void {
  const { preamble, marked, policy, classifier, mode } = settings
  const marks = marked.size > 0 || (classifier !== undefined && Object.values(policy).includes('spotlight'))
  if (!preamble || !marks) return
  const own = typeof server._instructions === 'string' ? server._instructions : undefined
  server._instructions = [spotlightPreamble(mode), own].filter((part) => part !== undefined).join('\n\n')
}
