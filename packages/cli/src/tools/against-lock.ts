import {
  checkLock,
  hashInstructions,
  type Definition,
  type Drift,
  type ServerSurface,
  type ToolLock,
} from '@sallyport/core/tool-guard'
import { definitionsOf } from '../sources/definitions.js'
import { LISTS, type Source } from '../sources/source.js'
import { compareSurfaces, type SurfaceDiff } from './compare.js'

/** What a source says, held against a lock. */
export interface AgainstLock {
  readonly surface: ServerSurface
  readonly drifts: readonly Drift[]
  /** Of what is locked with its definition; a digest cannot be shown. */
  readonly diff: SurfaceDiff
  /** What the lock speaks of and the source does not: nobody has looked at it. */
  readonly notCompared: readonly string[]
  /** What the source says and the lock does not speak of: nothing holds it. */
  readonly notLocked: readonly string[]
}

/** A lock made from a server speaks of its instructions, also by having none. */
const isOfServer = ({ server }: ToolLock): boolean => server.url !== undefined || server.command !== undefined

/** Holds a source against a lock: each definition by its hash (F-52), and what differs shown as far as it is known. */
export async function againstLock(lock: ToolLock, source: Source): Promise<AgainstLock> {
  const surface = await definitionsOf(source)
  const isSilent = source.file !== undefined && surface.instructions === undefined
  const spoken = isSilent ? { ...lock, instructions: undefined } : lock
  const drifts = [...(await checkLock(spoken, surface)).drifts]
  const seen = surface.instructions
  if (!lock.instructions && seen !== undefined && isOfServer(lock)) {
    drifts.push({ list: 'instructions', name: '', kind: 'unknown', seenHash: await hashInstructions(seen) })
  }
  const lists = LISTS.filter((list) => lock[list] !== undefined && surface[list] === undefined)
  const notCompared = [...lists, ...(isSilent && lock.instructions ? ['instructions'] : [])]
  const free = LISTS.filter((list) => lock[list] === undefined && (surface[list]?.length ?? 0) > 0)
  const isFree = !lock.instructions && seen !== undefined && !isOfServer(lock)
  const notLocked = [...free, ...(isFree ? ['instructions'] : [])]
  return { surface, drifts, diff: shownDiff(lock, surface, drifts), notCompared, notLocked }
}

function shownDiff(lock: ToolLock, surface: ServerSurface, drifts: readonly Drift[]): SurfaceDiff {
  const before: Partial<Record<(typeof LISTS)[number], readonly Definition[]>> = {}
  const after: Partial<Record<(typeof LISTS)[number], readonly Definition[]>> = {}
  for (const list of LISTS) {
    const blocks = lock[list]
    const seen = surface[list]
    if (!blocks || !seen) continue
    const digests = new Set(blocks.filter(({ definition }) => !definition).map(({ name }) => name))
    before[list] = blocks.flatMap(({ definition }) => (definition ? [definition] : []))
    after[list] = (seen as readonly Definition[]).filter((definition) => !digests.has(nameOf(definition)))
  }
  const isDrift = drifts.some(({ list }) => list === 'instructions')
  const isShown = isDrift && (lock.instructions === undefined || lock.instructions.text !== undefined)
  const texts = (text: string | undefined) => (isShown && text !== undefined ? { instructions: text } : {})
  return compareSurfaces(
    { tools: [], ...before, ...texts(lock.instructions?.text) } as ServerSurface,
    { tools: [], ...after, ...texts(surface.instructions) } as ServerSurface,
  )
}

/** Whatever names a definition in its list. */
export function nameOf(definition: Definition): string {
  const { name, uri, uriTemplate } = definition as Readonly<Record<string, unknown>>
  return [uriTemplate, uri, name].find((value) => typeof value === 'string') ?? ''
}
