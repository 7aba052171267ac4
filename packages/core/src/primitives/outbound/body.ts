import { concatBytes, parseJson } from '../../foundation/index.js'
import { outboundFailure } from './failure.js'

/** `application/json` and the types built on it (RFC 6839 §3.1), such as `application/jwk-set+json`. */
const JSON_TYPE = /^application\/(?:[a-z0-9!#$&^_.-]+\+)?json$/

/** Reads and parses a JSON answer; bytes are counted after decompression (UR-09). */
export async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!JSON_TYPE.test(type)) {
    discard(response)
    throw outboundFailure('outbound_content_type')
  }
  const parsed = parseJson(await readBytes(response, maxBytes))
  if (!parsed.ok) throw outboundFailure('outbound_malformed')
  return parsed.value
}

/** Lets go of the connection without reading on. */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined)
}

async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array()
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw outboundFailure('outbound_interrupted')
    })
    if (done) return concatBytes(...chunks)
    length += value.length
    if (length > maxBytes) {
      reader.cancel().catch(() => undefined)
      throw outboundFailure('outbound_too_large')
    }
    chunks.push(value)
  }
}
