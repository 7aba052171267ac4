import { concatBytes } from '../../foundation/index.js'

/** A body read under a cap, or why there is none. */
export type BodyResult =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'problem'; readonly problem: 'too_large' | 'aborted' }

/** Reads a request's body once and holds no more than `maxBytes` of it. */
export async function readBody(request: Request, maxBytes: number): Promise<BodyResult> {
  // A declared length is believed only when it is too large: the bytes are counted anyway.
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return { kind: 'problem', problem: 'too_large' }
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    const reader = request.body?.getReader()
    for (;;) {
      const chunk = await reader?.read()
      if (chunk === undefined || chunk.done) return { kind: 'bytes', bytes: concatBytes(...chunks) }
      size += chunk.value.length
      if (size > maxBytes) {
        // Not awaited: a source that is slow to stop must not hold up the answer.
        reader?.cancel().catch(() => undefined)
        return { kind: 'problem', problem: 'too_large' }
      }
      chunks.push(chunk.value)
    }
  } catch {
    return { kind: 'problem', problem: 'aborted' }
  }
}
