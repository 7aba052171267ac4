import type { Definition, ListName, ServerSurface } from './types.js'

/** The member that names a definition within its list. */
const NAMED_BY = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  resourceTemplates: 'uriTemplate',
} as const satisfies Record<ListName, string>

/** Every list, in the order they are hashed, printed and reported. */
export const LIST_NAMES = Object.keys(NAMED_BY) as readonly ListName[]

/** Name of the member that names a definition. */
export function namingMember(list: ListName): string {
  return NAMED_BY[list]
}

/** What a definition is called in its list. */
export function nameIn(list: ListName, definition: Definition): string {
  const name = Object.hasOwn(definition, NAMED_BY[list]) ? definition[NAMED_BY[list]] : undefined
  if (typeof name !== 'string') throw new TypeError(`a definition in ${list} has no ${NAMED_BY[list]}`)
  return name
}

/** The definitions of one list; `undefined` when the surface does not speak of it. */
export function definitionsOf(surface: ServerSurface, list: ListName): readonly Definition[] | undefined {
  return surface[list]
}

/** UTF-16 code units, as RFC 8785 sorts: the same on every machine, whatever its language. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
