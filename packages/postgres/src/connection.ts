import { StoreError } from '@sallyport/core/errors'
import { queryOf, type Parameter, type ResultRow } from './client.js'
import { failureOf, isPassing } from './failures.js'
import type { Settings } from './options.js'
import { prepare } from './ready.js'
import type { PostgresRuntime } from './runtime.js'

/** Processes that start together wait for the one that creates the tables; a verb of theirs gives up earlier. */
const PREPARATION_MS = 30_000
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 160

/** Calls functions of the schema, each one round trip and one transaction, and is refused once it is closed. */
export interface Connection {
  call(name: string, ...values: readonly Parameter[]): Promise<readonly ResultRow[]>
  close(): void
}

export function connect(settings: Settings, runtime: PostgresRuntime): Connection {
  const query = queryOf(settings.client)
  const texts = new Map<string, string>()
  let open = true
  let ready: Promise<void> | undefined

  const textOf = (name: string, count: number): string => {
    const known = texts.get(name)
    if (known !== undefined) return known
    const places = Array.from({ length: count }, (_, i) => `$${String(i + 1)}`).join(', ')
    const text = `SELECT * FROM "${settings.schema}".${name}(${places})`
    texts.set(name, text)
    return text
  }

  const within = async <T>(ms: number, step: (over: AbortSignal) => Promise<T>): Promise<T> => {
    if (!open) throw new StoreError('closed', 'The store is closed.')
    const over = new AbortController()
    const late = runtime.delay(ms, over.signal).then(() => {
      throw new StoreError('unavailable', `The database did not answer within ${String(ms)} ms.`)
    })
    try {
      return await Promise.race([step(over.signal), late])
    } finally {
      late.catch(() => undefined)
      over.abort()
    }
  }

  /** What fails is tried anew by the next verb: a server may be started after its clients. */
  const prepared = (): Promise<void> => {
    ready ??= within(PREPARATION_MS, () => prepare(query, settings)).catch((error: unknown) => {
      ready = undefined
      throw error
    })
    return ready
  }

  return {
    async call(name, ...values) {
      const answer = async (over: AbortSignal): Promise<readonly ResultRow[]> => {
        await prepared()
        // Its caller has been told that it failed: it must not happen behind their back.
        over.throwIfAborted()
        return query(textOf(name, values.length), ...values)
      }
      for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
        try {
          return await within(settings.timeoutMs, answer)
        } catch (error) {
          if (!isPassing(error) || pauseMs > LONGEST_PAUSE_MS) throw failureOf(error)
          await runtime.delay(pauseMs)
        }
      }
    },
    close() {
      open = false
    },
  }
}
