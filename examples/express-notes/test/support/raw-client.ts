import { createHash, randomBytes } from 'node:crypto'
import type { ScriptedPerson } from 'sallyport-example-support/scripted-person'

/** Nobody listens there; the scripted person stops before it is asked. */
export const LOOPBACK_REDIRECT = 'http://127.0.0.1:48999/callback'

/** Where requests go; a stage, or one of several processes behind one issuer. */
export interface Target {
  readonly origin: string
  readonly endpoint: string
}

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface CodeInHand {
  readonly clientId: string
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
}

export interface Tokens {
  readonly clientId: string
  readonly accessToken: string
  readonly refreshToken: string
}

/** Sends a form and reads the JSON, whatever the status. */
async function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) }
}

export async function register({ origin }: Target, redirectUri = LOOPBACK_REDIRECT): Promise<string> {
  const response = await fetch(`${origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Raw Client',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    }),
  })
  return ((await response.json()) as { client_id: string }).client_id
}

export interface Authorization {
  readonly url: URL
  readonly verifier: string
}

export function authorization(target: Target, clientId: string, redirectUri = LOOPBACK_REDIRECT): Authorization {
  const verifier = randomBytes(48).toString('base64url')
  const url = new URL(`${target.origin}/authorize`)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'notes:read notes:write offline_access',
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: target.endpoint,
  }).toString()
  return { url, verifier }
}

/** Lets the person approve; the code is not redeemed. */
export async function obtainCode(target: Target, person: ScriptedPerson, clientId: string): Promise<CodeInHand> {
  const { url, verifier } = authorization(target, clientId)
  const code = (await person.approve(url)).searchParams.get('code') ?? ''
  return { clientId, code, verifier, redirectUri: LOOPBACK_REDIRECT }
}

export const redeem = (
  { origin }: Pick<Target, 'origin'>,
  { clientId, code, verifier, redirectUri }: CodeInHand,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> =>
  postForm(
    `${origin}/token`,
    { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, client_id: clientId },
    headers,
  )

export const refresh = (
  { origin }: Pick<Target, 'origin'>,
  { clientId, refreshToken }: Pick<Tokens, 'clientId' | 'refreshToken'>,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> =>
  postForm(
    `${origin}/token`,
    { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId },
    headers,
  )

export const revoke = (
  { origin }: Pick<Target, 'origin'>,
  { clientId, refreshToken }: Pick<Tokens, 'clientId' | 'refreshToken'>,
  headers?: Readonly<Record<string, string>>,
): Promise<Answer> => postForm(`${origin}/revoke`, { token: refreshToken, client_id: clientId }, headers)

/** @throws {Error} when the answer holds no tokens */
export function tokensOf(clientId: string, { status, body }: Answer): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = body
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') {
    throw new Error(`no tokens: ${String(status)} ${JSON.stringify(body)}`)
  }
  return { clientId, accessToken, refreshToken }
}

/** A JSON-RPC request outside any session. */
export function callMcp(
  { endpoint }: Pick<Target, 'endpoint'>,
  accessToken: string,
  call: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> } = { method: 'ping' },
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${accessToken}`,
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...call }),
  })
}

/** Text of a tool's answer, which comes as one server-sent event. */
export async function callTool(
  target: Pick<Target, 'endpoint'>,
  accessToken: string,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const call = { method: 'tools/call', params: { name, arguments: args } }
  const response = await callMcp(target, accessToken, call, headers)
  const body = await response.text()
  const data = /^data: (.*)$/m.exec(body)?.[1]
  const text = (JSON.parse(data ?? 'null') as { result?: { content?: { text?: string }[] } } | null)?.result
  if (text?.content?.[0]?.text === undefined) throw new Error(`no result: ${String(response.status)} ${body}`)
  return text.content[0].text
}

/** Whether both tokens are refused. */
export async function areDead(target: Target, { clientId, accessToken, refreshToken }: Tokens): Promise<boolean> {
  const call = await callMcp(target, accessToken)
  const renewal = await refresh(target, { clientId, refreshToken })
  return call.status === 401 && renewal.status === 400 && renewal.body['error'] === 'invalid_grant'
}
