import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { fakeRuntime } from '../../src/host/testing/index.js'
import { keysFromSecret } from '../../src/primitives/keys/index.js'
import { memoryStore } from '../../src/store/index.js'
import {
  codeFor,
  connect,
  errorOf,
  redeem,
  refresh,
  register,
  type TokenResponse,
} from '../compositions/authorization-server/steps.js'
import { facts } from './support.js'
import { deployment } from './deployment.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const tokensOf = async (response: Response) => (await response.json()) as TokenResponse

describe('lifetimes of a whole deployment', () => {
  it.each([
    ['one hour by default', {}, 3600, 'EdDSA'],
    ['half an hour with HS256', { keys: keysFromSecret('kQ3vTzr8mX1cYb6nLw0pDs5hGf2jRa9eUi4oKt7z') }, 1800, 'HS256'],
    ['what the operator wants', { authorizationServer: { lifetimes: { accessTokenMs: 300_000 } } }, 300, 'EdDSA'],
  ])('are %s for an access token [F-03] [AS-55] [F-06]', async (_case, options, seconds, alg) => {
    const d = deployment(options)
    const { tokens } = await connect(d)
    expect(tokens.expires_in).toBe(seconds)
    const { exp = 0, iat = 0 } = decodeJwt(tokens.access_token)
    expect(exp - iat).toBe(seconds)
    expect(decodeProtectedHeader(tokens.access_token).alg).toBe(alg)
    expect(await d.call(tokens.access_token)).toBe(200)
    d.runtime.advance(seconds * 1000 + 30_000)
    expect(await d.call(tokens.access_token)).toBe(401)
  })

  it.each([
    ['14 idle days and 30 days in all by default', {}, 14, 30],
    ['what the operator wants', { refreshIdleMs: 2 * DAY, grantMs: 5 * DAY }, 2, 5],
  ])('are %s for a refresh token [F-03] [AS-59]', async (_case, lifetimes, idleDays, days) => {
    const d = deployment({ authorizationServer: { lifetimes } })
    const { clientId, tokens: idle } = await connect(d)
    let { refresh_token: used } = (await connect(d, { client_id: clientId })).tokens
    for (let day = 1; day < days; day++) {
      d.runtime.advance(DAY)
      used = (await tokensOf(await refresh(d, clientId, used))).refresh_token
      expect(used).toBeDefined()
      if (day === idleDays) expect(await errorOf(await refresh(d, clientId, idle.refresh_token))).toBe('invalid_grant')
    }
    d.runtime.advance(DAY)
    expect(await errorOf(await refresh(d, clientId, used))).toBe('invalid_grant')
  })

  it('are limited: nobody gets an access token for more than a day [F-03]', async () => {
    const d = deployment({ authorizationServer: { lifetimes: { accessTokenMs: DAY + 1 } } })
    await expect(d.sallyport.ready()).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})

it.each([
  [false, true],
  [true, false],
])(
  'strictRefresh %s: a registered refresh grant alone yields a refresh token: %s [F-04]',
  async (strictRefresh, issued) => {
    const d = deployment({ authorizationServer: { strictRefresh } })
    const { clientId, tokens } = await connect(d)
    expect(tokens.refresh_token !== undefined).toBe(issued)
    const code = await codeFor(d.browser(), { client_id: clientId, scope: 'notes:read offline_access' })
    expect((await tokensOf(await redeem(d, clientId, code))).refresh_token).toBeDefined()
    const verdicts = d.events.flatMap((event) => (event.kind === 'token.issued' ? [event.refreshToken] : []))
    expect(verdicts).toEqual([issued ? 'issued' : 'not_allowed', 'issued'])
  },
)

it('asks again when the consent lifetime of the operator is over [F-15]', async () => {
  const d = deployment({ authorizationServer: { lifetimes: { consentMs: HOUR } } })
  const { clientId, browser } = await connect(d)
  const ask = async () => (await browser.get(`https://notes.example/authorize?${query(clientId)}`)).status
  expect(await ask()).toBe(303)
  d.runtime.advance(HOUR)
  expect(await ask()).toBe(200)
})

const query = (clientId: string) =>
  new URLSearchParams({
    client_id: clientId,
    redirect_uri: 'https://app.example/cb',
    response_type: 'code',
    code_challenge: 'A'.repeat(43),
    code_challenge_method: 'S256',
    scope: 'notes:read',
  }).toString()

describe('the challenge for missing scopes', () => {
  it.each([
    [undefined, 'notes:write'],
    [false, 'notes:write'],
    [true, 'notes:read notes:write'],
  ])('with includeGranted %s names %s [RS-62] [RS-60]', async (includeGranted, scope) => {
    const d = deployment(includeGranted === undefined ? {} : { includeGranted })
    const { tokens } = await connect(d)
    const gate = d.sallyport.gate()
    const admitted = await gate.admit(facts({ authorization: `Bearer ${tokens.access_token}` }))
    if (!admitted.allowed) throw new Error('refused')
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'notes_add' } }
    const decision = await gate.authorize(admitted, message)
    const challenge = decision.allowed ? [] : decision.reply.headers.filter(([name]) => name === 'www-authenticate')
    expect(challenge).toHaveLength(1)
    expect(challenge[0]?.[1]).toContain(`error="insufficient_scope", scope="${scope}", `)
  })

  it('is refused as an option that is no switch [RS-62]', () => {
    expect(() => deployment({ includeGranted: 'yes' as never })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }),
    )
  })
})

it('forgets a client that nobody used after a day, in another process too [F-12] [AS-102]', async () => {
  const runtime = fakeRuntime()
  const store = memoryStore({}, runtime)
  const [one, two] = [deployment({ runtime, store }), deployment({ runtime, store })]
  const clientId = await register(one)
  runtime.advance(DAY - 1)
  expect((await two.browser().get(`https://notes.example/authorize?${query(clientId)}`)).status).toBe(200)
  runtime.advance(1)
  expect((await two.browser().get(`https://notes.example/authorize?${query(clientId)}`)).status).toBe(400)
})
