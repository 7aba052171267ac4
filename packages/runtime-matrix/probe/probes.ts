import type { Probe } from './answers.js'

const JSON_BODY = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}'
const REGISTRATION = JSON.stringify({
  client_name: 'Probe',
  redirect_uris: ['http://127.0.0.1:48999/callback'],
  token_endpoint_auth_method: 'none',
})

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Probe => ({
  name: `GET ${path}`,
  path,
  headers,
})

const documents = [
  '/.well-known/oauth-protected-resource/mcp',
  '/.well-known/oauth-protected-resource',
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
  '/jwks',
]

const register = (
  name: string,
  body: NonNullable<Probe['body']>,
  headers: Readonly<Record<string, string>> = JSON_BODY,
): Probe => ({
  name: `register: ${name}`,
  path: '/register',
  method: 'POST',
  headers,
  body,
})

const token = (name: string, body: string, headers: Readonly<Record<string, string>> = FORM): Probe => ({
  name: `token: ${name}`,
  path: '/token',
  method: 'POST',
  headers,
  body,
})

const mcp = (name: string, rest: Partial<Probe> = {}): Probe => ({
  name: `mcp: ${name}`,
  path: '/mcp',
  method: 'POST',
  headers: JSON_BODY,
  body: PING,
  ...rest,
})

const bearer = (value: string): Readonly<Record<string, string>> => ({ ...JSON_BODY, authorization: value })

/** Requests whose answers hold nothing of chance: the same bytes are due on every runtime. */
export const probes: readonly Probe[] = [
  ...documents.map((path) => get(path)),
  ...documents.map((path) => get(path, { origin: 'https://app.example' })),
  ...documents.map((path): Probe => ({ name: `POST ${path}`, path, method: 'POST', body: '' })),
  ...documents.map((path): Probe => ({ name: `HEAD ${path}`, path, method: 'HEAD' })),
  get('/authorize'),
  get('/authorize?client_id=nobody&response_type=code'),
  get('/authorize?client_id=a&client_id=b'),
  get('/callback'),
  get('/callback?code=a&state=b'),
  { name: 'consent without a form', path: '/consent', method: 'POST', headers: FORM, body: '' },
  register('not JSON', '{'),
  register('twice the same member', '{"client_name":"a","client_name":"b"}'),
  register('__proto__', '{"__proto__":{"redirect_uris":["https://a.example/"]}}'),
  register('not UTF-8', new Uint8Array([0x22, 0xff, 0x22])),
  register('an array', '[]'),
  register('a javascript redirect', '{"redirect_uris":["javascript:alert(1)"]}'),
  register('a form', 'a=b', FORM),
  register('too large', `{"client_name":"${'a'.repeat(70_000)}"}`),
  register('a proper client', REGISTRATION),
  { name: 'register: preflight', path: '/register', method: 'OPTIONS', headers: { origin: 'https://app.example' } },
  token('nothing', ''),
  token('unknown grant type', 'grant_type=password&client_id=nobody'),
  token('repeated field', 'grant_type=authorization_code&grant_type=refresh_token'),
  token('unknown client', 'grant_type=authorization_code&client_id=nobody&code=a&code_verifier=b'),
  token('JSON', '{}', JSON_BODY),
  { name: 'revoke: nothing', path: '/revoke', method: 'POST', headers: FORM, body: '' },
  mcp('no credentials'),
  mcp('no body', { body: '' }),
  mcp('Basic', { headers: bearer('Basic YTpi') }),
  mcp('garbage', { headers: bearer('Bearer garbage') }),
  mcp('joined credentials', { headers: bearer('Bearer a, Bearer b') }),
  mcp('not a token68', { headers: bearer('Bearer a b') }),
  mcp('unsigned', { headers: bearer('Bearer eyJhbGciOiJub25lIn0.e30.') }),
  mcp('token in the query', { path: '/mcp?access_token=abc' }),
  mcp('foreign origin', { headers: { ...JSON_BODY, origin: 'https://evil.example' } }),
  mcp('origin null', { headers: { ...JSON_BODY, origin: 'null' } }),
  mcp('preflight of a stranger', { method: 'OPTIONS', headers: { origin: 'https://evil.example' }, body: undefined }),
  mcp('PUT', { method: 'PUT' }),
  { name: 'mcp: GET', path: '/mcp', headers: { accept: 'text/event-stream' } },
  { name: 'mcp: DELETE', path: '/mcp', method: 'DELETE' },
]
