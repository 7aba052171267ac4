import {
  severityOfDiff,
  type Definition,
  type DefinitionDiff,
  type Drift,
  type ServerSurface,
  type ToolLock,
} from '@sallyport/core/tool-guard'
import { LISTS } from '../sources/source.js'
import type { Terminal } from '../terminal/terminal.js'
import { nameOf, type AgainstLock } from './against-lock.js'
import { compareSurfaces, type SurfaceDiff } from './compare.js'
import { diffText } from './diff-text.js'

/** Something that a person has to answer for. */
export interface OpenChange {
  readonly list: Drift['list']
  readonly name: string
  /** `unapproved`: as it is locked, but nobody has approved it. */
  readonly kind: Drift['kind'] | 'unapproved'
  /** The definition, or the instructions, as they are now. */
  readonly seen: Definition | string | undefined
  /** For the eyes of who approves. */
  readonly shown: string
}

/** Everything that is open between a lock and what a server says now, drifts first. */
export function openChanges(
  lock: ToolLock,
  { surface, drifts }: AgainstLock,
  terminal: Terminal,
): readonly OpenChange[] {
  const seenOf = ({ list, name }: Pick<Drift, 'list' | 'name'>): Definition | string | undefined =>
    list === 'instructions'
      ? surface.instructions
      : (surface[list] as readonly Definition[] | undefined)?.find((definition) => nameOf(definition) === name)
  const open = (change: Pick<Drift, 'list' | 'name'>, kind: OpenChange['kind']): OpenChange => {
    const seen = seenOf(change)
    return { ...change, kind, seen, shown: diffText(oneChange(lock, change, kind, seen), terminal) }
  }
  const unique = drifts.filter(
    (drift, index) => drifts.findIndex(({ list, name }) => list === drift.list && name === drift.name) === index,
  )
  const changes = unique.map(({ list, name, kind }) => open({ list, name }, kind))
  const isDrifted = ({ list, name }: Pick<Drift, 'list' | 'name'>): boolean =>
    unique.some((drift) => drift.list === list && drift.name === name)
  return [
    ...changes,
    ...unapprovedIn(lock, surface)
      .filter((entry) => !isDrifted(entry))
      .map((entry) => open(entry, 'unapproved')),
  ]
}

/** What the source does not speak of cannot be looked at, and so not be approved. */
function unapprovedIn(lock: ToolLock, surface: ServerSurface): readonly Pick<Drift, 'list' | 'name'>[] {
  const blocks = LISTS.filter((list) => surface[list] !== undefined).flatMap((list) =>
    (lock[list] ?? []).filter(({ approvals }) => approvals.length === 0).map(({ name }) => ({ list, name })),
  )
  const isOpen = surface.instructions !== undefined && lock.instructions?.approvals.length === 0
  return [...blocks, ...(isOpen ? [{ list: 'instructions', name: '' } as const] : [])]
}

/** The change alone; what is not approved yet is shown as what it adds. */
function oneChange(
  lock: ToolLock,
  { list, name }: Pick<Drift, 'list' | 'name'>,
  kind: OpenChange['kind'],
  seen: Definition | string | undefined,
): SurfaceDiff {
  const isNew = kind === 'unapproved' || kind === 'unknown'
  if (list === 'instructions') {
    const before = isNew ? undefined : lock.instructions?.text
    const text = (value: unknown) => (typeof value === 'string' ? { instructions: value } : {})
    return withoutTools(compareSurfaces({ tools: [], ...text(before) }, { tools: [], ...text(seen) }))
  }
  const locked = isNew ? undefined : lock[list]?.find((block) => block.name === name)?.definition
  const both = compareSurfaces(
    { tools: [], [list]: locked ? [locked] : [] },
    { tools: [], [list]: seen && typeof seen !== 'string' ? [seen] : [] },
  )
  return list === 'tools' ? both : withoutTools(both)
}

function withoutTools({ lists, instructions }: SurfaceDiff): SurfaceDiff {
  const rest = Object.fromEntries(
    Object.entries(lists).filter(([, diff]: [string, DefinitionDiff]) => severityOfDiff(diff) !== 'none'),
  )
  return { lists: rest, ...(instructions && { instructions }) }
}
