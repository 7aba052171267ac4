import type { OpenRequest } from './messages.js'
import { text } from './messages.js'

/** Where a list stands in its result, and which rule decides on an entry. */
interface ListForm {
  readonly member: string
  readonly prefix: 'tools' | 'prompts' | 'resources'
  readonly name: string
}

const LISTS: ReadonlyMap<string, ListForm> = new Map<string, ListForm>([
  ['tools/list', { member: 'tools', prefix: 'tools', name: 'name' }],
  ['prompts/list', { member: 'prompts', prefix: 'prompts', name: 'name' }],
  ['resources/list', { member: 'resources', prefix: 'resources', name: 'uri' }],
  ['resources/templates/list', { member: 'resourceTemplates', prefix: 'resources', name: 'uriTemplate' }],
])

type Result = Readonly<Record<string, unknown>>

/**
 * Leaves in a list what the caller may use, in the order of the handler, and keeps shared caches off what was made for
 * one caller (ST-59, ST-60). An entry without a name is nobody's.
 */
export function filterResult(request: OpenRequest, result: Result, permits: (key: string) => boolean): Result {
  const list = LISTS.get(request.method)
  const entries = list && result[list.member]
  const filtered = list && {
    [list.member]: (Array.isArray(entries) ? entries : []).filter((entry) => {
      const name = text(entry, list.name)
      return name !== undefined && permits(`${list.prefix}/${name}`)
    }),
  }
  const isPrivate = 'cacheScope' in result || (list !== undefined && request.modern)
  return { ...result, ...filtered, ...(isPrivate && { cacheScope: 'private' }) }
}
