import {
  diffDefinitions,
  diffInstructions,
  type Definition,
  type DefinitionDiff,
  type DiffOptions,
  type Drift,
  type ListName,
  type ToolLock,
} from '../../../policy/tool-guard/index.js'
import { blockIn } from './locked-blocks.js'
import type { DefinitionDrift } from './types.js'

/** A finding that may pass nothing. */
export type FoundDrift = Omit<Drift, 'kind'> & Pick<DefinitionDrift, 'kind'>

/**
 * What is known of a drift: the finding, and what the lock holds.
 *
 * @param seen what was seen under this name
 */
export function describeDrift(
  { list, name, kind, lockedHash, seenHash }: FoundDrift,
  lock: ToolLock,
  seen: readonly Definition[],
): DefinitionDrift {
  const approved = list === 'instructions' ? instructionsOf(lock) : blockIn(lock, list, name)?.definition
  return {
    list,
    name,
    kind,
    lockedHash,
    seenHash,
    approved,
    seen,
    diff: (options = {}) =>
      list === 'instructions' ? ofInstructions(approved, seen, options) : ofList(list, approved, seen, options),
  }
}

/** False for what stays hidden, whatever a lock or a person says. */
export const isApprovable = ({ kind }: Pick<DefinitionDrift, 'kind'>): boolean =>
  kind === 'unknown' || kind === 'changed'

/** The same finding, whoever makes it. */
export const driftKey = ({
  list,
  name,
  kind,
  seenHash,
}: Pick<DefinitionDrift, 'list' | 'name' | 'kind' | 'seenHash'>): string =>
  JSON.stringify([list, name, kind === 'duplicated', seenHash])

function instructionsOf({ instructions }: ToolLock): Definition | undefined {
  return instructions?.text === undefined ? undefined : { description: instructions.text }
}

function ofList(
  list: ListName,
  approved: Definition | undefined,
  seen: readonly Definition[],
  options: DiffOptions,
): DefinitionDiff {
  return diffDefinitions(list, approved ? [approved] : [], seen, options)
}

function ofInstructions(
  approved: Definition | undefined,
  seen: readonly Definition[],
  options: DiffOptions,
): DefinitionDiff {
  const textOf = (definition: Definition | undefined) => definition?.['description'] as string | undefined
  const change = diffInstructions(textOf(approved), textOf(seen[0]), options)
  const changed = change ? [{ name: 'instructions', severity: change.severity, changes: [change] }] : []
  return { added: [], removed: [], changed, renamed: [], duplicated: [] }
}
