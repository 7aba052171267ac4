import { canonicalJson, type Runtime } from '../../../foundation/index.js'
import {
  checkLock,
  externalReferences,
  hashInstructions,
  type Definition,
  type ListName,
  type ToolLock,
} from '../../../policy/tool-guard/index.js'
import { describeDrift, type FoundDrift } from './drift.js'
import { nameOf } from './lists.js'
import { blockIn } from './locked-blocks.js'
import type { DefinitionDrift } from './types.js'

type Digest = Pick<Runtime, 'sha256'>

/** What of one list is as it was approved. */
export interface Judgement {
  readonly names: ReadonlySet<string>
  readonly drifts: readonly DefinitionDrift[]
}

/**
 * Judges everything that one list says (TL-07, TL-08, TL-11): by name and hash alone, hints and order mean nothing. Tools
 * whose schemas lead elsewhere never pass (TL-15).
 *
 * @param forms the list as it is sent, and perhaps as its handler gave it to an SDK that then writes it for the revision
 *   of the client; what was approved in one form is approved in the other
 */
export async function judgeList(
  lock: ToolLock,
  list: ListName,
  forms: readonly (readonly unknown[])[],
  runtime: Digest,
): Promise<Judgement> {
  const names = new Set<string>()
  const found: DefinitionDrift[] = []
  for (const entries of forms) {
    const judged = await judgeForm(lock, list, entries, runtime)
    for (const name of judged.names) names.add(name)
    if (found.length === 0) found.push(...judged.drifts)
  }
  return { names, drifts: found.filter(({ name }) => !names.has(name)) }
}

async function judgeForm(
  lock: ToolLock,
  list: ListName,
  entries: readonly unknown[],
  runtime: Digest,
): Promise<Judgement> {
  const sound = entries.filter((entry): entry is Definition => isSound(list, entry))
  const byName = namedAlike(list, sound)
  const blocks = [...byName.keys()].flatMap((name) => blockIn(lock, list, name) ?? [])
  const { allowed, drifts } = await checkLock(
    { version: 1, server: lock.server, hash: lock.hash, tools: [], [list]: blocks },
    { tools: [], [list]: sound },
    runtime,
  )
  const names = new Set(allowed[list]?.flatMap((definition) => nameOf(list, definition) ?? []))
  const foreign = new Set(list === 'tools' ? [...byName.keys()].filter((name) => isForeign(byName.get(name))) : [])
  const found = drifts.flatMap(({ kind, ...drift }): FoundDrift[] => {
    // What is gone can do no harm, and may only be hidden from this caller.
    if (kind === 'missing') return []
    return [{ ...drift, kind: kind !== 'duplicated' && foreign.has(drift.name) ? 'external_reference' : kind }]
  })
  for (const name of foreign) {
    if (!names.delete(name)) continue
    const hash = blockIn(lock, list, name)?.hash
    found.push({ list, name, kind: 'external_reference', lockedHash: hash, seenHash: hash })
  }
  for (const entry of entries) {
    if (isSound(list, entry)) continue
    const name = nameOf(list, entry) ?? ''
    names.delete(name)
    found.push({ list, name, kind: 'unknown' })
  }
  return { names, drifts: found.map((drift) => describeDrift(drift, lock, byName.get(drift.name) ?? [])) }
}

/** Approved or not: what a schema from elsewhere allows is not what anybody approved (TL-15). */
const isForeign = (definitions: readonly Definition[] = []): boolean =>
  definitions.some((definition) => externalReferences(definition).length > 0)

/** Looked through once: there may be as many drifts as definitions. */
function namedAlike(list: ListName, definitions: readonly Definition[]): ReadonlyMap<string, readonly Definition[]> {
  const byName = new Map<string, Definition[]>()
  for (const definition of definitions) {
    const name = nameOf(list, definition) ?? ''
    const alike = byName.get(name)
    if (alike) alike.push(definition)
    else byName.set(name, [definition])
  }
  return byName
}

/** Judges the instructions of a server. Without any, there is nothing to judge. */
export async function judgeInstructions(
  lock: ToolLock,
  text: string,
  runtime: Digest,
): Promise<DefinitionDrift | undefined> {
  const seenHash = await hashInstructions(text, runtime)
  const lockedHash = lock.instructions?.hash
  if (seenHash === lockedHash) return undefined
  const kind = lockedHash === undefined ? 'unknown' : 'changed'
  return describeDrift({ list: 'instructions', name: '', kind, lockedHash, seenHash }, lock, [{ description: text }])
}

/** Has a name, and can be hashed. */
function isSound(list: ListName, entry: unknown): boolean {
  if (nameOf(list, entry) === undefined) return false
  try {
    canonicalJson(entry)
    return true
  } catch {
    return false
  }
}
