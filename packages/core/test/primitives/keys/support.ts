import {
  generateKey,
  generateKeySet,
  type KeyFileEntry,
  type KeyList,
  type LiveKeys,
} from '../../../src/primitives/keys/index.js'

/** A list whose content the test decides; `arriving` is what a look at the source finds. */
export function changingList<Key>(...keys: Key[]) {
  let [current, arriving]: [readonly Key[], readonly Key[] | undefined] = [keys, undefined]
  const looks: string[] = []
  const list: LiveKeys<Key> = {
    current: () => current,
    async latest(check) {
      looks.push(check)
      if (arriving) current = arriving
      arriving = undefined
      return current
    },
  }
  return {
    list: list satisfies KeyList<Key>,
    looks,
    set: (...next: Key[]) => void (current = next),
    arrive: (...next: Key[]) => void (arriving = next),
  }
}

/** A key file that a test rewrites, as `keysFromFile` reads one. */
export async function changingFile(initial?: readonly KeyFileEntry[]) {
  let keys = initial ?? (await generateKeySet()).keys
  return {
    read: () => ({ keys }),
    keys: () => keys,
    of: (purpose: KeyFileEntry['purpose']) => keys.filter((key) => key.purpose === purpose),
    async add(purpose: KeyFileEntry['purpose'], nbf?: number) {
      const key = { ...(await generateKey({ purpose })), ...(nbf !== undefined && { nbf }) }
      keys = [key, ...keys]
      return key.kid
    },
    remove(kid: string) {
      keys = keys.filter((key) => key.kid !== kid)
    },
  }
}
