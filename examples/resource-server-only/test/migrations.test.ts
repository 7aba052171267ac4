import { oauthRoutes, protect } from '@sallyport/express'
import express from 'express'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import { letIn } from 'sallyport-example-support/visitors'
import { describe, expect, it } from 'vitest'
import * as bearerAfter from '../../../docs/snippets/migrations/bearer-auth-after.js'
import * as bearerBefore from '../../../docs/snippets/migrations/bearer-auth-before.js'
import { handleMcp } from '../../../docs/snippets/migrations/notes.js'
import { createMigratingSallyport } from '../../../docs/snippets/migrations/provider-tokens.js'
import * as proxyAfter from '../../../docs/snippets/migrations/proxy-provider-after.js'
import * as proxyBefore from '../../../docs/snippets/migrations/proxy-provider-before.js'
import * as rateAfter from '../../../docs/snippets/migrations/rate-limit-after.js'
import * as rateBefore from '../../../docs/snippets/migrations/rate-limit-before.js'
import * as sessionsAfter from '../../../docs/snippets/migrations/session-map-after.js'
import * as sessionsBefore from '../../../docs/snippets/migrations/session-map-before.js'
import { logIn } from '../login.js'
import { CLIENT_ID, NEIGHBOUR } from '../provider.js'
import { OLD_API, stage } from './stage.js'

const VERIFIER = 'a'.repeat(43)
const CHALLENGE = 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA'
const REDIRECT = 'http://127.0.0.1:9/callback'

function authorizeUrl(origin: string, clientId: string, more: Record<string, string> = {}): string {
  const query = { client_id: clientId, redirect_uri: REDIRECT, response_type: 'code', code_challenge_method: 'S256' }
  return `${origin}/authorize?${new URLSearchParams({ ...query, code_challenge: CHALLENGE, state: 's', ...more }).toString()}`
}

describe('from mcpAuthRouter with ProxyOAuthServerProvider', () => {
  const userinfo = async (issuer: string, token: string) =>
    (await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${token}` } })).status

  it('before: the browser goes straight to the provider, whose token the client gets [F-93]', async () => {
    const { origin, issuer, call } = await stage(proxyBefore.createApp)
    const url = authorizeUrl(origin, CLIENT_ID, { scope: 'openid' })
    const answer = await fetch(url, { redirect: 'manual' })
    expect(answer.headers.get('location')).toMatch(new RegExp(`^${issuer}/auth\\?`))

    const code = (await createScriptedPerson('alice').approve(url)).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', client_id: CLIENT_ID, code, code_verifier: VERIFIER }
    const body = new URLSearchParams({ ...form, redirect_uri: REDIRECT })
    const tokens = (await (await fetch(`${origin}/token`, { method: 'POST', body })).json()) as { access_token: string }
    expect(await call(tokens.access_token)).toBe(200)
    expect(await userinfo(issuer, tokens.access_token)).toBe(200)
  })

  it('after: a page asks about the client, whose token is ours and opens nothing else [F-93] [F-11]', async () => {
    const { origin, endpoint, issuer, call, tokenOf } = await stage(proxyAfter.createApp)
    const registered = await fetch(`${origin}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none' }),
    })
    const { client_id } = (await registered.json()) as { client_id: string }
    const page = await fetch(authorizeUrl(origin, client_id, { resource: endpoint }), { redirect: 'manual' })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('name="decision"')

    const { mcp, connection } = await letIn({ endpoint }, 'alice')
    expect(await connection.callTool('whoami')).toContain('"token":"sallyport:')
    const token = mcp.tokens()?.access_token ?? ''
    await mcp.close()
    expect(await call(token)).toBe(200)
    expect(await userinfo(issuer, token)).toBe(401)
    expect(await call(await tokenOf('alice'))).toBe(401)
  })
})

describe('from requireBearerAuth with introspection', () => {
  it.each([
    ['before', bearerBefore.createApp, 200],
    ['after', bearerAfter.createApp, 401],
  ])('%s: a token that the provider issued for another API [F-93] [RS-25]', async (_when, createApp, status) => {
    const { call, tokenOf } = await stage(createApp)
    expect(await call(await tokenOf('alice', NEIGHBOUR))).toBe(status)
    expect(await call(await tokenOf('alice'))).toBe(200)
  })

  it.each([
    ['before', bearerBefore.createApp, /"token":"(?!sallyport:)/],
    ['after', bearerAfter.createApp, /"token":"sallyport:/],
  ])('%s: what tools see of the token [F-93] [RS-39]', async (_when, createApp, seen) => {
    const { post, tokenOf } = await stage(createApp)
    const token = await tokenOf('alice')
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'whoami', arguments: {} } }
    const text = (await (await post(token, call)).text()).replaceAll('\\"', '"')
    expect(text).toMatch(seen)
    expect(text.includes(token)).toBe(_when === 'before')
  })
})

describe('from express-rate-limit on /mcp', () => {
  it.each([
    ['before: everybody behind one address shares it', rateBefore.createApp, 429],
    ['after: each person has their own', rateAfter.createApp, 200],
  ])('%s [F-93] [F-40]', async (_when, createApp, bobs) => {
    const { call, tokenOf } = await stage(createApp)
    const [alice, bob] = [await tokenOf('alice'), await tokenOf('bob')]
    const statuses: number[] = []
    for (let turn = 0; turn < 6; turn++) statuses.push(await call(alice))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect(await call(bob)).toBe(bobs)
  })
})

describe('from a map of sessions', () => {
  it.each([
    ['before: whoever has the id and any token is in', sessionsBefore.createApp, 200, [200, 400]],
    ['after: the session of somebody else does not exist', sessionsAfter.createApp, 404, [404, 200]],
  ])('%s [F-93] [ST-23]', async (_when, createApp, bobs, afterHisDelete) => {
    const { call, endpoint, post, tokenOf } = await stage(createApp)
    const end = async (token: string, session: Record<string, string>) =>
      (await fetch(endpoint, { method: 'DELETE', headers: { authorization: `Bearer ${token}`, ...session } })).status
    const [alice, bob] = [await tokenOf('alice'), await tokenOf('bob')]
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } }
    const opened = await post(alice, { jsonrpc: '2.0', id: 1, method: 'initialize', params })
    await opened.body?.cancel()
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    expect(await call(alice, session)).toBe(200)
    expect(await call(bob, session)).toBe(bobs)

    expect([await end(bob, session), await call(alice, session)]).toEqual(afterHisDelete)
  })
})

it('lets clients with provider tokens in for a time, and no ID token [F-93] [F-11]', async () => {
  const { call, issuer, tokenOf } = await stage((place) => {
    const sallyport = createMigratingSallyport(place, '2999-12-31')
    const app = express()
    app.use(oauthRoutes(sallyport))
    app.all('/mcp', protect(sallyport), handleMcp)
    return app
  })
  expect(await call(await tokenOf('alice', OLD_API))).toBe(200)
  expect(await call(await tokenOf('alice'))).toBe(401)
  expect(await call((await logIn(issuer, OLD_API, 'openid notes:read')).id_token)).toBe(401)
})
