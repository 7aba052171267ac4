import type { KeyList, KeyPurpose, KeySet, LiveKeys } from './types.js'

/**
 * One purpose of a key set, read anew at each use.
 *
 * @example
 * ```ts
 * import { generateKeySet, keysFor, parseKeySet } from '@sallyport/core/keys'
 *
 * const cookies = keysFor(await parseKeySet(await generateKeySet()), 'cookies')
 * console.log(cookies.current().length) // 1
 * ```
 */
export function keysFor<Purpose extends KeyPurpose>(set: KeySet, purpose: Purpose): LiveKeys<KeySet[Purpose][number]> {
  const current = (): KeySet[Purpose] => set[purpose]
  return Object.freeze({
    current,
    latest(check: 'due' | 'missing') {
      const looked = set.reload?.(check)
      return looked instanceof Promise ? looked.then(current) : current()
    },
  })
}

/** A list that never changes, in the form of one that may. */
export function liveKeys<Key>(keys: KeyList<Key>): LiveKeys<Key> {
  if ('latest' in keys) return keys
  return { current: () => keys, latest: () => keys }
}

/** True for what {@link liveKeys} takes. */
export function isKeyList(value: unknown): boolean {
  return (
    Array.isArray(value) || (typeof value === 'object' && value !== null && 'current' in value && 'latest' in value)
  )
}
