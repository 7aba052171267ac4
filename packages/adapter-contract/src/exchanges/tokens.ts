import type { Exchange, Family, Known } from '../types.js'
import { REDIRECT_URI, VERIFIER } from './flow.js'
import { form, FORM, JSON_TYPE, row, value } from './request.js'

type Fields = readonly (readonly [string, string])[]

const basic = (known: Known, secret = value(known, 'basic secret')): string =>
  `Authorization: Basic ${Buffer.from(`${value(known, 'basic')}:${secret}`).toString('base64')}`

const code = (known: Known, ...more: Fields): Fields => [
  ['grant_type', 'authorization_code'],
  ['code', 'sac_unknown'],
  ['redirect_uri', REDIRECT_URI],
  ['code_verifier', VERIFIER],
  ['client_id', value(known, 'public')],
  ...more,
]

const ask = (
  name: string,
  status: number,
  fields: (known: Known) => Fields,
  headers: (known: Known) => readonly string[] = () => [],
): Exchange => row(name, status, (known) => form('/token', fields(known), headers(known)))

const raw = (
  name: string,
  status: number,
  body: string | Uint8Array,
  headers: readonly string[] = [FORM],
  target = '/token',
): Exchange => row(name, status, { method: 'POST', target, headers, body })

const refreshWith =
  (token: string) =>
  (known: Known): Fields => [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token],
    ['client_id', value(known, 'public')],
  ]

const plainCode: Fields = [
  ['grant_type', 'authorization_code'],
  ['code', 'x'],
]

const revoke = (
  name: string,
  status: number,
  fields: (known: Known) => Fields,
  headers: (known: Known) => readonly string[] = () => [],
): Exchange => row(`revoke: ${name}`, status, (known) => form('/revoke', fields(known), headers(known)))

