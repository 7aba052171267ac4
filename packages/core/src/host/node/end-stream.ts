import type { ServerResponse } from 'node:http'

const ignore = (): void => undefined

/**
 * Ends the answer of a handler that would go on with it. The client sees an orderly end, unless it has stopped reading: then
 * the connection goes.
 */
export function endStream(response: ServerResponse): void {
  // The handler may write once more before it notices.
  response.on('error', ignore)
  if (response.writableLength > 0) response.destroy()
  else response.end()
}
