import type { Wish } from '../hosts/handler.js'
import type { Exchange } from '../types.js'
import { mcp, rpc, type McpParts } from './request.js'

/** What every server of the SDK answers to a session that it does not have. */
const NOT_FOUND = '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}'

/** Names of tokens: a person, another one, and the first one with another client. */
export const [ALICE, BOB, ELSEWHERE] = ['session alice', 'session bob', 'session alice elsewhere']

export const METHODS = ['POST', 'GET', 'DELETE'] as const

type Extra = Parameters<typeof mcp>[3]

const sessionLine = (session: string): string => `Mcp-Session-Id: ${session}`

/** Time goes by slowly: what these rows cost must not be earned back between them. */
const SOON = { advanceMs: 10 }

/** A message of the legacy era, with what its handler shall answer. */
export const asking = (answer: Wish, method = 'initialize'): string =>
  rpc(method, {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'c', version: '1' },
    _meta: { answer },
  })

/** Asks the handler for a session, by default as alice. */
export function opens(name: string, status: number, wish: Wish, parts: McpParts = {}, extra: Extra = {}): Exchange {
  return mcp(name, status, { token: ALICE, body: asking(wish), ...parts }, { ...SOON, ...extra })
}

/** Uses a session; not finding it is the SDK's own answer. */
export function uses(
  name: string,
  status: number,
  session: string,
  { headers = [], ...parts }: McpParts = {},
  extra: Extra = {},
): Exchange {
  const all = { token: ALICE, headers: [sessionLine(session), ...headers], ...parts }
  return mcp(name, status, all, { ...SOON, ...(status === 404 && { body: NOT_FOUND }), ...extra })
}

/** The same with every method that a session knows. */
export const usesAll = (name: string, status: number, session: string, parts: McpParts = {}): readonly Exchange[] =>
  METHODS.map((method) => uses(`${name}, ${method}`, status, session, { ...parts, method }))
