import type { ListName, LockedDefinition, ToolLock } from '../../../policy/tool-guard/index.js'

type Blocks = Partial<Record<ListName, ReadonlyMap<string, LockedDefinition>>>

const known = new WeakMap<ToolLock, Blocks>()

/** What a lock holds under a name. Locks never change; they are looked through once. */
export function blockIn(lock: ToolLock, list: ListName, name: string): LockedDefinition | undefined {
  const blocks = known.get(lock) ?? {}
  known.set(lock, blocks)
  const byName = (blocks[list] ??= new Map(lock[list]?.map((block) => [block.name, block])))
  return byName.get(name)
}
