import { parseOptions, systemRuntime, type Runtime } from '../../foundation/index.js'
import { blockOf, sealLock } from './create-lock.js'
import { hashInstructions } from './hash.js'
import { nameIn } from './lists.js'
import { ApprovalSchema } from './lock-schema.js'
import type { Approval, LockedDefinition, ToolLock } from './lock-types.js'
import type { Definition, ListName } from './types.js'

type Digest = Pick<Runtime, 'sha256'>

/** What a person decided about one definition. */
export interface ApproveChange {
  readonly list: ListName
  /** The definition that is allowed from now on, in place of the one of the same name. */
  readonly definition: Definition
}

/**
 * Puts an approved definition into a lock: added, or in place of the one of its name. Approvals of the very same hash are
 * kept beside the new one; approvals of another definition say nothing about this one and go.
 *
 * @returns a new lock; its signatures must be made anew
 * @throws {ConfigError} on an approval that does not say who, when and why
 * @example
 * ```ts
 * import { approveDefinition, type ToolLock } from '@sallyport/core/tool-guard'
 *
 * async function reopen(lock: ToolLock) {
 *   const definition = { name: 'add', description: 'Adds two numbers.' }
 *   const approval = { by: 'ada@example.com', at: '2026-08-01T09:30:00Z', reason: 'Reviewed in #12' }
 *   return approveDefinition(lock, { list: 'tools', definition }, approval)
 * }
 * ```
 */
export async function approveDefinition(
  lock: ToolLock,
  { list, definition }: ApproveChange,
  approval: Approval,
  runtime: Digest = systemRuntime,
): Promise<ToolLock> {
  const approved = parseOptions('approveDefinition', ApprovalSchema, approval)
  const blocks = lock[list] ?? []
  const name = nameIn(list, definition)
  const current = blocks.find((block) => block.name === name)
  const keep = current && current.definition === undefined ? 'digest' : 'definition'
  const fresh = await blockOf(list, definition, { keep, approvals: [approved] }, runtime)
  const block: LockedDefinition =
    current?.hash === fresh.hash ? { ...current, approvals: [...current.approvals, approved] } : fresh
  return sealLock({ ...lock, [list]: [...blocks.filter((other) => other !== current), block] }, runtime)
}

/**
 * Puts approved instructions of a server into a lock, by the rules of {@link approveDefinition}.
 *
 * @returns a new lock; its signatures must be made anew
 * @throws {ConfigError} on an approval that does not say who, when and why
 */
export async function approveInstructions(
  lock: ToolLock,
  text: string,
  approval: Approval,
  runtime: Digest = systemRuntime,
): Promise<ToolLock> {
  const approved = parseOptions('approveInstructions', ApprovalSchema, approval)
  const { instructions: current } = lock
  const hash = await hashInstructions(text, runtime)
  const kept = current && current.text === undefined ? {} : { text }
  const instructions =
    current?.hash === hash
      ? { ...current, approvals: [...current.approvals, approved] }
      : { hash, ...kept, approvals: [approved] }
  return sealLock({ ...lock, instructions }, runtime)
}

/**
 * Takes a definition out of a lock: its server may no longer show it.
 *
 * @returns a new lock, or the same one when nothing of that name is locked
 */
export async function withdrawDefinition(
  lock: ToolLock,
  { list, name }: { readonly list: ListName; readonly name: string },
  runtime: Digest = systemRuntime,
): Promise<ToolLock> {
  const blocks = lock[list] ?? []
  const rest = blocks.filter((block) => block.name !== name)
  return rest.length === blocks.length ? lock : sealLock({ ...lock, [list]: rest }, runtime)
}

/**
 * Takes the instructions out of a lock: its server no longer has any.
 *
 * @returns a new lock, or the same one when it holds none
 */
export async function withdrawInstructions(lock: ToolLock, runtime: Digest = systemRuntime): Promise<ToolLock> {
  const { instructions, ...rest } = lock
  return instructions === undefined ? lock : sealLock(rest, runtime)
}
