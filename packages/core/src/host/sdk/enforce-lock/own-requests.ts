import type { Runtime } from '../../../foundation/index.js'
import { idOf, member } from '../messages.js'

/** Requests of ours on a connection that belongs to a client. */
export interface OwnRequests {
  /** @throws when the other side answers with an error, not in time, or not at all */
  ask(method: string, params: object): Promise<unknown>
  /** True when this message answers one of ours. */
  answers(message: object): boolean
  closed(): void
}

const METHOD_NOT_FOUND = -32601

/** The other side has no such method. */
export const isMissing = (error: unknown): boolean => member(error, 'code') === METHOD_NOT_FOUND

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

export function createOwnRequests(
  send: (message: object) => Promise<void>,
  timeoutMs: number,
  runtime: Pick<Runtime, 'delay'>,
): OwnRequests {
  const waiting = new Map<string, Waiting>()
  let latest = 0

  return {
    async ask(method, params) {
      // Clients number their requests: a word never stands for one of theirs.
      const id = `sallyport-lock-${String(++latest)}`
      const clock = new AbortController()
      try {
        return await new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject })
          send({ jsonrpc: '2.0', id, method, params }).catch(reject)
          const expire = () => reject(new Error(`${method} was not answered in time`))
          runtime.delay(timeoutMs, clock.signal).then(expire, () => undefined)
        })
      } finally {
        waiting.delete(id)
        clock.abort()
      }
    },
    answers(message) {
      const request = waiting.get(String(idOf(message)))
      if (request === undefined || 'method' in message) return false
      const result = member(message, 'result')
      if (result === undefined) request.reject(member(message, 'error'))
      else request.resolve(result)
      return true
    },
    closed() {
      for (const { reject } of waiting.values()) reject(new Error('the connection has closed'))
    },
  }
}
