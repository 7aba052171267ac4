import { hashTool, type ServerSurface } from '@sallyport/core/tool-guard'
import { unreadable } from '../terminal/failure.js'
import { LISTS, type List, type Source } from './source.js'

const NAMED_BY: Readonly<Record<List, string>> = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  resourceTemplates: 'uriTemplate',
}

/** Places that are named in one message. */
const MAX_PLACES = 5

/** Has members; whether they make sense is another question. */
export const isDefinition = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** For a sentence: all places, or the first of many and how many more there are. */
export function placesText(places: readonly string[]): string {
  const rest = places.length - MAX_PLACES
  return `${places.slice(0, MAX_PLACES).join(', ')}${rest > 0 ? `, and ${String(rest)} more` : ''}`
}

/** Where a list holds what is no definition at all, and what it is instead. */
export function strays({ surface }: Source): readonly string[] {
  return LISTS.flatMap((list) =>
    (surface[list] ?? []).flatMap((entry, index) =>
      isDefinition(entry) ? [] : [`/${list}/${String(index)} ${strayText(entry)}`],
    ),
  )
}

function strayText(entry: unknown): string {
  const form = entry === null ? 'null' : Array.isArray(entry) ? 'a list' : `a ${typeof entry}`
  return `is no definition but ${form}`
}

/**
 * What can be compared and locked: definitions that have a name and one canonical form.
 *
 * @throws {CommandFailure} 3, with the places of those that have not
 */
export async function definitionsOf({ label, surface }: Source): Promise<ServerSurface> {
  const problems: string[] = []
  for (const list of LISTS) {
    for (const [index, definition] of (surface[list] ?? []).entries()) {
      const problem = await problemOf(definition, NAMED_BY[list])
      if (problem !== undefined) problems.push(`/${list}/${String(index)} ${problem}`)
    }
  }
  if (problems.length === 0) return surface as ServerSurface
  throw unreadable(
    `${label}: ${placesText(problems)}.`,
    'What cannot be named or hashed cannot be locked or compared; "tools scan" takes it all the same.',
  )
}

async function problemOf(definition: unknown, namingMember: string): Promise<string | undefined> {
  if (!isDefinition(definition)) return strayText(definition)
  const name: unknown = Object.getOwnPropertyDescriptor(definition, namingMember)?.value
  if (typeof name !== 'string') return `has no ${namingMember}`
  try {
    await hashTool(definition as { name: string })
    return undefined
  } catch {
    return 'holds text or numbers that JSON cannot say exactly'
  }
}
