import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, constants } from 'node:zlib'

/** Statuses that have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** Read ahead of the caller, so that small answers free their connection by themselves. */
const READ_AHEAD_BYTES = 65_536

/** What arrives is shown as it comes, and an end that was cut off shows what came before it, as browsers do. */
const ZLIB = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH }

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(ZLIB),
  'x-gzip': () => createGunzip(ZLIB),
  deflate: () => createInflate(ZLIB),
  br: () => createBrotliDecompress(BROTLI),
}

/** The answer as a web `Response`, decompressed. */
export function webResponse(message: IncomingMessage, url: URL, method: string, signal: AbortSignal): Response {
  const { statusCode: status = 0, statusMessage: statusText = '' } = message
  const headers = headersOf(message)
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  const empty = method === 'HEAD' || WITHOUT_BODY.has(status)
  // The parser reads no body behind the others; behind 205 it would read on for as long as somebody sends.
  if (status === 205) message.destroy()
  else if (empty) message.resume()
  const body = empty ? null : toWebStream(decoded(message, coding), signal)
  if (!empty && coding !== 'identity') {
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  const response = new Response(body, { status, statusText, headers })
  return Object.defineProperty(response, 'url', { value: url.href })
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }
  return headers
}

/** One coding at most: nobody compresses twice but bombs. */
function decoded(message: IncomingMessage, coding: string): Readable {
  if (coding === 'identity' || coding === '') return message
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding]?.() : undefined
  if (decoder === undefined) throw Object.assign(new Error('content coding'), { code: 'ERR_CONTENT_CODING' })
  return pipeline(message, decoder, () => undefined)
}

/** Ends with the reason of `signal`; a stream that nobody wants any longer closes its connection. */
function toWebStream(source: Readable, signal: AbortSignal): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next()
          if (done === true) controller.close()
          else controller.enqueue(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
        } catch (error) {
          throw signal.aborted ? signal.reason : error
        }
      },
      cancel() {
        source.destroy()
      },
    },
    { highWaterMark: READ_AHEAD_BYTES, size: ({ byteLength }) => byteLength },
  )
}
