import * as z from 'zod/mini'
import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { hashValue } from './hash.js'
import { definitionsOf, LIST_NAMES, nameIn, byCodeUnits } from './lists.js'
import { ApprovalSchema, ServerSchema } from './lock-schema.js'
import type { Approval, LockedDefinition, LockedServer, LockResult, ToolLock } from './lock-types.js'
import type { Definition, ListName, ServerSurface } from './types.js'
import { failure, hashOfLock } from './verify-lock.js'

type Digest = Pick<Runtime, 'sha256'>

/** What {@link createLock} needs to know besides the definitions. */
export interface CreateLockOptions {
  readonly server: LockedServer
  /** `definition` (default): whole, so that a later change can be shown; `digest`: hashes only, for secret or huge ones. */
  readonly keep?: 'definition' | 'digest'
  /** Approval of everything locked; default: none, which is for a person to give. */
  readonly approval?: Approval
}

const Options = z.strictObject({
  server: ServerSchema,
  keep: z._default(z.enum(['definition', 'digest']), 'definition'),
  approval: z.optional(ApprovalSchema),
})

/**
 * Locks what a server says now (F-51). Print it with {@link printLock}.
 *
 * @returns the lock, or `duplicate_name` when two definitions of one list share a name
 * @throws {ConfigError} on wrong options
 * @throws {TypeError} on definitions without a name, or with what JSON cannot say exactly
 * @example
 * ```ts
 * import { createLock, printLock } from '@sallyport/core/tool-guard'
 *
 * const tools = [{ name: 'add', inputSchema: { type: 'object' } }]
 * const result = await createLock({ tools }, { server: { name: 'calculator' } })
 * if (result.ok) console.log(printLock(result.lock))
 * ```
 */
export async function createLock(
  surface: ServerSurface,
  options: CreateLockOptions,
  runtime: Digest = systemRuntime,
): Promise<LockResult> {
  const { server, keep, approval } = parseOptions('createLock', Options, options)
  const approvals = approval ? [approval] : []
  const lists: Partial<Record<ListName, readonly LockedDefinition[]>> = {}
  for (const list of LIST_NAMES) {
    const definitions = definitionsOf(surface, list)
    if (!definitions) continue
    const duplicate = duplicateAt(list, definitions)
    if (duplicate >= 0) return failure('duplicate_name', `/${list}/${String(duplicate)}`)
    lists[list] = await Promise.all(
      definitions.map((definition) => blockOf(list, definition, { keep, approvals }, runtime)),
    )
  }
  return { ok: true, lock: await sealLock({ version: 1, server, tools: [], ...lists, ...(await textOf()) }, runtime) }

  async function textOf(): Promise<Pick<ToolLock, 'instructions'>> {
    const { instructions: text } = surface
    if (text === undefined) return {}
    const hash = await hashValue(text, runtime)
    return { instructions: keep === 'digest' ? { hash, approvals } : { hash, text, approvals } }
  }
}

function duplicateAt(list: ListName, definitions: readonly Definition[]): number {
  const names = new Set<string>()
  return definitions.findIndex((definition) => names.size === names.add(nameIn(list, definition)).size)
}

/** One definition, locked. */
export async function blockOf(
  list: ListName,
  definition: Definition,
  { keep, approvals }: { keep: 'definition' | 'digest'; approvals: readonly Approval[] },
  runtime: Digest,
): Promise<LockedDefinition> {
  const name = nameIn(list, definition)
  const hash = await hashValue(definition, runtime)
  return keep === 'digest' ? { name, hash, approvals } : { name, hash, definition, approvals }
}

/** Brings the blocks into their order and computes the hash of the whole. */
export async function sealLock(lock: Omit<ToolLock, 'hash'>, runtime: Digest): Promise<ToolLock> {
  const sorted: Partial<Record<ListName, readonly LockedDefinition[]>> = {}
  for (const list of LIST_NAMES) {
    const blocks = lock[list]
    if (blocks) sorted[list] = [...blocks].sort((a, b) => byCodeUnits(a.name, b.name))
  }
  const ordered = { ...lock, ...sorted }
  return { ...ordered, hash: await hashOfLock(ordered, runtime) }
}
