import { describe, expect, it } from 'vitest'
import { handle } from './browser.js'
import { ISSUER, world, type World } from './harness.js'
import { errorOf, postForm, postJson } from './steps.js'

const FEW = { burst: 3, intervalMs: 10_000 }
const FAILURES = { authorize: FEW, callback: FEW, register: FEW, revoke: FEW, token: FEW }
const SITE = '2001:db8:7:'

const get = (w: World, path: string, address?: string) => handle(w.server, new Request(ISSUER + path), address)
const unknown = { client_id: 'c_unknown', token: 'x' }

/** One wrong request to every endpoint. */
const WRONG: readonly [room: string, send: (w: World) => Promise<Response>][] = [
  ['authorize', (w) => get(w, '/authorize?client_id=unknown')],
  ['authorize', (w) => w.browser().post(`${ISSUER}/consent`, { request: 'v1.x.AAAA', decision: 'approve' })],
  ['callback', (w) => get(w, `/callback?state=${'A'.repeat(86)}`)],
  ['token', (w) => postForm(w.server, '/token', unknown)],
  ['revoke', (w) => postForm(w.server, '/revoke', unknown)],
  ['register', (w) => postJson(w.server, {})],
]

describe.each(WRONG)('an address that keeps failing at %s', (room, send) => {
  it('is told what is counted and when to come back, by every endpoint [F-42] [F-44] [AS-66]', async () => {
    const w = await world({ limits: { failures: FAILURES } })
    for (let time = 0; time < 3; time++) {
      const response = await send(w)
      expect(response.status).toBeLessThan(429)
      expect(response.headers.get('ratelimit')).toBeNull()
    }
    const { status, headers } = await send(w)
    expect(status).toBe(429)
    expect(headers.get('retry-after')).toBe('10')
    expect(headers.get('ratelimit-policy')).toBe(`"address-${room}";q=3;w=30`)
    expect(headers.get('ratelimit')).toBe(`"address-${room}";r=0;t=10`)
    w.runtime.advance(10_000)
    expect((await send(w)).status).toBeLessThan(429)
  })
})

it.each(['/token', '/revoke', '/register'])('lets pages in browsers read the limits of %s [F-42]', async (path) => {
  const w = await world({ limits: { failures: FAILURES } })
  const response = await postForm(w.server, path, unknown)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-expose-headers')).toMatch(/Retry-After, RateLimit, RateLimit-Policy/)
})

it('answers those of 50 wrong guesses at once that went too far with 429 [F-44] [AS-66]', async () => {
  const w = await world({ limits: { failures: FAILURES } })
  const answers = await Promise.all(Array.from({ length: 50 }, () => postForm(w.server, '/token', unknown)))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(3)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(47)
})

it('counts an IPv6 site, in however many networks it guesses [F-44] [F-40]', async () => {
  const w = await world({ limits: { failures: FAILURES } })
  const statuses: number[] = []
  for (let index = 1; index <= 60; index++)
    statuses.push((await get(w, '/authorize?client_id=unknown', `${SITE}${index.toString(16)}::1`)).status)
  expect(statuses.filter((status) => status === 400)).toHaveLength(48)
  expect(statuses.at(-1)).toBe(429)
  expect((await get(w, '/authorize?client_id=unknown', '2001:db8:8::1')).status).toBe(400)
})

describe('secrets of a client', () => {
  async function confidential() {
    const w = await world({ limits: { clientSecrets: FEW } })
    const registered = await postJson(w.server, {
      redirect_uris: ['https://app.example/cb'],
      token_endpoint_auth_method: 'client_secret_basic',
    })
    const { client_id: id = '', client_secret: secret = '' } = (await registered.json()) as Record<string, string>
    const present = (path: string, client_secret: string, address: string) => {
      const headers = { authorization: `Basic ${btoa(`${id}:${client_secret}`)}` }
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', token: 'x' })
      return handle(w.server, new Request(ISSUER + path, { method: 'POST', headers, body }), address)
    }
    return { w, present, secret }
  }

  it.each(['/token', '/revoke'])('guessed at %s lock out the guesser and nobody else [F-44] [AS-66]', async (path) => {
    const { present, secret, w } = await confidential()
    for (let time = 0; time < 3; time++) expect((await present(path, 'wrong', '192.0.2.1')).status).toBe(401)
    const refused = await present(path, secret, '192.0.2.1')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('ratelimit')).toBe('"client-secret";r=0;t=10')
    expect(await errorOf(refused)).toBe('temporarily_unavailable')
    expect((await present(path, secret, '198.51.100.7')).status).not.toBe(429)
    w.runtime.advance(10_000)
    expect((await present(path, secret, '192.0.2.1')).status).not.toBe(429)
  })

  it('guessed at one endpoint are guessed at the other [F-44]', async () => {
    const { present } = await confidential()
    await present('/token', 'wrong', '192.0.2.1')
    await present('/revoke', 'wrong', '192.0.2.1')
    await present('/token', 'wrong', '192.0.2.1')
    expect((await present('/revoke', 'wrong', '192.0.2.1')).status).toBe(429)
  })
})
