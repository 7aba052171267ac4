/** Which tool a task belongs to, for the time its result is fetched: ids of tasks are unguessable, and of one server. */
const tools = new Map<string, string>()

/** Beyond these the oldest are forgotten; their results are guarded all the same, but compared with no schema. */
const MAX_TASKS = 10_000

/** @returns whether there is a task, instead of a result */
export function rememberTask(taskId: string | undefined, tool: string | undefined): boolean {
  if (taskId === undefined) return false
  if (tool !== undefined) tools.set(taskId, tool)
  const [oldest] = tools.keys()
  if (tools.size > MAX_TASKS && oldest !== undefined) tools.delete(oldest)
  return true
}

export const toolOfTask = (taskId: string): string | undefined => tools.get(taskId)
