import type { Store } from '../../../src/store/index.js'

type Call = (...parameters: unknown[]) => unknown

/** A store every call of which goes through `around`. */
export function watchStore(store: Store, around: (call: Call, parameters: readonly unknown[]) => unknown): Store {
  const watch = <T extends object>(part: T): T =>
    Object.fromEntries(
      Object.entries(part).map(([name, member]: [string, unknown]) => [
        name,
        typeof member === 'function' ? (...parameters: unknown[]) => around(member as Call, parameters) : member,
      ]),
    ) as T
  return { ...store, records: watch(store.records), revocations: watch(store.revocations) }
}
