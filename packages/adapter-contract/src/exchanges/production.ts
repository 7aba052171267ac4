import { PUBLIC_ORIGIN } from '../deployment.js'
import type { Exchange, Family } from '../types.js'
import { CHALLENGE, keepCookies, sealedRequest, cookieLine, clientIdOf } from './flow.js'
import { form, FORM, http, JSON_TYPE, row, rpc, value, type Parts } from './request.js'

const HOST = 'notes.example.com'
const REDIRECT_URI = 'https://client.example.com/back'
const PING = rpc('ping')

const at = (name: string, status: number, parts: Parts): Exchange => row(name, status, { host: HOST, ...parts })

const call = (name: string, status: number, headers: readonly string[], body = PING): Exchange =>
  at(name, status, { method: 'POST', target: '/mcp', headers: [JSON_TYPE, ...headers], body })

const tooLarge = (target: string, type: string): Exchange =>
  at(`a body over the cap for ${target}`, 413, { method: 'POST', target, headers: [type, 'Content-Length: 99999'] })

/** https and a proxy: transport security on every line of every answer, cookies with their prefix. */
export const production: Family = {
  name: 'production',
  variant: 'public',
  exchanges: [
    ...['/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server', '/jwks'].flatMap(
      (target) => [
        at(`GET ${target}`, 200, { target }),
        at(`HEAD ${target}`, 200, { target, method: 'HEAD' }),
        at(`OPTIONS ${target}`, 204, { target, method: 'OPTIONS' }),
        at(`PUT ${target}`, 405, { target, method: 'PUT' }),
        at(`TRACE ${target}`, 400, { target, method: 'TRACE' }),
      ],
    ),
    ...['/authorize', '/callback'].map((target) => at(`GET ${target}`, 400, { target })),
    ...['/token', '/revoke', '/register'].flatMap((target) => [
      at(`GET ${target}`, 405, { target }),
      at(`preflight of ${target}`, 204, { target, method: 'OPTIONS', headers: ['Origin: https://app.example.com'] }),
      tooLarge(target, target === '/register' ? JSON_TYPE : FORM),
    ]),
    tooLarge('/consent', FORM),
    call('no token', 401, []),
    call('a wrong token', 401, ['Authorization: Bearer wrong']),
    call('an allowed origin', 401, ['Origin: https://app.example.com']),
    call('a foreign origin', 403, ['Origin: https://evil.example']),
    call('our origin in plain http', 403, ['Origin: http://notes.example.com']),
    call('an address from the proxy', 401, ['X-Forwarded-For: 203.0.113.9', 'X-Forwarded-Proto: http']),
    call('many addresses', 401, ['X-Forwarded-For: 1.2.3.4, 203.0.113.9', 'X-Forwarded-For: 127.0.0.1']),
    call('an address that is none', 401, ['X-Forwarded-For: <script>']),
    at('an oversized call', 401, { method: 'POST', target: '/mcp', headers: [JSON_TYPE, 'Content-Length: 99999'] }),
    at('another host', 403, { target: '/jwks', host: 'evil.example' }),
    row('another host for the endpoint', 403, {
      method: 'POST',
      target: '/mcp',
      host: '127.0.0.1',
      headers: [JSON_TYPE],
      body: PING,
    }),
    row('another port', 200, { target: '/jwks', host: `${HOST}:8443` }),
    at('the host in upper case', 200, { target: '/jwks', host: HOST.toUpperCase() }),
    row(
      'registers',
      201,
      {
        host: HOST,
        method: 'POST',
        target: '/register',
        headers: [JSON_TYPE],
        body: JSON.stringify({ redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' }),
      },
      { learn: (conversation, { values }) => void values.set('production', clientIdOf(conversation)) },
    ),
    row(
      'page',
      200,
      (known) => ({
        host: HOST,
        target: `/authorize?${new URLSearchParams({
          ...{ client_id: value(known, 'production'), redirect_uri: REDIRECT_URI, response_type: 'code', state: 's' },
          ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', resource: `${PUBLIC_ORIGIN}/mcp` },
        }).toString()}`,
      }),
      {
        learn(conversation, known) {
          known.cookies.clear()
          known.values.set('production form', sealedRequest(conversation))
          keepCookies(conversation, known)
        },
      },
    ),
    row('consent of another origin', 403, (known) => ({
      host: HOST,
      ...form(
        '/consent',
        [
          ['request', value(known, 'production form')],
          ['decision', 'approve'],
        ],
        [cookieLine(known), 'Origin: http://notes.example.com'],
      ),
    })),
    row('consent, which leads to the provider', 303, (known) => ({
      host: HOST,
      ...form(
        '/consent',
        [
          ['request', value(known, 'production form')],
          ['decision', 'approve'],
        ],
        [cookieLine(known), `Origin: ${PUBLIC_ORIGIN}`],
      ),
    })),
    {
      name: 'a form that breaks off',
      status: undefined,
      send: () => [
        http({ method: 'POST', target: '/token', host: HOST, headers: [FORM, 'Content-Length: 99'] }),
        'grant',
        { pauseMs: 20 },
        { abort: true },
      ],
    },
  ],
}
