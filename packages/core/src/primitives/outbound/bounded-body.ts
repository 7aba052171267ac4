import { outboundFailure } from './failure.js'

/**
 * A body that ends with a failure after `maxBytes`, counted after decompression, so that a bomb costs no more than that
 * (UR-09). Nothing is read before the caller reads.
 *
 * @param onEnd called once, when the last byte was read, the reader gave up, or something failed
 */
export function boundedBody(
  source: ReadableStream<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal,
  onEnd: (error?: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const reader = source.getReader()
  let length = 0

  async function next(): Promise<Uint8Array | undefined> {
    signal.throwIfAborted()
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? signal.reason : outboundFailure('outbound_interrupted', codeOf(error))
    })
    if (done) return undefined
    length += value.byteLength
    if (length > maxBytes) throw outboundFailure('outbound_too_large')
    return value
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await next()
          if (chunk !== undefined) return controller.enqueue(chunk)
          controller.close()
          onEnd()
        } catch (error) {
          reader.cancel().catch(() => undefined)
          throw onEnd(error)
        }
      },
      async cancel() {
        await reader.cancel().catch(() => undefined)
        onEnd()
      },
    },
    { highWaterMark: 0 },
  )
}

function codeOf(error: unknown): Error | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? new Error(code) : undefined
}
