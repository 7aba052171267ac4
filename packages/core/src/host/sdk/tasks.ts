import type { Access } from '../../compositions/resource-server/index.js'
import { member, methodOf, relatedTask, text } from './messages.js'
import { createTaskPages, type TaskPages } from './task-pages.js'

/** Who may ask about a task. */
export interface TaskOwners {
  bind(taskId: string, owner: string): void
  owns(taskId: string, owner: string): boolean
  readonly pages: TaskPages
}

/** Beyond these the oldest are forgotten, which makes them unknown to everybody. */
const MAX_OWNERS = 10_000
const MAX_TASKS_OF_ONE = 1_000

/** Nobody can push the tasks of somebody else out: the room of each owner is its own. */
function createTaskOwners(): TaskOwners {
  const rooms = new Map<string, Set<string>>()
  const owners = new Map<string, string>()
  const forget = (taskId: string, owner: string) => {
    if (owners.get(taskId) === owner) owners.delete(taskId)
  }
  return {
    bind(taskId, owner) {
      // The first to get an id keeps it, whatever the server hands out later.
      if (owners.has(taskId)) return
      const room = rooms.get(owner) ?? new Set()
      rooms.delete(owner)
      rooms.set(owner, room.add(taskId))
      owners.set(taskId, owner)
      const [oldest] = room
      if (room.size > MAX_TASKS_OF_ONE && oldest !== undefined) {
        room.delete(oldest)
        forget(oldest, owner)
      }
      const [idle] = rooms
      if (rooms.size > MAX_OWNERS && idle !== undefined) {
        for (const each of idle[1]) forget(each, idle[0])
        rooms.delete(idle[0])
      }
    },
    owns: (taskId, owner) => owners.get(taskId) === owner,
    pages: createTaskPages(),
  }
}

const ofGuards = new WeakMap<Access, TaskOwners>()

/** Servers come and go with sessions and requests, tasks stay: all servers of one guard share what they know of them. */
export function taskOwners(access: Access): TaskOwners {
  const known = ofGuards.get(access) ?? createTaskOwners()
  ofGuards.set(access, known)
  return known
}

/** Revision 2025-11-25 nests the task; the extension of 2026-07-28 names it at the top as well. */
export function createdTask(method: string, result: object): string | undefined {
  if (method.startsWith('tasks/')) return undefined
  const topLevel = text(result, 'resultType') === 'task' ? text(result, 'taskId') : undefined
  return text(result, 'task', 'taskId') ?? topLevel
}

/** The tasks that an incoming message reaches for: in `tasks/*`, and as the task it claims to belong to. */
export function namedTasks(message: object): readonly string[] {
  const named = methodOf(message)?.startsWith('tasks/') ? text(message, 'params', 'taskId') : undefined
  return [named, relatedTask(message)].filter((taskId) => taskId !== undefined)
}

/** The message as the server understands it; `undefined` when it asks for a page of `tasks/list` that it was not given. */
export function withCursor(message: object, owner: string, pages: TaskPages): object | undefined {
  const name = methodOf(message) === 'tasks/list' ? text(message, 'params', 'cursor') : undefined
  if (name === undefined) return message
  const cursor = pages.cursorOf(name, owner)
  return cursor === undefined ? undefined : { ...message, params: { ...(member(message, 'params') as object), cursor } }
}

/** What an owner sees of a result of `tasks/list`. */
export function visibleTasks(result: Readonly<Record<string, unknown>>, owner: string, known: TaskOwners): object {
  const { tasks, nextCursor, ...others } = result
  const own = (Array.isArray(tasks) ? tasks : []).filter((task) => known.owns(text(task, 'taskId') ?? '', owner))
  return {
    ...others,
    tasks: own,
    ...(typeof nextCursor === 'string' && { nextCursor: known.pages.name(nextCursor, owner) }),
  }
}
