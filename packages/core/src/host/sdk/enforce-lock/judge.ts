import { canonicalJson, type Runtime } from '../../../foundation/index.js'
import {
  checkLock,
  hashInstructions,
  type Definition,
  type Drift,
  type ListName,
  type ToolLock,
} from '../../../policy/tool-guard/index.js'
import { describeDrift } from './drift.js'
import { nameOf } from './lists.js'
import type { DefinitionDrift } from './types.js'

type Digest = Pick<Runtime, 'sha256'>

/** What of one list is as it was approved. */
export interface Judgement {
  readonly names: ReadonlySet<string>
  readonly drifts: readonly DefinitionDrift[]
}

/**
 * Judges everything that one list says (TL-07, TL-08, TL-11): by name and hash alone, hints and order mean nothing.
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
  const { allowed, drifts } = await checkLock(
    { version: 1, server: lock.server, hash: lock.hash, tools: [], [list]: lock[list] ?? [] },
    { tools: [], [list]: sound },
    runtime,
  )
  const names = new Set(allowed[list]?.flatMap((definition) => nameOf(list, definition) ?? []))
  const unsound: Drift[] = entries
    .filter((entry) => !isSound(list, entry))
    .map((entry) => ({ list, name: nameOf(list, entry) ?? '', kind: 'unknown' }))
  for (const { name } of unsound) names.delete(name)
  const byName = namedAlike(list, sound)
  return { names, drifts: [...drifts, ...unsound].flatMap((drift) => described(drift, lock, byName)) }
}

/** What is gone can do no harm, and may only be hidden from this caller. */
function described(drift: Drift, lock: ToolLock, seen: ReadonlyMap<string, readonly Definition[]>): DefinitionDrift[] {
  const { kind, name } = drift
  return kind === 'missing' ? [] : [describeDrift({ ...drift, kind }, lock, seen.get(name) ?? [])]
}

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
