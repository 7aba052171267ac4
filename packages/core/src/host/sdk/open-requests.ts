import type { Runtime } from '../../foundation/index.js'
import type { MessageId, OpenRequest } from './messages.js'

/** The requests of one transport that wait for their answer, each under its id. */
export interface OpenRequests {
  get(id: MessageId): OpenRequest | undefined
  add(id: MessageId, request: OpenRequest): void
  /** Gives a request so long, whatever progress it reports (TL-28); `expired` is called when it is still open then. */
  limit(id: MessageId, timeoutMs: number, expired: () => void): void
  /** It was answered, or cancelled. */
  remove(id: MessageId): void
  /** Nobody is there for an answer any more. */
  readonly stopClocks: () => void
}

export function createOpenRequests(runtime: Pick<Runtime, 'delay'>): OpenRequests {
  const open = new Map<MessageId, OpenRequest>()
  const clocks = new Map<MessageId, AbortController>()

  function remove(id: MessageId): void {
    open.delete(id)
    clocks.get(id)?.abort()
    clocks.delete(id)
  }

  return {
    get: (id) => open.get(id),
    add: (id, request) => void open.set(id, request),
    remove,
    limit(id, timeoutMs, expired) {
      const clock = new AbortController()
      clocks.set(id, clock)
      const ring = (): void => {
        remove(id)
        expired()
      }
      runtime.delay(timeoutMs, clock.signal).then(ring, () => undefined)
    },
    stopClocks() {
      for (const clock of clocks.values()) clock.abort()
      clocks.clear()
    },
  }
}
