import type { Admitted } from '../../compositions/resource-server/index.js'

type Finish = (outcome: { readonly status: number; readonly sessionId?: string }) => void

/** Passes a stream on chunk by chunk and tells when it has ended, in whatever way. */
function watched(source: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const chunk = await reader.read()
        if (!chunk.done) return controller.enqueue(chunk.value)
        ended()
        controller.close()
      } catch (error) {
        ended()
        controller.error(error)
      }
    },
    cancel(reason) {
      ended()
      return reader.cancel(reason)
    },
  })
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

/** The handler's answer with the gate's header lines; `finish` runs when the last of its bytes has left. */
export function sealAnswer(answer: Response, lines: Admitted['headers'], finish: Finish): Response {
  const { status, statusText, body } = answer
  const headers = mergedHeaders(answer, lines)
  const sessionId = headers.get('mcp-session-id')
  const outcome = { status, ...(sessionId !== null && { sessionId }) }
  const isStream = body !== null && headers.get('content-type')?.startsWith('text/event-stream') === true
  if (!isStream) finish(outcome)
  return new Response(isStream ? watched(body, () => finish(outcome)) : body, { status, statusText, headers })
}
