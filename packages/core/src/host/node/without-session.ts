import type { IncomingMessage } from 'node:http'

const NAME = 'mcp-session-id'

/**
 * Takes the session id from a request of 2026-07-28: the gate asked nobody whose it is, and a handler for older revisions
 * might open the session of somebody else with it (ST-40, ST-67). Handlers read both views of the header lines.
 */
export function withoutSession({ headers, rawHeaders }: IncomingMessage): void {
  if (headers[NAME] === undefined) return
  Reflect.deleteProperty(headers, NAME)
  const kept = rawHeaders.filter((_text, at) => rawHeaders[at - (at % 2)]?.toLowerCase() !== NAME)
  rawHeaders.splice(0, rawHeaders.length, ...kept)
}
