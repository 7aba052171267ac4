import { StoreError } from '@sallyport/core/errors'
import type { Link } from './client.js'
import { failureOf, messageOf } from './failures.js'
import type { Script } from './script.js'

/** Runs scripts; every step is refused once it is closed, and none lasts longer than the timeout. */
export interface Connection {
  readonly cluster: boolean
  /** All keys of one call have the same hash tag on a Cluster. */
  run(script: Script, keys: readonly [string, ...string[]], args: readonly (string | number)[]): Promise<unknown>
  /** Applies the timeout and the errors of the store to something else. */
  attempt<T>(step: () => Promise<T>): Promise<T>
  close(): void
}

export function connect(link: Link, timeoutMs: number): Connection {
  let open = true

  const attempt = async <T>(step: () => Promise<T>): Promise<T> => {
    if (!open) throw new StoreError('closed', 'The store is closed.')
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_resolve, reject) => {
      const fail = (): void => reject(new StoreError('unavailable', 'Redis did not answer in time.'))
      timer = setTimeout(fail, timeoutMs)
    })
    try {
      return await Promise.race([step(), late])
    } catch (error) {
      throw failureOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    cluster: link.cluster,
    attempt,
    run: (script, keys, args) =>
      attempt(async () => {
        const rest = [String(keys.length), ...keys, ...args.map(String)]
        try {
          return await link.send(keys[0], 'EVALSHA', [script.sha1, ...rest])
        } catch (error) {
          // The server was restarted, or failed over: the script goes along once.
          if (!messageOf(error).startsWith('NOSCRIPT')) throw error
          return await link.send(keys[0], 'EVAL', [script.source, ...rest])
        }
      }),
    close() {
      open = false
    },
  }
}
