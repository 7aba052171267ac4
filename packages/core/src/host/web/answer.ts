import type { Admitted } from '../../compositions/resource-server/index.js'

type Finish = (outcome: { readonly status: number }) => void

interface Watched {
  readonly stream: ReadableStream<Uint8Array>
  /** Ends it from outside: its reader sees an orderly end, its source that nobody reads any more. */
  readonly close: () => void
}

/** Passes a stream on chunk by chunk and tells when it has ended, in whatever way. */
function watched(source: ReadableStream<Uint8Array>, ended: () => void): Watched {
  const reader = source.getReader()
  let outlet: ReadableStreamDefaultController<Uint8Array> | undefined
  let isOver = false
  const over = (): void => {
    isOver = true
    ended()
  }
  // Nothing is read before somebody asks for it: a stream has not ended because we looked ahead.
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        outlet = controller
      },
      async pull(controller) {
        try {
          const chunk = await reader.read()
          if (isOver) return
          if (!chunk.done) return controller.enqueue(chunk.value)
          over()
          controller.close()
        } catch (error) {
          if (isOver) return
          over()
          controller.error(error)
        }
      },
      cancel(reason) {
        over()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return {
    stream,
    close() {
      if (isOver) return
      over()
      outlet?.close()
      reader.cancel('ended by the gate').catch(() => undefined)
    },
  }
}

/** The gate's header lines win over what the handler said under the same name, but for lists like `vary`. */
function mergedHeaders(answer: Response, lines: Admitted['headers']): Headers {
  const headers = new Headers(answer.headers)
  for (const [name, value] of lines) {
    if (name === 'vary') headers.append(name, value)
    else headers.set(name, value)
  }
  return headers
}

/**
 * The handler's answer with the gate's header lines.
 *
 * @param finish runs when the last of its bytes has left
 * @param watch told of an answer that is a stream, with what ends it
 */
export function sealAnswer(
  answer: Response,
  lines: Admitted['headers'],
  finish: Finish,
  watch: (close: () => void) => void,
): Response {
  const { status, statusText, body } = answer
  const headers = mergedHeaders(answer, lines)
  const outcome = { status }
  const isStream = body !== null && headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') === true
  if (!isStream) {
    finish(outcome)
    return new Response(body, { status, statusText, headers })
  }
  const { stream, close } = watched(body, () => finish(outcome))
  watch(close)
  return new Response(stream, { status, statusText, headers })
}
