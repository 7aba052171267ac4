import { createPkce } from '@sallyport/core/pkce'
import { openWalker } from '../../express/test/support/walker.js'
import type { Answer, Door } from './answers.js'
import { ORIGIN } from './deployment.js'

const REDIRECT_URI = 'http://127.0.0.1:48999/callback'
const MCP_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

/** How the steps must end; all runtimes being wrong in the same way would not show otherwise. */
export const FLOW_STATUSES: readonly number[] = [201, 302, 200, 200, 403, 400, 400, 401]

type Json = Readonly<Record<string, unknown>>

/**
 * The main job from the first 401 to a refused replay, through one door, with a real provider behind it. Tokens and codes
 * differ from run to run, so each step says what is the same everywhere: the status, and what the client learned.
 */
export async function walkThrough(door: Door): Promise<Answer[]> {
  const steps: Answer[] = []
  const note = (name: string, status: number, learned: unknown): void => {
    steps.push({ name: `flow: ${name}`, status, headers: [], body: JSON.stringify(learned) })
  }
  const ours = async (path: string, init?: RequestInit): Promise<{ status: number; text: string; json: Json }> => {
    const response = await door(new Request(ORIGIN + path, init))
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, text, json: isJson ? (JSON.parse(text) as Json) : {} }
  }
  const reach: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    return request.url.startsWith(ORIGIN) ? door(request) : fetch(request)
  }
  const form = (fields: Readonly<Record<string, string>>): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
  })
  const call = (token: string, method: string, params: Json = {}) =>
    ours('/mcp', {
      method: 'POST',
      headers: { ...MCP_HEADERS, authorization: `Bearer ${token}` },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    })

  const client = await ours('/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Probe', redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' }),
  })
  const clientId = String(client.json['client_id'])
  note('register', client.status, Object.keys(client.json).sort())

  const pkce = await createPkce()
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
    resource: `${ORIGIN}/mcp`,
    scope: 'notes:read',
    state: 'state',
  })
  const callback = await openWalker(reach).decide(`${ORIGIN}/authorize?${query.toString()}`, REDIRECT_URI)
  note('consent and login', 302, [...callback.searchParams.keys()].sort())

  const redeem = form({
    grant_type: 'authorization_code',
    client_id: clientId,
    code: callback.searchParams.get('code') ?? '',
    code_verifier: pkce.verifier,
    redirect_uri: REDIRECT_URI,
    resource: `${ORIGIN}/mcp`,
  })
  const tokens = await ours('/token', redeem)
  const accessToken = String(tokens.json['access_token'])
  note('token', tokens.status, Object.keys(tokens.json).sort())

  const called = await call(accessToken, 'tools/call', { name: 'whoami', arguments: {} })
  note('a call', called.status, called.text.includes(clientId))
  const refused = await call(accessToken, 'tools/call', { name: 'notes_wipe', arguments: {} })
  note('a scope is missing', refused.status, refused.json)
  const batch = await ours('/mcp', {
    method: 'POST',
    headers: { ...MCP_HEADERS, authorization: `Bearer ${accessToken}` },
    body: '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
  })
  note('a batch', batch.status, batch.json)

  const replay = await ours('/token', redeem)
  note('the code again', replay.status, replay.json['error'])
  const after = await call(accessToken, 'ping')
  note('its token after that', after.status, after.json)
  return steps
}
