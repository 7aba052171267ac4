import { mapJson } from '../../../policy/spotlight/index.js'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What a result says of how tasks go. In revision 2025-11-25 tasks are nested or listed, in the extension of 2026-07-28 a
 * result is one.
 *
 * @returns the same result when it says nothing
 */
export function mapStatuses(result: Json, map: (message: string, task: Json) => string): Json {
  const mapped = (task: unknown): unknown => {
    if (!isObject(task) || !Object.hasOwn(task, 'statusMessage')) return task
    const leaf = (message: string): string => map(message, task)
    return { ...task, statusMessage: mapJson(task['statusMessage'], { leaf, key: leaf }) }
  }
  const own = mapped(result) as Json
  const { task, tasks } = own
  const nested = mapped(task)
  const listed = Array.isArray(tasks) ? tasks.map(mapped) : undefined
  const isListed = listed?.some((one, i) => one !== (tasks as unknown[])[i]) === true
  if (nested === task && !isListed) return own
  return { ...own, ...(nested !== task && { task: nested }), ...(isListed && { tasks: listed }) }
}
