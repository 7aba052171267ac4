import type { Exchange, Family } from '../types.js'
import { FORM, JSON_TYPE, row } from './request.js'

const GOOD = { redirect_uris: ['https://client.example.com/back'], token_endpoint_auth_method: 'none' }

function post(
  name: string,
  status: number,
  body: string | Uint8Array,
  headers: readonly string[] = [JSON_TYPE],
): Exchange {
  return row(name, status, { method: 'POST', target: '/register', headers, body })
}

const metadata = (name: string, status: number, changes: object): Exchange =>
  post(name, status, JSON.stringify({ ...GOOD, ...changes }))

const redirect = (uri: string, status = 400): Exchange =>
  metadata(`redirect URI ${uri}`, status, { redirect_uris: [uri] })

export const registrations: Family = {
  name: 'registrations',
  exchanges: [
    metadata('the least', 201, {}),
    metadata('a name with letters of many scripts', 201, { client_name: 'N\u00f6tes \u4e2d\u6587 <b>&"' }),
    metadata('unknown members', 201, { x_unknown: 1, software_id: 'a' }),
    metadata('no redirect URIs', 400, { redirect_uris: [] }),
    metadata('redirect URIs as text', 400, { redirect_uris: 'https://a.example/' }),
    metadata('too many redirect URIs', 400, {
      redirect_uris: Array.from({ length: 11 }, (_, n) => `https://a.example/${String(n)}`),
    }),
    metadata('an unknown way to prove itself', 400, { token_endpoint_auth_method: 'private_key_jwt' }),
    metadata('an unknown grant type', 400, { grant_types: ['password'] }),
    metadata('an unknown response type', 400, { response_types: ['token'] }),
    metadata('a number as name', 400, { client_name: 1 }),
    metadata('too large', 400, { client_name: 'x'.repeat(20_000) }),
    redirect('http://client.example.com/back'),
    redirect('javascript:alert(1)'),
    redirect('https://client.example.com/back#x'),
    redirect('https://user@client.example.com/'),
    redirect('vscode://back', 201),
    redirect('cursor://back'),
    redirect('http://127.0.0.1/back', 201),
    redirect('http://[::1]:1/back', 201),
    redirect('/relative'),
    post('a list', 400, `[${JSON.stringify(GOOD)}]`),
    post('a text', 400, '"x"'),
    post('null', 400, 'null'),
    post('nothing', 400, ''),
    post('half', 400, '{"redirect_uris":['),
    post('a member twice', 400, '{"redirect_uris":["https://a.example/"],"redirect_uris":["https://b.example/"]}'),
    post('__proto__', 400, '{"__proto__":{"redirect_uris":["https://a.example/"]}}'),
    post(
      '__proto__ beside good members',
      201,
      '{"redirect_uris":["https://a.example/"],"token_endpoint_auth_method":"none","__proto__":{"a":1}}',
    ),
    post('a byte order mark', 400, Buffer.from(`\ufeff${JSON.stringify(GOOD)}`)),
    post('bytes that are not UTF-8', 400, Buffer.from('{"client_name":"\u00ff"}', 'latin1')),
    post('deep nesting', 400, `${'['.repeat(5_000)}${']'.repeat(5_000)}`),
    post('a body over the cap', 413, 'x'.repeat(65_537)),
    post('no type', 415, JSON.stringify(GOOD), []),
    post('a form', 415, 'redirect_uris=x', [FORM]),
    post('JSON with parameters', 201, JSON.stringify(GOOD), ['Content-Type: application/json; charset=utf-8']),
    post('JSON of another kind', 415, JSON.stringify(GOOD), ['Content-Type: application/jwt']),
    row('an announced body over the cap', 413, {
      method: 'POST',
      target: '/register',
      headers: [JSON_TYPE, 'Content-Length: 99999'],
    }),
    row('chunks', 201, {
      method: 'POST',
      target: '/register',
      headers: [JSON_TYPE, 'Transfer-Encoding: chunked'],
      body: `${JSON.stringify(GOOD).length.toString(16)}\r\n${JSON.stringify(GOOD)}\r\n0\r\n\r\n`,
    }),
  ],
}
