import type { ServerResponse } from 'node:http'
import type { Answer } from '../../compositions/resource-server/index.js'

/** What an answer is going to be. */
export interface AnswerHead extends Answer {
  readonly isStream: boolean
}

/** All forms in which `writeHead` takes headers: an object, pairs, or names and values in turn. */
function given(headers: unknown, wanted: string): unknown {
  if (Array.isArray(headers)) {
    const pairs: readonly unknown[] = Array.isArray(headers[0]) ? headers : inPairs(headers)
    const found = pairs.find((pair) => Array.isArray(pair) && String(pair[0]).toLowerCase() === wanted)
    return Array.isArray(found) ? (found[1] as unknown) : undefined
  }
  if (typeof headers !== 'object' || headers === null) return undefined
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1]
}

function inPairs(flat: readonly unknown[]): readonly unknown[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]]] : []))
}

function text(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : undefined
}

/**
 * Tells what an answer is going to be, just before its header lines leave. Node calls `writeHead` for every answer, also
 * for one that only ends.
 */
export function beforeHeaders(response: ServerResponse, known: (head: AnswerHead) => void): void {
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse
  response.writeHead = (...head: unknown[]) => {
    if (!response.headersSent) {
      const [status, second, third] = head
      const headers = typeof second === 'string' ? third : (second ?? third)
      const line = (name: string) => text(given(headers, name) ?? response.getHeader(name))
      const sessionId = line('mcp-session-id')
      const isStream = line('content-type')?.toLowerCase().startsWith('text/event-stream') === true
      known({ status: Number(status), isStream, ...(sessionId !== undefined && { sessionId }) })
    }
    return writeHead(...head)
  }
}
