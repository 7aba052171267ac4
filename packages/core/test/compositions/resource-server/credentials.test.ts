import { describe, expect, it } from 'vitest'
import { call, facts, gateWorld, METADATA_URL, summary } from './fixture.js'
import { HOUR_MS } from '../../services/tokens/fixture.js'

const world = await gateWorld()
const { gate } = world
const good = await world.token()
const bearer = (value: string) => ['authorization', value] as const
const reasons = () => world.events.map((event) => event.reason)

const MISSING = { status: 401, challenge: `Bearer resource_metadata="${METADATA_URL}", scope="notes:read"` }
const INVALID = {
  status: 401,
  challenge: `Bearer error="invalid_token", scope="notes:read", resource_metadata="${METADATA_URL}"`,
}
const MALFORMED = {
  status: 400,
  challenge: `Bearer error="invalid_request", scope="notes:read", resource_metadata="${METADATA_URL}"`,
}

describe('every request stands for itself', () => {
  it.each(['POST', 'GET', 'DELETE'])('refuses %s without a token, session or not [RS-20]', async (method) => {
    const session = [['mcp-session-id', 'of-somebody-who-was-let-in']] as const
    expect((await gate.admit(facts({ method, headers: [bearer(`Bearer ${good}`)] }))).allowed).toBe(true)
    expect(summary(await gate.admit(facts({ method, headers: session })))).toEqual(MISSING)
  })

  it.each(['HEAD', 'PUT', 'PATCH', 'TRACE', 'CONNECT', 'get', 'POST '])('has no %s [RS-20] [ST-16]', async (method) => {
    const result = await gate.admit(facts({ method, headers: [bearer(`Bearer ${good}`)] }))
    expect(summary(result).status).toBe(405)
  })
})

describe('where a token may stand', () => {
  it.each([
    '/mcp?access_token=TOKEN',
    '/mcp?ACCESS_TOKEN=TOKEN&access_token=TOKEN',
    '/mcp?x=1&access%5Ftoken=TOKEN',
    '/mcp?access_token=',
  ])('does not accept one in the query: %s [RS-21] [RS-29]', async (target) => {
    expect(summary(await gate.admit(facts({ target: target.replaceAll('TOKEN', good) })))).toEqual(MISSING)
  })

  it.each(['x-access-token', 'cookie', 'proxy-authorization', 'x-api-key', 'mcp-authorization'])(
    'does not accept one in %s [RS-21]',
    async (name) => {
      expect(summary(await gate.admit(facts({ headers: [[name, `Bearer ${good}`]] })))).toEqual(MISSING)
    },
  )

  it('refuses two credentials, never takes the first [RS-22]', async () => {
    const lines = bearer(`Bearer ${good}`)
    for (const parts of [
      { headers: [lines, lines] },
      { headers: [lines, bearer('Bearer other')] },
      { headers: [bearer(`Bearer ${good}, Bearer ${good}`)] },
      { headers: [lines], target: `/mcp?access_token=${good}` },
    ]) {
      expect(summary(await gate.admit(facts(parts)))).toEqual(MALFORMED)
    }
  })

  it.each([
    'Bearer',
    'Bearer ',
    `Bearer ${good} ${good}`,
    `Bearer\t${good}`,
    `Bearer "${good}"`,
    `Bearer tokén`,
    `Bearer ${good};`,
    'Bearer sallyport:jti-1', // our own reference to a token is none
  ])('refuses the malformed %j [RS-23]', async (line) => {
    expect(summary(await gate.admit(facts({ headers: [bearer(line)] })))).toEqual(MALFORMED)
  })

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('accepts the scheme as %s [RS-23]', async (scheme) => {
    expect((await gate.admit(facts({ headers: [bearer(`${scheme} ${good}`)] }))).allowed).toBe(true)
  })

  it.each([`Basic ${btoa('alice:secret')}`, `DPoP ${good}`, `Token ${good}`, good])(
    'treats another scheme like no credentials [RS-29] [RS-42]',
    async (line) => {
      expect(summary(await gate.admit(facts({ headers: [bearer(line)] })))).toEqual(MISSING)
    },
  )
})

