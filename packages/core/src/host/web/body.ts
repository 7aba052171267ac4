import { concatBytes } from '../../foundation/index.js'

/** A body read under a cap, or why there is none. */
export type BodyResult =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'problem'; readonly problem: 'too_large' | 'aborted' }

const TOO_LARGE: BodyResult = { kind: 'problem', problem: 'too_large' }
const ABORTED: BodyResult = { kind: 'problem', problem: 'aborted' }

/**
 * Reads a request's body once and holds no more than `maxBytes` of it; a client that goes ends the reading. How long a
 * slow client may take is the server's to say: all of them have a limit, and workers pay for no waiting.
 */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  // A declared length is believed only when it is too large: the bytes are counted anyway.
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return TOO_LARGE
  const { signal } = request
  const chunks: Uint8Array[] = []
  let size = 0
  let stop = (): void => undefined
  try {
    const reader = request.body?.getReader()
    // Not awaited: a source that is slow to stop must not hold up the answer.
    stop = () => void reader?.cancel().catch(() => undefined)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    for (;;) {
      const chunk = await reader?.read()
      // The end of a reading that was stopped is not the end of the body.
      if (signal.aborted) return ABORTED
      if (chunk === undefined || chunk.done) return { kind: 'bytes', bytes: concatBytes(...chunks) }
      size += chunk.value.length
      if (size > maxBytes) {
        stop()
        return TOO_LARGE
      }
      chunks.push(chunk.value)
    }
  } catch {
    return ABORTED
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
