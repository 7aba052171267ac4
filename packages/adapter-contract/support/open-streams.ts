import type { ServerResponse } from 'node:http'
import type { WebHandler } from '@sallyport/core/web'

const BEAT_MS = 50
const BEAT = ': still here\n\n'

/** A handler that writes events until its client has gone, in the way of Node. */
export function nodeStream(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  const timer = setInterval(() => response.write(BEAT), BEAT_MS)
  response.write(BEAT)
  response.once('close', () => clearInterval(timer))
}

/** The same in the way of the web. */
export const webStream: WebHandler = () => {
  const beat = new TextEncoder().encode(BEAT)
  let timer: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => controller.enqueue(beat), BEAT_MS)
      controller.enqueue(beat)
    },
    cancel: () => clearInterval(timer),
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** What a client sees of a stream. */
export interface Seen {
  readonly status: number
  /** How it ended: `undefined` while it is open. */
  readonly end: 'orderly' | 'broken' | undefined
  readonly chunks: number
}

/** Opens a stream and reads it to its end. */
export async function openStream(endpoint: string, token: string, message?: object): Promise<Seen> {
  const answer = await fetch(endpoint, {
    method: message === undefined ? 'GET' : 'POST',
    headers: {
      accept: message === undefined ? 'text/event-stream' : 'application/json, text/event-stream',
      authorization: `Bearer ${token}`,
      ...(message !== undefined && { 'content-type': 'application/json' }),
    },
    ...(message !== undefined && { body: JSON.stringify(message) }),
  })
  const seen: { -readonly [Key in keyof Seen]: Seen[Key] } = { status: answer.status, end: undefined, chunks: 0 }
  const read = async (): Promise<void> => {
    const reader = answer.body?.getReader()
    while (reader && !(await reader.read()).done) seen.chunks++
  }
  void read().then(
    () => (seen.end = 'orderly'),
    () => (seen.end = 'broken'),
  )
  return seen
}
