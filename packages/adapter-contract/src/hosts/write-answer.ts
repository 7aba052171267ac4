import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { BETWEEN_CHUNKS_MS, LATE_MS, type HandlerAnswer } from './handler.js'

function writeHead(response: ServerResponse, { status, headers, way }: HandlerAnswer): void {
  if (way === 'record') return void response.writeHead(status, Object.fromEntries(headers))
  if (way === 'pairs') return void response.writeHead(status, headers.flat())
  for (const [name, value] of headers) response.setHeader(name, value)
  response.statusCode = status
}

/** Writes an answer with nothing but Node. */
export async function writeAnswer(response: ServerResponse, answer: HandlerAnswer): Promise<void> {
  const { chunks, way } = answer
  if (way === 'late') await pause(LATE_MS)
  writeHead(response, answer)
  if (chunks.length < 2) return void response.end(chunks[0])
  for (const chunk of chunks) {
    response.write(chunk)
    await pause(BETWEEN_CHUNKS_MS)
  }
  response.end()
}
