import { createHash } from 'node:crypto'
import type { Conversation } from '../raw-http.js'
import { RESOURCE } from '../deployment.js'
import type { Exchange, Family, Known } from '../types.js'
import { form, JSON_TYPE, mcp, rpc, row, value } from './request.js'

export const REDIRECT_URI = 'http://127.0.0.1:48999/back'
export const VERIFIER = 'a-verifier-that-is-long-enough-for-everyone-0123456789'
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

const headerOf = ({ answers }: Conversation, wanted: string): string =>
  answers.at(-1)?.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''

const textOf = ({ answers }: Conversation): string => answers.at(-1)?.body.toString('utf8') ?? ''

export const jsonOf = (conversation: Conversation): Readonly<Record<string, unknown>> =>
  JSON.parse(textOf(conversation)) as Record<string, unknown>

export const clientIdOf = (conversation: Conversation): string => String(jsonOf(conversation)['client_id'])

/** Keeps cookies as a browser does. */
export function keepCookies({ answers }: Conversation, { cookies }: Known): void {
  for (const [name, line] of answers.flatMap(({ headers }) => headers)) {
    if (name.toLowerCase() !== 'set-cookie') continue
    const [, cookie = '', text = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/Max-Age=0/i.test(line)) cookies.delete(cookie)
    else cookies.set(cookie, text)
  }
}

export const cookieLine = ({ cookies }: Known): string =>
  `Cookie: ${[...cookies].map(([name, text]) => `${name}=${text}`).join('; ')}`

/** The query of a good authorization request, changed as told; `undefined` leaves a parameter out. */
export function authorizeTarget(known: Known, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const query: Readonly<Record<string, string | undefined>> = {
    ...{ client_id: value(known, 'public'), redirect_uri: REDIRECT_URI, response_type: 'code', state: 'xyz' },
    ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', resource: RESOURCE, scope: 'notes:read' },
    ...changes,
  }
  const kept = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `/authorize?${new URLSearchParams(kept).toString()}`
}

export const sealedRequest = (conversation: Conversation): string =>
  /name="request" value="([^"]*)"/.exec(textOf(conversation))?.[1] ?? ''

export function register(name: string, method: string, redirectUri: string = REDIRECT_URI): Exchange {
  const body = JSON.stringify({
    client_name: `Client ${name}`,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: method,
  })
  return row(
    `registers ${name}`,
    201,
    { method: 'POST', target: '/register', headers: [JSON_TYPE], body },
    {
      learn(conversation, { values }) {
        const { client_id: id, client_secret: secret } = jsonOf(conversation)
        values.set(name, String(id)).set(`${name} secret`, String(secret))
      },
    },
  )
}

export interface SignIn {
  /** Name of a registered client. Default `public`. */
  readonly client?: string
  /** Default alice. */
  readonly person?: string
}

/** From the page to the tokens, `name` being the word for them. */
export function signIn(name: string, scope: string, options: SignIn = {}): readonly Exchange[] {
  const { client = 'public', person } = options
  const target = (known: Known) => authorizeTarget(known, { scope, client_id: value(known, client) })
  return [
    row(`${name}: page`, 200, (known) => ({ target: target(known) }), {
      learn(conversation, known) {
        known.values.set('form', sealedRequest(conversation))
        keepCookies(conversation, known)
      },
    }),
    row(
      `${name}: consent, which leads to the provider`,
      303,
      (known) =>
        form(
          '/consent',
          [
            ['request', value(known, 'form')],
            ['decision', 'approve'],
          ],
          ['Sec-Fetch-Site: same-origin', cookieLine(known)],
        ),
      {
        async learn(conversation, known) {
          keepCookies(conversation, known)
          known.values.set('callback', await known.signIn(headerOf(conversation, 'location'), person))
        },
      },
    ),
    row(
      `${name}: callback, with two cookies`,
      303,
      (known) => ({ target: value(known, 'callback'), headers: [cookieLine(known)] }),
      {
        learn(conversation, known) {
          keepCookies(conversation, known)
          known.values.set('code', new URL(headerOf(conversation, 'location')).searchParams.get('code') ?? '')
        },
      },
    ),
    row(`${name}: callback a second time`, 400, (known) => ({
      target: value(known, 'callback'),
      headers: [cookieLine(known)],
    })),
    row(
      `${name}: code for tokens`,
      200,
      (known) =>
        form('/token', [
          ['grant_type', 'authorization_code'],
          ['code', value(known, 'code')],
          ['client_id', value(known, client)],
          ['redirect_uri', REDIRECT_URI],
          ['code_verifier', VERIFIER],
          ['resource', RESOURCE],
        ]),
      {
        learn(conversation, { values }) {
          const { access_token: access, refresh_token: refresh } = jsonOf(conversation)
          values.set(name, String(access)).set(`${name} refresh`, String(refresh))
        },
      },
    ),
  ]
}

export const flow: Family = {
  name: 'flow',
  exchanges: [
    row('asks without a token', 401, {
      method: 'POST',
      target: '/mcp',
      headers: [JSON_TYPE],
      body: rpc('initialize'),
    }),
    row('reads the metadata of the resource', 200, { target: '/.well-known/oauth-protected-resource/mcp' }),
    row('reads the metadata of the issuer', 200, { target: '/.well-known/oauth-authorization-server' }),
    register('public', 'none'),
    register('basic', 'client_secret_basic'),
    register('post', 'client_secret_post'),
    register('web', 'none', 'https://client.example.com/back'),
    ...signIn('read', 'notes:read'),
    ...signIn('write', 'notes:read notes:write'),
    ...signIn('revoked', 'notes:read'),
    row(
      'refreshes',
      200,
      (known) =>
        form('/token', [
          ['grant_type', 'refresh_token'],
          ['refresh_token', value(known, 'read refresh')],
          ['client_id', value(known, 'public')],
        ]),
      { learn: (conversation, { values }) => void values.set('read', String(jsonOf(conversation)['access_token'])) },
    ),
    row('revokes', 200, (known) =>
      form('/revoke', [
        ['token', value(known, 'revoked refresh')],
        ['client_id', value(known, 'public')],
      ]),
    ),
    mcp('calls with the revoked token', 401, { token: 'revoked' }),
    mcp('pings', 200),
    mcp('initializes', 200, {
      body: rpc('initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'c', version: '1' },
      }),
    }),
    mcp('notifies', 202, { body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }) }),
    mcp('streams', 200, { body: rpc('tools/call', { name: 'stream' }) }),
    mcp('lacks a scope', 403, { body: rpc('tools/call', { name: 'notes_add' }) }),
    mcp('has the scope', 200, { token: 'write', body: rpc('tools/call', { name: 'notes_add' }) }),
    mcp('exports, which costs a lot', 200, { token: 'write', body: rpc('tools/call', { name: 'notes_export' }) }),
    mcp('exports again, which is too much', 429, { token: 'write', body: rpc('tools/call', { name: 'notes_export' }) }),
    mcp(
      'waits and exports',
      200,
      { token: 'write', body: rpc('tools/call', { name: 'notes_export' }) },
      { advanceMs: 60_000 },
    ),
  ],
}
