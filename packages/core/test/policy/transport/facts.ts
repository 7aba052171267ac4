import type { RequestFacts } from '../../../src/policy/transport/index.js'

/** Facts of a request with these headers; a list stands for repeated lines. */
export function facts(
  headers: Readonly<Record<string, string | readonly string[]>> = {},
  request: Partial<Pick<RequestFacts, 'method' | 'target'>> = {},
): RequestFacts {
  const lines = new Map(Object.entries(headers))
  return {
    method: 'POST',
    target: '/mcp',
    remoteAddress: '192.0.2.1',
    ...request,
    headerLines: (name) => [lines.get(name) ?? []].flat(),
  }
}
