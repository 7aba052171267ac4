import type { Exchange, Family } from '../types.js'
import { authorizeTarget, cookieLine, keepCookies, REDIRECT_URI, sealedRequest } from './flow.js'
import { form, FORM, row, value, type Parts } from './request.js'

type Changes = Readonly<Record<string, string | undefined>>

const authorize = (name: string, status: number, changes: Changes, more = ''): Exchange =>
  row(name, status, (known) => ({ target: authorizeTarget(known, changes) + more }))

/** From a client whose redirect URI is on the web: its errors are shown before they travel. */
const webRow = (name: string, status: number, changes: Changes): Exchange =>
  row(`${name}, web client`, status, (known) => ({
    target: authorizeTarget(known, {
      client_id: value(known, 'web'),
      redirect_uri: 'https://client.example.com/back',
      ...changes,
    }),
  }))

const WRONG: readonly (readonly [name: string, changes: Changes])[] = [
  ['no response_type', { response_type: undefined }],
  ['an unknown response_type', { response_type: 'token' }],
  ['an unknown response_mode', { response_mode: 'fragment' }],
  ['no challenge', { code_challenge: undefined }],
  ['a plain challenge', { code_challenge_method: 'plain' }],
  ['no challenge method', { code_challenge_method: undefined }],
  ['a malformed challenge', { code_challenge: 'short' }],
  ['an unknown resource', { resource: 'https://other.example/mcp' }],
  ['an unknown scope', { scope: 'admin' }],
  ['a malformed scope', { scope: 'a"b' }],
  ['a request object', { request: 'eyJhbGciOiJub25lIn0..' }],
  ['a request_uri', { request_uri: 'https://evil.example/' }],
  ['prompt none', { prompt: 'none' }],
  ['prompt none and login', { prompt: 'none login' }],
  ['a long state', { state: 'x'.repeat(4_097) }],
]

const consent = (name: string, status: number, headers: readonly string[], decision = 'approve'): Exchange =>
  row(name, status, (known) =>
    form(
      '/consent',
      [
        ['request', value(known, 'open form')],
        ['decision', decision],
      ],
      headers.map((line) => (line === 'COOKIES' ? cookieLine(known) : line)),
    ),
  )

const SAME = 'Sec-Fetch-Site: same-origin'

const post = (name: string, status: number, parts: Partial<Parts>): Exchange =>
  row(name, status, { method: 'POST', target: '/consent', headers: [FORM, SAME], ...parts })

export const authorizations: Family = {
  name: 'authorizations',
  exchanges: [
    authorize('no client', 400, { client_id: undefined }),
    authorize('an unknown client', 400, { client_id: 'c_nobody' }),
    authorize('a client named __proto__', 400, { client_id: '__proto__' }),
    authorize('no redirect URI', 400, { redirect_uri: undefined }),
    authorize('another redirect URI', 400, { redirect_uri: 'https://evil.example/' }),
    authorize('another port of this machine', 200, { redirect_uri: 'http://127.0.0.1:1/back' }),
    authorize('another path of this machine', 400, { redirect_uri: 'http://127.0.0.1:48999/other' }),
    ...WRONG.map(([name, changes]) => authorize(name, 303, changes)),
    ...WRONG.slice(0, 8).map(([name, changes]) => webRow(name, 400, changes)),
    authorize('a state of letters from everywhere', 303, { state: '\u00e4 <>&"+%', response_type: 'token' }),
    authorize('the client twice', 400, {}, '&client_id=x'),
    authorize('the redirect URI twice', 400, {}, `&redirect_uri=${REDIRECT_URI}`),
    authorize('the state twice', 303, {}, '&state=other'),
    authorize('the resource twice', 303, {}, '&resource=http://127.0.0.1:3999/mcp'),
    authorize('a list in the notation of PHP', 200, {}, '&scope[]=admin&state[a]=1'),
    authorize('unknown parameters', 200, {}, '&x=1&x=2&__proto__=1'),
    authorize('a broken percent sequence', 400, {}, '&x=%zz'),
    authorize('prompt consent', 200, { prompt: 'consent' }),
    authorize('offline access', 200, { scope: 'notes:read offline_access' }),
    row('the page over HEAD', 200, (known) => ({ method: 'HEAD', target: authorizeTarget(known) }), { isHead: true }),
    row('a cookie header of rubbish', 200, (known) => ({
      target: authorizeTarget(known),
      headers: ['Cookie: a=b;;;=; "x'],
    })),
    row('two cookie lines', 200, (known) => ({
      target: authorizeTarget(known),
      headers: ['Cookie: a=b', 'Cookie: c=d'],
    })),
    row('a page that stays open', 200, (known) => ({ target: authorizeTarget(known) }), {
      learn(conversation, known) {
        known.values.set('open form', sealedRequest(conversation))
        keepCookies(conversation, known)
      },
    }),
    consent('consent without a cookie', 403, [SAME]),
    consent('consent with foreign cookies', 403, [SAME, 'Cookie: sallyport=x']),
    consent('consent from another site', 403, ['COOKIES', 'Sec-Fetch-Site: cross-site']),
    consent('consent from the same site', 403, ['COOKIES', 'Sec-Fetch-Site: same-site']),
    consent('consent from nowhere', 403, ['COOKIES', 'Sec-Fetch-Site: none']),
    consent('consent with a foreign origin', 403, ['COOKIES', 'Origin: https://evil.example']),
    consent('consent with an opaque origin', 403, ['COOKIES', 'Origin: null']),
    consent('consent with Sec-Fetch-Site twice', 403, ['COOKIES', SAME, 'Sec-Fetch-Site: cross-site']),
    consent('a decision that is none', 400, ['COOKIES', SAME], 'maybe'),
    consent('denial with our own origin', 303, ['COOKIES', 'Origin: http://127.0.0.1:3999'], 'deny'),
    consent('the same page again', 409, ['COOKIES', SAME]),
    post('a decision twice', 400, { body: 'request=x&decision=deny&decision=approve' }),
    post('no decision', 400, { body: 'request=x' }),
    post('a forged form', 403, { body: 'request=forged&decision=approve' }),
    post('an empty form', 400, { body: '' }),
    post('JSON', 400, { headers: [SAME, 'Content-Type: application/json'], body: '{"decision":"approve"}' }),
    post('multipart', 400, { headers: [SAME, 'Content-Type: multipart/form-data; boundary=x'], body: '--x--' }),
    post('too large a form', 413, { body: `request=${'x'.repeat(65_536)}` }),
    post('bytes that are not UTF-8', 400, { body: Buffer.from('decision=\u00ff', 'latin1') }),
    ...[
      '',
      '?state=',
      '?state=unknown',
      '?state=a&state=b',
      '?code=x',
      '?error=access_denied',
      '?state=x&code=y&iss=z',
      '?state=%zz',
    ].map((query) => row(`callback${query}`, 400, { target: `/callback${query}` })),
    row('callback with cookies and a strange state', 400, (known) => ({
      target: '/callback?state=strange&code=x',
      headers: [cookieLine(known)],
    })),
  ],
}
