import type { SdkAuthInfo } from '@sallyport/core/resource-server'

/**
 * How a server writes its answer. `lines`: line by line. `late`: so, after its first `await`. `record`, `pairs`: all
 * lines at once, where Node has `writeHead` and the web the options of a `Response`.
 */
export type Way = 'lines' | 'late' | 'record' | 'pairs'

/** An answer of the MCP handler, the same on every host; each host writes it in its own way. */
export interface HandlerAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** One item: a body with a length. Several: a stream. */
  readonly chunks: readonly string[]
  readonly way: Way
}

/** What a message may ask of the handler, in `params._meta.answer`. */
export interface Wish {
  /** A session id to answer with. */
  readonly session?: string
  /** Name of its header line. Default `mcp-session-id`. */
  readonly line?: string
  /** Default 200. */
  readonly status?: number
  readonly isStream?: boolean
  readonly way?: Way
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

const wishIn = (message: unknown): Wish =>
  (own(own(own(message, 'params'), '_meta'), 'answer') as Wish | undefined) ?? {}

const eventsOf = (items: readonly string[]): readonly string[] =>
  items.map((data) => `event: message\ndata: ${data}\n\n`)

/**
 * What the handler was given, said back: the caller and the parsed message, byte for byte. The request id is left out:
 * it counts what went through the gate, and not every host routes the same variants of a path there.
 */
export function answerTo(method: string, auth: unknown, message: unknown): HandlerAnswer {
  const { extra, ...caller } = auth as SdkAuthInfo
  const { requestId: _requestId, ...identity } = extra
  const { session, line = 'mcp-session-id', status = 200, isStream = false, way = 'lines' } = wishIn(message)
  if (own(own(message, 'params'), 'name') === 'stream') {
    const events = eventsOf([1, 2, 3].map((number) => `{"number":${String(number)}}`))
    return { status: 200, headers: [['content-type', 'text/event-stream']], chunks: events, way }
  }
  if (message !== undefined && own(message, 'id') === undefined)
    return { status: 202, headers: [['content-length', '0']], chunks: [], way }
  const said = JSON.stringify({ method, caller, identity, message: message ?? null })
  const opening = session === undefined ? [] : [[line, session] as const]
  if (isStream) {
    const chunks = eventsOf([said, '{"number":2}'])
    return { status, headers: [['content-type', 'text/event-stream'], ...opening], chunks, way }
  }
  // The length by hand: some hosts would stream what others measure.
  const length = String(Buffer.byteLength(said))
  return {
    status,
    headers: [['content-type', 'application/json'], ['content-length', length], ...opening],
    chunks: [said],
    way,
  }
}

/** Time between the chunks of a stream, so that each is sent by itself. */
export const BETWEEN_CHUNKS_MS = 5

/** How long a handler works before it answers late. */
export const LATE_MS = 5
