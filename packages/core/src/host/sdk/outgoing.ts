import type { Access } from '../../compositions/resource-server/index.js'
import { filterResult } from './lists.js'
import { isAskedFor } from './logs.js'
import { errorMessage, idOf, member, methodOf, text, type MessageId, type OpenRequest } from './messages.js'
import type { OpenRequests } from './open-requests.js'
import { ownerOf } from './owner.js'
import type { Session } from './session.js'
import { createdTask, visibleTasks, type TaskOwners } from './tasks.js'
import { NO_SUCH_PAGE } from './unknown-task.js'

const METHOD_NOT_FOUND = -32601

interface OutgoingParts {
  readonly access: Access
  readonly tasks: TaskOwners
  readonly session: Session
  readonly open: Pick<OpenRequests, 'get' | 'remove'>
  /** What the client speaks, by its latest request. */
  readonly latest: { readonly modern: boolean }
}

/** Looks through what a server sends: lists, tasks, notifications. Requests of the server pass. */
export function createOutgoing({ access, tasks, session, open, latest }: OutgoingParts) {
  const ownerBehind = (authInfo: unknown): string | undefined => {
    const principal = access.principalOf(authInfo)
    return principal && ownerOf(principal)
  }

  function visibleResult(request: OpenRequest, result: Readonly<Record<string, unknown>>): object {
    const owner = ownerBehind(request.authInfo)
    if (owner === undefined) return {}
    const created = createdTask(request.method, result)
    if (created !== undefined) tasks.bind(created, owner)
    const shown = filterResult(request, result, access.lists(request.authInfo))
    return request.method === 'tasks/list' ? visibleTasks(shown, owner, tasks) : shown
  }

  /** A resource that may not be read is not heard of either (ST-63); the same goes for tasks of others. */
  function isAudible(notification: object, about: unknown): boolean {
    const method = methodOf(notification)
    if (method === 'notifications/message') return isAskedFor(notification, open.get(about as MessageId), latest.modern)
    if (method === 'notifications/resources/updated') {
      return access.permits(session.authInfo)(`resources/${text(notification, 'params', 'uri') ?? ''}`)
    }
    if (method !== 'notifications/tasks/status') return true
    const owner = ownerBehind(session.authInfo)
    return owner !== undefined && tasks.owns(text(notification, 'params', 'taskId') ?? '', owner)
  }

  return (message: object, about?: unknown): object | undefined => {
    if (methodOf(message) !== undefined) {
      return idOf(message) !== undefined || isAudible(message, about) ? message : undefined
    }
    const id = idOf(message)
    const request = id === undefined ? undefined : open.get(id)
    // Nobody asked: a request that was cancelled, or never let in.
    if (id === undefined || request === undefined) return undefined
    open.remove(id)
    const result = member(message, 'result')
    const code = member(message, 'error', 'code')
    // The SDK repeats the cursor in its error, which is the id of a task (TL-26).
    if (request.method === 'tasks/list' && typeof code === 'number' && code !== METHOD_NOT_FOUND) {
      return errorMessage(id, { ...NO_SUCH_PAGE, code })
    }
    if (typeof result !== 'object' || result === null) return message
    return { ...message, result: visibleResult(request, result as Readonly<Record<string, unknown>>) }
  }
}
