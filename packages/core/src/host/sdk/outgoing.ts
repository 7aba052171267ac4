import type { Access } from '../../compositions/resource-server/index.js'
import { filterResult } from './lists.js'
import { isAskedFor } from './logs.js'
import { idOf, member, methodOf, text, type MessageId, type OpenRequest } from './messages.js'
import { ownerOf } from './owner.js'
import type { Session } from './session.js'
import { createdTask, type TaskOwners } from './tasks.js'

interface OutgoingParts {
  readonly access: Access
  readonly tasks: TaskOwners
  readonly session: Session
  readonly open: Map<MessageId, OpenRequest>
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
    if (request.method !== 'tasks/list' || !Array.isArray(shown['tasks'])) return shown
    return { ...shown, tasks: shown['tasks'].filter((task) => tasks.owns(text(task, 'taskId') ?? '', owner)) }
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
    open.delete(id)
    const result = member(message, 'result')
    if (typeof result !== 'object' || result === null) return message
    return { ...message, result: visibleResult(request, result as Readonly<Record<string, unknown>>) }
  }
}
