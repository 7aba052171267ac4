import type { Runtime } from '../../foundation/index.js'
import { hashOfHashes, hashValue } from './hash.js'
import { LIST_NAMES, namingMember } from './lists.js'
import type { LockedDefinition, LockFailure, LockProblem, ToolLock } from './lock-types.js'
import type { DefinitionHash, ListName } from './types.js'

type Digest = Pick<Runtime, 'sha256'>

/** Finds what makes a lock of the right form contradict itself: after a careless merge, or tampered with. */
export async function findContradiction(lock: ToolLock, runtime: Digest): Promise<LockFailure | undefined> {
  for (const list of LIST_NAMES) {
    const found = await contradictionIn(list, lock[list] ?? [], runtime)
    if (found) return found
  }
  const { instructions } = lock
  if (instructions?.text !== undefined && (await hashValue(instructions.text, runtime)) !== instructions.hash) {
    return failure('hash_mismatch', '/instructions/hash')
  }
  return (await hashOfLock(lock, runtime)) === lock.hash ? undefined : failure('lock_hash_mismatch', '/hash')
}

async function contradictionIn(list: ListName, blocks: readonly LockedDefinition[], runtime: Digest) {
  const names = new Set<string>()
  for (const [index, { name, hash, definition }] of blocks.entries()) {
    const at = `/${list}/${String(index)}`
    if (names.has(name)) return failure('duplicate_name', `${at}/name`)
    names.add(name)
    if (!definition) continue
    if (definition[namingMember(list)] !== name) return failure('name_mismatch', `${at}/name`)
    if ((await hashValue(definition, runtime)) !== hash) return failure('hash_mismatch', `${at}/hash`)
  }
  return undefined
}

/** The hash that a server shows when it says exactly what the lock holds; needs the hashes only. */
export async function hashOfLock(lock: Omit<ToolLock, 'hash'>, runtime: Digest): Promise<DefinitionHash> {
  const hashes: Record<string, DefinitionHash> = {}
  for (const list of LIST_NAMES) {
    const blocks = lock[list]
    if (!blocks) continue
    hashes[list] = await hashOfHashes(
      blocks.map(({ hash }) => hash),
      runtime,
    )
  }
  if (lock.instructions) hashes['instructions'] = lock.instructions.hash
  return hashValue(hashes, runtime)
}

export function failure(problem: LockProblem, path: string): LockFailure {
  return { ok: false, problem, path }
}
