import { hashTool, type ServerSurface } from '@sallyport/core/tool-guard'
import { unreadable } from '../terminal/failure.js'
import { LISTS, type List, type Source } from './source.js'

const NAMED_BY: Readonly<Record<List, string>> = {
  tools: 'name',
  prompts: 'name',
  resources: 'uri',
  resourceTemplates: 'uriTemplate',
}

/**
 * What can be compared and locked: definitions that have a name and one canonical form.
 *
 * @throws {CommandFailure} 3, with the place of the first that has not
 */
export async function definitionsOf({ label, surface }: Source): Promise<ServerSurface> {
  for (const list of LISTS) {
    for (const [index, definition] of (surface[list] ?? []).entries()) {
      const problem = await problemOf(definition, NAMED_BY[list])
      if (problem === undefined) continue
      throw unreadable(
        `${label}: /${list}/${String(index)} ${problem}.`,
        'What cannot be named or hashed cannot be locked or compared; "tools scan" takes it all the same.',
      )
    }
  }
  return surface as ServerSurface
}

async function problemOf(definition: unknown, namingMember: string): Promise<string | undefined> {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) return 'is no definition'
  const name: unknown = Object.getOwnPropertyDescriptor(definition, namingMember)?.value
  if (typeof name !== 'string') return `has no ${namingMember}`
  try {
    await hashTool(definition as { name: string })
    return undefined
  } catch {
    return 'holds text or numbers that JSON cannot say exactly'
  }
}
