import type { ExampleProcess } from 'sallyport-example-support/example-process'
import type { Visitor } from 'sallyport-example-support/visitors'

/** What came back, and from which process. */
export interface Answer {
  readonly status: number
  readonly servedBy: string
  readonly headers: Headers
}

/** One call of a tool by hand: a client of the SDK would do something about a refusal. */
export async function call({ endpoint }: ExampleProcess, token: string, tool = 'whoami'): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: {} } }),
  })
  await response.body?.cancel()
  return { status: response.status, servedBy: response.headers.get('x-served-by') ?? '', headers: response.headers }
}

/** A form to an endpoint of the authorization server. */
export function post({ origin }: ExampleProcess, path: string, form: Record<string, string>): Promise<Response> {
  return fetch(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(form) })
}

/** Several, one after the other, so that they go around. */
export async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  while (results.length < count) results.push(await work())
  return results
}

export const accessToken = ({ mcp }: Visitor): string => mcp.tokens()?.access_token ?? ''

/** Whether each process answered at least once. */
export const fromAll = (answers: readonly Pick<Answer, 'servedBy'>[]): boolean =>
  new Set(answers.map(({ servedBy }) => servedBy)).size === 3
