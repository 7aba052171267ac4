import type { SdkAuthInfo } from '@sallyport/core/resource-server'

/** An answer of the MCP handler, the same on every host; each host writes it in its own way. */
export interface HandlerAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** One item: a body with a length. Several: a stream. */
  readonly chunks: readonly string[]
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

/**
 * What the handler was given, said back: the caller and the parsed message, byte for byte. The request id is left out:
 * it counts what went through the gate, and not every host routes the same variants of a path there.
 */
export function answerTo(method: string, auth: unknown, message: unknown): HandlerAnswer {
  const { extra, ...caller } = auth as SdkAuthInfo
  const { requestId: _requestId, ...identity } = extra
  if (own(own(message, 'params'), 'name') === 'stream') {
    const events = [1, 2, 3].map((number) => `event: message\ndata: {"number":${String(number)}}\n\n`)
    return { status: 200, headers: [['content-type', 'text/event-stream']], chunks: events }
  }
  if (message !== undefined && own(message, 'id') === undefined)
    return { status: 202, headers: [['content-length', '0']], chunks: [] }
  const said = JSON.stringify({ method, caller, identity, message: message ?? null })
  // The length by hand: some hosts would stream what others measure.
  const length = String(Buffer.byteLength(said))
  return {
    status: 200,
    headers: [
      ['content-type', 'application/json'],
      ['content-length', length],
    ],
    chunks: [said],
  }
}

/** Time between the chunks of a stream, so that each is sent by itself. */
export const BETWEEN_CHUNKS_MS = 5
