import {
  diffDefinitions,
  diffInstructions,
  gravest,
  scanTools,
  severityOfDiff,
  type DefinitionChange,
  type DefinitionDiff,
  type ServerSurface,
  type Severity,
} from '@sallyport/core/tool-guard'
import { LISTS, type List } from '../sources/source.js'

/** What changed between two surfaces; of lists that one of them does not speak of, nothing. */
export interface SurfaceDiff {
  readonly lists: Readonly<Partial<Record<List, DefinitionDiff>>>
  readonly instructions?: DefinitionChange | undefined
}

export function compareSurfaces(before: ServerSurface, after: ServerSurface): SurfaceDiff {
  const lists: Partial<Record<List, DefinitionDiff>> = {}
  for (const list of LISTS) {
    const [old, fresh] = [before[list], after[list]]
    if (old && fresh) lists[list] = diffDefinitions(list, old, fresh, { scan: scanTools })
  }
  const instructions = diffInstructions(before.instructions, after.instructions, { scan: scanTools })
  return { lists, ...(instructions && { instructions }) }
}

export const isEmpty = (diff: DefinitionDiff): boolean =>
  Object.values(diff).every((entries: readonly unknown[]) => entries.length === 0)

/** Whether anything differs at all. */
export const hasChanges = ({ lists, instructions }: SurfaceDiff): boolean =>
  instructions !== undefined || Object.values(lists).some((diff) => !isEmpty(diff))

export function severityOf({ lists, instructions }: SurfaceDiff): Severity {
  return gravest([...Object.values(lists).map(severityOfDiff), ...(instructions ? [instructions.severity] : [])])
}

/**
 * One object with `added`, `removed`, `changed`, `renamed` and `duplicated`: those of the tools. The same of other lists, and
 * the change of the instructions, are members of their own, there only when something changed.
 */
export function diffJson({ lists, instructions }: SurfaceDiff): object {
  const { tools, ...others } = lists
  const nothing: DefinitionDiff = { added: [], removed: [], changed: [], renamed: [], duplicated: [] }
  const changed = Object.entries(others).flatMap(([list, diff]) =>
    isEmpty(diff) ? [] : [[list, named(diff)] as const],
  )
  return { ...named(tools ?? nothing), ...Object.fromEntries(changed), ...(instructions && { instructions }) }
}

/** Each entry has a `name`, so that a program need not know which list it is in; of what was renamed, the one it has now. */
const named = ({ renamed, ...diff }: DefinitionDiff) => ({
  ...{ added: diff.added, removed: diff.removed, changed: diff.changed },
  renamed: renamed.map((entry) => ({ name: entry.to, ...entry })),
  duplicated: diff.duplicated,
})
