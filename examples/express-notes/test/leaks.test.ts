import { expect, it, vi } from 'vitest'
import type { Recorded } from './support/recording.js'
import { exchangeHaystacks, placesOf, type Haystack } from './support/traces.js'
import { watchFlow, type Outbound } from './support/watched-flow.js'

vi.setConfig({ testTimeout: 120_000 })

const flow = await watchFlow()

const everything: readonly Haystack[] = [
  ...exchangeHaystacks(flow.exchanges),
  ...exchangeHaystacks(flow.mistakes).filter(({ place }) => place.includes(' < ')),
  { place: 'log', text: flow.log },
  ...flow.files,
]

const at = (method: string, path: string): Recorded[] =>
  flow.exchanges.filter((exchange) => exchange.method === method && exchange.url.pathname === path)
const upstreamTokenCalls = flow.outbound.filter(({ url, body }) => url.endsWith('/token') && body !== '')
const present = (values: readonly (string | null | undefined)[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string' && value !== '')),
]
const answers = (calls: readonly { readonly answer: string }[], name: string): string[] =>
  present(calls.map(({ answer }) => (JSON.parse(answer) as Record<string, string>)[name]))
const sent = (calls: readonly { readonly body: string }[], name: string): string[] =>
  present(calls.map(({ body }) => new URLSearchParams(body).get(name)))
const asCalls = (exchanges: readonly Recorded[]) =>
  exchanges.map(({ requestBody: body, responseBody: answer }) => ({ body, answer }))
const ourTokenCalls = asCalls(at('POST', '/token'))
const cookies = present(
  flow.exchanges.flatMap(({ responseHeaders }) =>
    [...responseHeaders.matchAll(/^set-cookie: [^=]+=([^;]{20,})/gm)].map(([, value]) => value),
  ),
)

function basicSecret({ headers }: Outbound): string | undefined {
  const basic = headers.find(([name]) => name === 'authorization')?.[1]?.replace(/^Basic /, '')
  return basic === undefined ? undefined : decodeURIComponent(atob(basic).split(':')[1] ?? '')
}

/** Where each of our secrets has to be, and may be; no other place, no log and no file. */
const ours: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'access tokens',
    answers(ourTokenCalls, 'access_token'),
    ['GET /mcp > headers', 'POST /mcp > headers', 'POST /token < body'],
  ],
  [
    'refresh tokens',
    answers(ourTokenCalls, 'refresh_token'),
    ['POST /revoke > body', 'POST /token < body', 'POST /token > body'],
  ],
  ['authorization codes', sent(ourTokenCalls, 'code'), ['GET /callback < headers', 'POST /token > body']],
  ['PKCE verifiers', sent(ourTokenCalls, 'code_verifier'), ['POST /token > body']],
  [
    'states of clients',
    present(at('GET', '/authorize').map(({ url }) => url.searchParams.get('state'))),
    ['GET /authorize > url', 'GET /callback < headers'],
  ],
  [
    'client secrets',
    answers(asCalls(at('POST', '/register')), 'client_secret'),
    ['POST /register < body', 'POST /revoke > headers', 'POST /token > headers'],
  ],
  [
    'cookies',
    cookies,
    [
      'GET /authorize < headers',
      'GET /callback < headers',
      'GET /callback > headers',
      'POST /consent < headers',
      'POST /consent > headers',
    ],
  ],
  ['sealed forms', sent(asCalls(at('POST', '/consent')), 'request'), ['GET /authorize < body', 'POST /consent > body']],
]

it.each(ours)('shows our %s where they belong and nowhere else [RS-40] [AS-15] [F-01]', (_what, secrets, places) => {
  expect(secrets.length).toBeGreaterThan(0)
  const found = new Set(secrets.flatMap((secret) => placesOf(secret, everything)))
  expect([...found].sort()).toEqual([...places].sort())
})

/** The provider's side: the browser carries code and state past us, tokens and secrets never come this way. */
const upstream: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['access tokens', answers(upstreamTokenCalls, 'access_token'), []],
  ['refresh tokens', answers(upstreamTokenCalls, 'refresh_token'), []],
  ['ID tokens', answers(upstreamTokenCalls, 'id_token'), []],
  ['client secret', present(upstreamTokenCalls.map(basicSecret)), []],
  ['PKCE verifiers', sent(upstreamTokenCalls, 'code_verifier'), []],
  ['codes', sent(upstreamTokenCalls, 'code'), ['GET /callback > url']],
  [
    'states',
    present(at('GET', '/callback').map(({ url }) => url.searchParams.get('state'))),
    ['GET /callback > url', 'POST /consent < headers'],
  ],
]

it.each(upstream)('keeps the provider’s %s to itself [PX-25] [F-01] [F-02] [RS-40]', (what, secrets, places) => {
  const outside = flow.outbound.map((call): Haystack => ({ place: 'to the provider', text: JSON.stringify(call) }))
  expect(secrets.length).toBeGreaterThan(0)
  for (const secret of secrets) {
    if (what !== 'states') expect(placesOf(secret, outside)).toEqual(['to the provider'])
    expect(placesOf(secret, everything)).toEqual(places)
  }
})

it('keeps every key in the key file [RS-40] [AS-15]', () => {
  const keys = [...flow.keys.matchAll(/"[kd]":\s*"([A-Za-z0-9_-]{43,})"/g)].map(([, key]) => key ?? '')
  expect(keys.length).toBeGreaterThanOrEqual(5)
  for (const key of keys) {
    expect(placesOf(key, everything)).toEqual([])
    const bytes = Buffer.from(key, 'base64url').toString('latin1')
    expect(everything.filter(({ text }) => text.includes(bytes))).toEqual([])
  }
})

it('finds in files and log what has to be there: the search can find', () => {
  const places = placesOf(flow.clientId, everything)
  expect(places).toContain('log')
  expect(places.some((place) => place.startsWith('file sallyport.db'))).toBe(true)
  const note = everything.filter(({ text }) => text.includes('a note to be found'))
  expect(note.some(({ place }) => place.startsWith('file notes.db'))).toBe(true)
  expect(flow.mistakes.length).toBeGreaterThan(10)
  expect(flow.files.map(({ place }) => place)).toContain('file sallyport.db-wal')
  expect(flow.log).toContain('grant.revoked')
})
