import type { Sallyport } from '@sallyport/core'
import type { Answer, Outcome } from '@sallyport/core/resource-server'
import type { WebHandler } from '@sallyport/core/web'

/** Answers with what the adapter handed over. */
export const echo: WebHandler = (_request, { authInfo, parsedBody }) =>
  Response.json({ auth: authInfo, body: parsedBody ?? null })

export interface Ticker {
  readonly handler: WebHandler
  /** Sends one more event down the stream. */
  tick(): void
  end(): void
  /** Of the request the handler was given. */
  readonly signal: Promise<AbortSignal>
}

/** A handler that answers with a stream of events: one at once, each other when the test says so. */
export function ticker(): Ticker {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let open: (signal: AbortSignal) => void = () => undefined
  const signal = new Promise<AbortSignal>((resolve) => (open = resolve))
  let count = 0
  const tick = (): void => controller?.enqueue(new TextEncoder().encode(`data: ${String(++count)}\n\n`))
  return {
    signal,
    handler(request) {
      open(request.signal)
      const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) })
      // Some frameworks hold the head of an answer back until there is a body to send with it.
      tick()
      return new Response(body, { headers: { 'content-type': 'text/event-stream', 'mcp-session-id': 'session-1' } })
    },
    tick,
    end: () => controller?.close(),
  }
}

/** Waits until something has become true, and fails with its name when it does not. */
export async function until(name: string, isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`waited in vain: ${name}`)
}

/** The same gates, which also write down of which answers and ends they were told. */
export function watchCompletions(sallyport: Sallyport, completed: (Answer | Outcome)[]): Sallyport {
  return {
    ...sallyport,
    gate(resource) {
      const gate = sallyport.gate(resource)
      return {
        ...gate,
        answering(admitted, answer) {
          if (answer.sessionId !== undefined) completed.push(answer)
          return gate.answering(admitted, answer)
        },
        completed(admitted, outcome) {
          completed.push(outcome)
          return gate.completed(admitted, outcome)
        },
      }
    },
  }
}