describe('a token that is not valid', () => {
  it.each([
    ['garbage', async () => 'garbage'],
    ['for another resource', () => world.token({ resource: 'https://notes.example.com/mcp2' })],
    ['bound to a key', () => world.forge({ claims: { cnf: { jkt: 'x' } } })],
    ['without a subject', () => world.forge({ claims: { sub: undefined } })],
    ['of an ID token’s type', () => world.forge({ header: { typ: 'JWT' } })],
    ['a refresh token', async () => 'srt_c29tZXRoaW5nIGVsc2U'],
    ['a code', async () => 'sac_c29tZXRoaW5nIGVsc2U'],
    ['a sealed value', async () => 'v1.k1.c29tZXRoaW5nIGVsc2UgYWx0b2dldGhlcg'],
  ])(
    'is refused with one and the same answer: %s [RS-25] [RS-26] [RS-28] [RS-41] [RS-42] [F-10]',
    async (_case, token) => {
      const result = await world.admit(await token())
      expect(summary(result)).toEqual(INVALID)
      if (!result.allowed)
        expect(result.reply.body).toBe('{"jsonrpc":"2.0","error":{"code":401,"message":"Unauthorized"}}')
    },
  )

  it('is refused when it expired, and when it was revoked [RS-28] [RS-30]', async () => {
    const other = await gateWorld()
    const [expired, revoked] = [await other.token({ grantId: 'g_1' }), await other.token({ grantId: 'g_2' })]
    expect((await other.run(revoked, call('notes_list'))).allowed).toBe(true)
    await other.revocations.revoke({ kind: 'gid', id: 'g_2', expiresAtMs: other.runtime.nowMs() + HOUR_MS })
    expect(summary(await other.run(revoked, call('notes_list')))).toEqual(INVALID)
    // Known from now on, and refused before a body is read.
    expect(summary(await other.admit(revoked))).toEqual(INVALID)
    expect((await other.admit(expired)).allowed).toBe(true)
    other.runtime.advance(HOUR_MS + 30_000)
    expect(summary(await other.admit(expired))).toEqual(INVALID)
  })

  it('is told apart in the audit log only [RS-40] [RS-41]', async () => {
    world.events.length = 0
    await world.admit(await world.forge({ claims: { aud: 'https://other.example' } }))
    await world.admit('garbage')
    await gate.admit(facts())
    expect(reasons()).toEqual(['token_audience_foreign', 'token_malformed', 'no_credentials'])
  })

  it('leaves no trace of itself in any event [RS-40]', async () => {
    const forged = await world.forge({ claims: { aud: 'https://other.example' } })
    world.events.length = 0
    await world.run(good, call('notes_list'), { target: `/mcp?hint=${good}` })
    await world.admit(forged)
    await gate.admit(facts({ target: `/mcp?access_token=${good}` }))
    await gate.admit(facts({ headers: [bearer(`Bearer ${good}`), bearer(`Bearer ${forged}`)] }))
    await world.run(good, call(good))
    expect(world.events.length).toBeGreaterThan(4)
    const log = JSON.stringify(world.events)
    for (const token of [good, forged]) for (const part of token.split('.')) expect(log).not.toContain(part)
  })
})

it('looks at nothing but head and address before the caller is known: no body was read [RS-24]', async () => {
  const touched = new Set<string | symbol>()
  const watched = new Proxy(facts({ headers: [bearer(`Bearer ${good}`)] }), {
    get: (target, name, receiver) => (touched.add(name), Reflect.get(target, name, receiver) as unknown),
  })
  expect((await gate.admit(watched)).allowed).toBe(true)
  expect([...touched].sort()).toEqual(['headerLines', 'method', 'remoteAddress', 'target'])
})

it.each([
  undefined,
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
])('reads no body that is %s, and asks for the token first [RS-24] [ST-17]', async (type) => {
  const lines = type === undefined ? [] : [type]
  const request = (authorization: readonly string[]) => ({
    ...facts(),
    headerLines: (name: string) => ({ 'content-type': lines, authorization })[name] ?? [],
  })
  expect(summary(await gate.admit(request([])))).toEqual(MISSING)
  expect(summary(await gate.admit(request([`Bearer ${good}`]))).status).toBe(415)
})
