import { idOf, type MessageId } from '../messages.js'

/** The requests of a client that wait for an answer, each with what is to be known when it comes. */
export interface OpenRequests<Facts> {
  open(id: MessageId, facts: Facts | undefined): void
  isOpen(id: MessageId): boolean
  /** Nobody waits for the answer any longer. */
  close(id: MessageId): void
  /** The request that an answer is for, once. A number may come back as text, written as JSON writes it. */
  answered(answer: object): { readonly id: MessageId; readonly facts: Facts | undefined } | undefined
  clear(): void
}

export function createOpenRequests<Facts>(): OpenRequests<Facts> {
  const waiting = new Map<MessageId, Facts | undefined>()
  return {
    open: (id, facts) => void waiting.set(id, facts),
    isOpen: (id) => waiting.has(id),
    close: (id) => void waiting.delete(id),
    answered(answer) {
      const given = idOf(answer)
      if (given === undefined) return undefined
      const id = waiting.has(given) || String(Number(given)) !== given ? given : Number(given)
      if (!waiting.has(id)) return undefined
      const facts = waiting.get(id)
      waiting.delete(id)
      return { id, facts }
    },
    clear: () => waiting.clear(),
  }
}
