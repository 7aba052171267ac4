import type { IncomingMessage, ServerResponse } from 'node:http'

/** Behind an earlier request of its connection (RFC 9112 §9.3.2), where Node tells an answer nothing of the connection. */
const isWaiting = (response: ServerResponse): boolean => response.socket === null

/** Whether no event of the answer is to come. */
export function isGone(request: IncomingMessage, response: ServerResponse): boolean {
  return response.destroyed || (isWaiting(response) && request.socket.destroyed)
}

/** Tells once when an answer has ended or its client has gone, also of an answer whose turn never comes. */
export function whenEnded(request: IncomingMessage, response: ServerResponse, ended: () => void): void {
  const { socket } = request
  const over = (): void => {
    response.off('close', over)
    socket.off('close', over)
    ended()
  }
  response.on('close', over)
  if (isWaiting(response)) socket.on('close', over)
}
