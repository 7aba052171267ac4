import { missingCapability } from '../../policy/transport/index.js'
import { isModern, member, methodOf } from './messages.js'

/** A JSON-RPC error in the place of an answer. */
export interface Refusal {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

const EXTENSION = 'io.modelcontextprotocol/tasks'
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities'

/** As the SDK answers for an id that it does not know (TL-26, TL-27). */
const NOT_FOUND: Refusal = Object.freeze({ code: -32602, message: 'Failed to retrieve task: Task not found' })
/** For a page that does not exist, or not any more, whoever finds it out. */
export const NO_SUCH_PAGE: Refusal = Object.freeze({ code: -32602, message: 'Failed to list tasks' })
const NO_SUCH_METHOD: Refusal = Object.freeze({ code: -32601, message: 'Method not found' })
const UNDECLARED: Refusal = Object.freeze(missingCapability({ extensions: { [EXTENSION]: {} } }))

/** What 2026-07-28 kept of tasks, as an extension (SEP-2663): no lists, and results come with `tasks/get`. */
const EXTENSION_METHODS = new Set(['tasks/get', 'tasks/update', 'tasks/cancel'])

/**
 * The answer for a task that is nobody's or somebody else's. In the modern era a server has two reasons to refuse before it
 * looks for a task; they come first here too, so that this answer is that of a server that has never had the task.
 */
export function unknownTask(message: object): Refusal {
  const method = methodOf(message) ?? ''
  if (!isModern(message) || !method.startsWith('tasks/')) return NOT_FOUND
  if (!EXTENSION_METHODS.has(method)) return NO_SUCH_METHOD
  const declared = member(message, 'params', '_meta', CAPABILITIES, 'extensions', EXTENSION)
  return declared === undefined ? UNDECLARED : NOT_FOUND
}
