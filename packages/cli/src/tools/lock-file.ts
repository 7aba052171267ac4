import { parseLock, type ToolLock } from '@sallyport/core/tool-guard'
import { Option } from 'commander'
import { readTextIfThere } from '../sources/read-file.js'
import type { List } from '../sources/source.js'
import { unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'

export const lockOption = (): Option => new Option('-l, --lock <path>', 'the lock').default('mcp-tools.lock.json')

/** A lock and the text it was read from. */
export interface LockFile {
  readonly text: string
  readonly lock: ToolLock
}

/** @throws {CommandFailure} 3, for a file that is no lock or contradicts itself */
export async function readLockIfThere(path: string, terminal: Terminal): Promise<LockFile | undefined> {
  const text = await readTextIfThere(path, terminal)
  if (text === undefined) return undefined
  const result = await parseLock(text)
  if (result.ok) return { text, lock: result.lock }
  const { problem, path: at } = result
  throw unreadable(
    `${path} is no valid lock: ${problem}${at && ` at ${at}`}.`,
    'Somebody has changed it by hand, or a merge has: restore it, then use "tools approve".',
  )
}

/** @throws {CommandFailure} 3, also when there is none */
export async function readLock(path: string, terminal: Terminal): Promise<LockFile> {
  const file = await readLockIfThere(path, terminal)
  if (file === undefined) throw unreadable(`There is no lock ${path}.`, 'Make one: sallyport tools lock')
  return file
}

/**
 * What is locked unless resources are asked for: they are often somebody's data, and change as data does.
 *
 * @param lock whose lists are read in any case
 */
export function listsFor(lock: ToolLock | undefined, withResources = false): readonly List[] {
  const always: readonly List[] = ['tools', 'prompts', 'resourceTemplates']
  return withResources || lock?.resources !== undefined ? [...always, 'resources'] : always
}

const plural = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`

/** For example `3 tools, 1 prompt and instructions`. */
export function contentOf({ tools, prompts, resources, resourceTemplates, instructions }: ToolLock): string {
  const parts = [
    plural(tools.length, 'tool'),
    ...(prompts?.length ? [plural(prompts.length, 'prompt')] : []),
    ...(resources?.length ? [plural(resources.length, 'resource')] : []),
    ...(resourceTemplates?.length ? [plural(resourceTemplates.length, 'resource template')] : []),
    ...(instructions ? ['instructions'] : []),
  ]
  const last = parts.pop() ?? ''
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}
