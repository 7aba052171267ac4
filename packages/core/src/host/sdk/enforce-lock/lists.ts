import type { ListName } from '../../../policy/tool-guard/index.js'
import { member, text } from '../messages.js'

/** How a list is asked for, and what names its members. It stands in its result under its own name. */
export const LISTS = {
  tools: { method: 'tools/list', named: 'name' },
  prompts: { method: 'prompts/list', named: 'name' },
  resources: { method: 'resources/list', named: 'uri' },
  resourceTemplates: { method: 'resources/templates/list', named: 'uriTemplate' },
} as const satisfies Record<ListName, { method: string; named: string }>

const BY_METHOD = new Map(Object.entries(LISTS).map(([list, { method }]) => [method as string, list as ListName]))

const BY_CHANGE: ReadonlyMap<string, readonly ListName[]> = new Map<string, readonly ListName[]>([
  ['notifications/tools/list_changed', ['tools']],
  ['notifications/prompts/list_changed', ['prompts']],
  ['notifications/resources/list_changed', ['resources', 'resourceTemplates']],
])

/** The list that a method asks for. */
export const listAskedBy = (method: string): ListName | undefined => BY_METHOD.get(method)

/** The lists that a notification says have changed. */
export const listsChangedBy = (method: string | undefined): readonly ListName[] => BY_CHANGE.get(method ?? '') ?? []

/** What an entry calls itself. */
export const nameOf = (list: ListName, entry: unknown): string | undefined => text(entry, LISTS[list].named)

/** More pages or entries than any server has: whoever sends them wants the check never to end. */
const MAX_PAGES = 1_000
const MAX_ENTRIES = 20_000

/**
 * Walks through all pages of a list.
 *
 * @returns the results, one for each page
 * @throws {TypeError} on a page without the list, a cursor that comes back, and a list without end
 */
export async function readPages(list: ListName, ask: (cursor: string | undefined) => unknown): Promise<unknown[]> {
  const pages: unknown[] = []
  const cursors = new Set<string>()
  let entries = 0
  let cursor: string | undefined
  do {
    const page = await ask(cursor)
    entries += entriesIn(list, page).length
    pages.push(page)
    cursor = text(page, 'nextCursor')
    if (cursor !== undefined && cursors.has(cursor)) throw new TypeError(`the pages of ${list} go in circles`)
    if (cursor !== undefined) cursors.add(cursor)
    if (pages.length > MAX_PAGES || entries > MAX_ENTRIES) throw new TypeError(`${list} has no end`)
  } while (cursor !== undefined)
  return pages
}

/** @throws {TypeError} on a result without the list */
export function entriesIn(list: ListName, result: unknown): readonly unknown[] {
  const entries = member(result, list)
  if (!Array.isArray(entries)) throw new TypeError(`a page has no ${list}`)
  return entries
}

/** The value that a reader of its JSON gets, free of `undefined`, getters and later changes. */
export function asSent(value: unknown): unknown {
  const json = JSON.stringify(value) as string | undefined
  return json === undefined ? undefined : JSON.parse(json)
}
