import { text } from '../messages.js'
import { toolOfTask } from './task-tools.js'
import type { GuardedSource } from './types.js'

/** Where a result comes from. */
export interface Source {
  readonly of: GuardedSource
  readonly operation: string
  /** Of tools, where it is known. */
  readonly tool?: string | undefined
}

/** What there is of a task. */
export function taskSource(method: string, taskId: string | undefined): Source {
  const tool = toolOfTask(taskId ?? '')
  return { of: 'tools', operation: tool === undefined ? `methods/${method}` : `tools/${tool}`, tool }
}

/** Which results are looked at; all others pass. */
export function sourceOf(method: string, request: object): Source | undefined {
  const name = text(request, 'params', 'name') ?? ''
  if (method === 'tools/call') return { of: 'tools', operation: `tools/${name}`, tool: name }
  if (method === 'prompts/get') return { of: 'prompts', operation: `prompts/${name}` }
  if (method === 'resources/read')
    return { of: 'resources', operation: `resources/${text(request, 'params', 'uri') ?? ''}` }
  return method.startsWith('tasks/') ? taskSource(method, text(request, 'params', 'taskId')) : undefined
}
