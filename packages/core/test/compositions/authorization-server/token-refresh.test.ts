import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { OTHER_RESOURCE, RESOURCE, world, type World } from './harness.js'
import { connect, errorOf, refresh, register, type TokenResponse } from './steps.js'

const DAY = 86_400_000
const HOUR = 3_600_000
const SCOPES = { scope: 'notes:read notes:write offline_access' }

const tokensOf = async (response: Response): Promise<TokenResponse> => (await response.json()) as TokenResponse

const isAlive = async (w: World, token: string): Promise<boolean> =>
  Promise.resolve()
    .then(() => w.verifier.verify(token, RESOURCE))
    .then(
      () => true,
      () => false,
    )

it('rotates the refresh token and issues a fresh access token [AS-56] [AS-51]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  w.runtime.advance(HOUR)
  const response = await refresh(w, clientId, tokens.refresh_token)
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  const next = await tokensOf(response)
  expect(next.refresh_token).toMatch(/^srt_/)
  expect(next.refresh_token).not.toBe(tokens.refresh_token)
  expect(next.scope).toBe('notes:read notes:write')
  expect(decodeJwt(next.access_token)['gid']).toBe(decodeJwt(tokens.access_token)['gid'])
  expect(await isAlive(w, next.access_token)).toBe(true)
})

it('gives a lost answer again within ten seconds: the same successor, a fresh access token [F-05]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  const first = await tokensOf(await refresh(w, clientId, tokens.refresh_token))
  w.runtime.advance(9_999)
  const again = await tokensOf(await refresh(w, clientId, tokens.refresh_token))
  expect(again.refresh_token).toBe(first.refresh_token)
  expect(again.access_token).not.toBe(first.access_token)
})

it('takes a later reuse for theft and ends everything of the grant [AS-57] [F-05]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  const next = await tokensOf(await refresh(w, clientId, tokens.refresh_token))
  w.runtime.advance(10_001)
  expect(await errorOf(await refresh(w, clientId, tokens.refresh_token))).toBe('invalid_grant')
  expect(await errorOf(await refresh(w, clientId, next.refresh_token))).toBe('invalid_grant')
  expect(await isAlive(w, next.access_token)).toBe(false)
})

it('leaves one chain after 50 parallel refreshes of one token [F-05] [AS-56]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  const responses = await Promise.all(Array.from({ length: 50 }, () => refresh(w, clientId, tokens.refresh_token)))
  const bodies = await Promise.all(responses.map(tokensOf))
  const successors = new Set(bodies.flatMap(({ refresh_token: token }) => token ?? []))
  expect(successors.size).toBe(1)
  expect((await refresh(w, clientId, [...successors][0])).status).toBe(200)
})

it.each([
  ['a wider scope', { scope: 'notes:read notes:write admin' }, 'invalid_scope'],
  ['a malformed scope', { scope: 'notes:read"' }, 'invalid_scope'],
  ['another resource', { resource: OTHER_RESOURCE }, 'invalid_target'],
  ['a foreign resource', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
  ['no token', { refresh_token: undefined }, 'invalid_request'],
  ['a made-up token', { refresh_token: 'srt_x' }, 'invalid_grant'],
])('refuses %s, and the token still works [AS-58] [AS-37] [F-05]', async (_case, change, error) => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  const response = await refresh(w, clientId, tokens.refresh_token, change)
  expect(response.status).toBe(400)
  expect(await errorOf(response)).toBe(error)
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(200)
})

it('narrows for one access token, and keeps the grant as wide as it was [AS-58]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  const narrow = await tokensOf(await refresh(w, clientId, tokens.refresh_token, { scope: 'notes:read' }))
  expect(narrow.scope).toBe('notes:read')
  expect((await tokensOf(await refresh(w, clientId, narrow.refresh_token))).scope).toBe('notes:read notes:write')
})

it('lets another client learn and move nothing with a stolen token [AS-58]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  expect(await errorOf(await refresh(w, await register(w), tokens.refresh_token))).toBe('invalid_grant')
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(200)
})

it('takes neither an access token nor a code for a refresh token [F-10]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  expect(await errorOf(await refresh(w, clientId, tokens.access_token))).toBe('invalid_grant')
})

it('ends a refresh token that was not used for two weeks, and any after thirty days [AS-59]', async () => {
  const w = await world()
  const idle = await connect(w, SCOPES)
  let { refresh_token: token } = (await connect(w, { ...SCOPES, client_id: idle.clientId })).tokens
  w.runtime.advance(13 * DAY)
  token = (await tokensOf(await refresh(w, idle.clientId, token))).refresh_token
  w.runtime.advance(DAY)
  expect(await errorOf(await refresh(w, idle.clientId, idle.tokens.refresh_token))).toBe('invalid_grant')
  w.runtime.advance(10 * DAY)
  const last = await tokensOf(await refresh(w, idle.clientId, token))
  expect(last.expires_in).toBe(3600)
  w.runtime.advance(6 * DAY)
  expect(await errorOf(await refresh(w, idle.clientId, last.refresh_token))).toBe('invalid_grant')
})

it('lets no access token outlive its grant [AS-55]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  let { refresh_token: token } = tokens
  for (let day = 0; day < 3; day++) {
    w.runtime.advance(10 * DAY - HOUR / 6)
    token = (await tokensOf(await refresh(w, clientId, token))).refresh_token ?? token
  }
  const { expires_in: left } = await tokensOf(await refresh(w, clientId, token))
  expect(left).toBeLessThanOrEqual(HOUR / 2 / 1000)
})

it('asks the provider once an hour whether the person still exists [F-02]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  const next = await tokensOf(await refresh(w, clientId, tokens.refresh_token))
  expect(w.upstream.refreshes).toBe(0)
  w.runtime.advance(HOUR + 1)
  expect((await refresh(w, clientId, next.refresh_token)).status).toBe(200)
  expect(w.upstream.refreshes).toBe(1)
})

it('ends the grant of a person the provider has disabled [F-02] [PX-30]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  w.runtime.advance(HOUR + 1)
  w.upstream.health = 'disabled'
  expect(await errorOf(await refresh(w, clientId, tokens.refresh_token))).toBe('invalid_grant')
  expect(w.events.find(({ kind }) => kind === 'grant.revoked')).toMatchObject({ by: 'upstream' })
  w.upstream.health = 'up'
  expect(await errorOf(await refresh(w, clientId, tokens.refresh_token))).toBe('invalid_grant')
})

it('rotates nothing while the provider cannot be asked: the same token works afterwards [F-05]', async () => {
  const w = await world()
  const { clientId, tokens } = await connect(w, SCOPES)
  w.runtime.advance(HOUR + 1)
  w.upstream.health = 'down'
  const response = await refresh(w, clientId, tokens.refresh_token)
  expect(response.status).toBe(503)
  expect(await errorOf(response)).toBe('temporarily_unavailable')
  w.runtime.advance(HOUR)
  w.upstream.health = 'up'
  expect((await refresh(w, clientId, tokens.refresh_token)).status).toBe(200)
})
