import type { FetchLike } from '@modelcontextprotocol/client'
import { parseStrict, type JsonFault } from './strict-json.js'

export interface StrictFetchOptions {
  /** Of all bodies together. */
  readonly maxBytes: number
  /** Ends every request. */
  readonly signal: AbortSignal
  /** The server said what must not be read on. */
  readonly onFault: (fault: JsonFault | 'too_large') => void
}

/** The data of an event, once it is whole (WHATWG HTML §9.2.6, as far as message bodies need it). */
function eventReader(onData: (data: string) => void): (text: string) => void {
  let rest = ''
  let data: string[] = []
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?=[^\n])/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line.charAt(5) === ' ' ? 6 : 5))
      if (line !== '' || data.length === 0) continue
      onData(data.join('\n'))
      data = []
    }
  }
}

/** The body as it came, looked at on its way: how much it is, and whether every message is strict JSON. */
function watched(
  body: ReadableStream<Uint8Array>,
  type: string,
  count: (size: number) => void,
  check: (json: string) => void,
) {
  const decoder = new TextDecoder()
  const readEvents = eventReader(check)
  const isStream = type.startsWith('text/event-stream')
  const parts: string[] = []
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count(chunk.byteLength)
        const text = decoder.decode(chunk, { stream: true })
        if (isStream) readEvents(text)
        else parts.push(text)
        controller.enqueue(chunk)
      },
      flush() {
        if (isStream) readEvents(`${decoder.decode()}\n\n`)
        else check(parts.join('') + decoder.decode())
      },
    }),
  )
}

/** `fetch` with bounds, that lets no JSON pass whose members stand twice (TL-09). */
export function strictFetch({ maxBytes, signal, onFault }: StrictFetchOptions): FetchLike {
  let received = 0
  const count = (size: number): void => {
    received += size
    if (received <= maxBytes) return
    onFault('too_large')
    signal.throwIfAborted()
  }
  const check = (json: string): void => {
    const parsed = parseStrict(json)
    if (parsed.ok || parsed.reason === 'malformed') return
    onFault(parsed.reason)
    signal.throwIfAborted()
  }
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    // Nothing is awaited that was not asked for; a stream that broke off may be resumed.
    if (init?.method === 'GET' && isEventStream(headers.get('accept')) && !headers.has('last-event-id')) {
      return new Response(null, { status: 405 })
    }
    const both = init?.signal ? AbortSignal.any([init.signal, signal]) : signal
    const response = await fetch(input, { ...init, signal: both })
    const type = response.headers.get('content-type') ?? ''
    if (response.body === null) return response
    const { status, statusText, headers: received } = response
    const body = watched(response.body, type, count, check)
    const copy = new Response(body, { status, statusText, headers: received })
    Object.defineProperty(copy, 'url', { value: response.url })
    return copy
  }
}

const isEventStream = (accept: string | null): boolean => accept?.startsWith('text/event-stream') === true