export const tokens: Family = {
  name: 'tokens',
  exchanges: [
    ask('an unknown code', 400, (known) => code(known)),
    ask('a spent code', 400, (known) => [
      ['code', value(known, 'code')],
      ...code(known).filter(([name]) => name !== 'code'),
    ]),
    ask('no code', 400, (known) => code(known).filter(([name]) => name !== 'code')),
    ask('no grant type', 400, (known) => code(known).filter(([name]) => name !== 'grant_type')),
    ask('the grant type password', 400, (known) => [
      ['grant_type', 'password'],
      ['client_id', value(known, 'public')],
    ]),
    ask('the grant type __proto__', 400, (known) => [
      ['grant_type', '__proto__'],
      ['client_id', value(known, 'public')],
    ]),
    ask(
      'client credentials',
      400,
      () => [['grant_type', 'client_credentials']],
      (known) => [basic(known)],
    ),
    ...['grant_type', 'code', 'client_id', 'code_verifier', 'redirect_uri'].map((name) =>
      ask(`${name} twice`, 400, (known) => code(known, [name, 'again'])),
    ),
    ask('the resource twice', 400, (known) => code(known, ['resource', 'a'], ['resource', 'b'])),
    ask('an unknown field twice', 400, (known) => code(known, ['x', 'a'], ['x', 'b'])),
    ask('an unknown resource', 400, (known) => code(known, ['resource', 'https://other.example/'])),
    ask('a list in the notation of PHP', 400, (known) => code(known, ['code[]', 'a'], ['code[x]', 'b'])),
    ask('no client', 400, () => plainCode),
    ask('an unknown client', 401, () => [...plainCode, ['client_id', 'c_nobody']]),
    ask(
      'Basic',
      400,
      () => plainCode,
      (known) => [basic(known)],
    ),
    ask(
      'Basic with a wrong secret',
      401,
      () => plainCode,
      (known) => [basic(known, 'wrong')],
    ),
    ask(
      'Basic in lower case',
      400,
      () => plainCode,
      (known) => [basic(known).replace('Basic', 'basic')],
    ),
    ask(
      'Basic that is no base64',
      400,
      () => plainCode,
      () => ['Authorization: Basic ???'],
    ),
    ask(
      'Basic without a colon',
      400,
      () => plainCode,
      () => ['Authorization: Basic YWJj'],
    ),
    ask(
      'Basic twice',
      400,
      () => plainCode,
      (known) => [basic(known), basic(known)],
    ),
    ask(
      'Bearer',
      401,
      () => plainCode,
      (known) => [`Authorization: Bearer ${value(known, 'read')}`],
    ),
    ask(
      'Basic and a secret in the form',
      400,
      (known) => [...plainCode, ['client_secret', value(known, 'basic secret')]],
      (known) => [basic(known)],
    ),
    ask(
      'Basic of one client and the id of another',
      400,
      (known) => [...plainCode, ['client_id', value(known, 'public')]],
      (known) => [basic(known)],
    ),
    ask('a secret in the form', 400, (known) => [
      ...plainCode,
      ['client_id', value(known, 'post')],
      ['client_secret', value(known, 'post secret')],
    ]),
    ask('a wrong secret in the form', 401, (known) => [
      ...plainCode,
      ['client_id', value(known, 'post')],
      ['client_secret', 'wrong'],
    ]),
    ask('a secret for a public client', 401, (known) => [
      ...plainCode,
      ['client_id', value(known, 'public')],
      ['client_secret', 'x'],
    ]),
    ask('an assertion', 401, () => [...plainCode, ['client_assertion', 'a.b.c'], ['client_assertion_type', 'jwt']]),
    ...['first', 'second', 'third', 'fourth'].map((turn) =>
      ask(
        `a wrong secret, the ${turn} of many`,
        turn === 'fourth' ? 429 : 401,
        () => plainCode,
        (known) => [basic(known, turn)],
      ),
    ),
    ask('an unknown refresh token', 400, refreshWith('srt_unknown')),
    ask('no refresh token', 400, refreshWith('')),
    ask('a refresh token that was revoked', 400, (known) => refreshWith(value(known, 'revoked refresh'))(known)),
    ask('a refresh token with a malformed scope', 400, (known) => [...refreshWith('srt_x')(known), ['scope', 'a"b']]),
    ask('a refresh token of another client', 400, (known) => [
      ['grant_type', 'refresh_token'],
      ['refresh_token', value(known, 'write refresh')],
      ['client_id', value(known, 'web')],
    ]),
    raw('parameters in the query', 400, 'grant_type=authorization_code', [FORM], '/token?client_secret=x'),
    raw('an unknown parameter in the query', 400, 'grant_type=authorization_code', [FORM], '/token?x=1'),
    raw('JSON', 400, '{"grant_type":"authorization_code"}', [JSON_TYPE]),
    raw('no type', 400, 'grant_type=authorization_code', []),
    raw('two types', 400, 'grant_type=x', [FORM, JSON_TYPE]),
    raw('a type with parameters', 400, 'grant_type=x', [`${FORM}; charset=utf-8`]),
    raw('an empty form', 400, ''),
    raw('a broken percent sequence', 400, 'code=%zz'),
    raw('a half surrogate', 400, 'code=%ed%a0%80'),
    raw('bytes that are not UTF-8', 400, Buffer.from('code=\u00ff', 'latin1')),
    raw('a hundred and one fields', 400, Array.from({ length: 101 }, (_, n) => `f${String(n)}=1`).join('&')),
    raw('a form over the cap', 413, `code=${'x'.repeat(65_536)}`),
    raw('a semicolon between fields', 400, 'grant_type=x;client_id=y'),
    row('chunks', 400, {
      method: 'POST',
      target: '/token',
      headers: [FORM, 'Transfer-Encoding: chunked'],
      body: '3\r\na=b\r\n0\r\n\r\n',
    }),
    row('chunks over the cap', 413, {
      method: 'POST',
      target: '/token',
      headers: [FORM, 'Transfer-Encoding: chunked'],
      body: `10001\r\n${'x'.repeat(65_537)}\r\n0\r\n\r\n`,
    }),
    revoke('an unknown token', 200, (known) => [
      ['token', 'x'],
      ['client_id', value(known, 'public')],
    ]),
    revoke('no token', 400, (known) => [['client_id', value(known, 'public')]]),
    revoke('no client', 400, () => [['token', 'x']]),
    revoke('the token twice', 400, (known) => [
      ['token', 'a'],
      ['token', 'b'],
      ['client_id', value(known, 'public')],
    ]),
    revoke('an unknown hint', 200, (known) => [
      ['token', 'x'],
      ['token_type_hint', 'magic'],
      ['client_id', value(known, 'public')],
    ]),
    revoke('a token of another client', 400, (known) => [
      ['token', value(known, 'write')],
      ['client_id', value(known, 'web')],
    ]),
    revoke('a wrong secret', 401, (known) => [
      ['token', 'x'],
      ['client_id', value(known, 'post')],
      ['client_secret', 'wrong'],
    ]),
    raw('revoke: JSON', 400, '{"token":"x"}', [JSON_TYPE], '/revoke'),
    raw('revoke: the token in the query', 400, '', [FORM], '/revoke?token=x'),
  ],
}
