import { startDevIdp } from '@sallyport/dev-idp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBrowser } from '../../../../dev-idp/test/browser.js'
import { createUpstreamFetch, oidcUpstream, type UpstreamFetchInit } from '../../../src/compositions/upstream/index.js'
import { systemRuntime } from '../../../src/foundation/index.js'
import type { AuditInput } from '../../../src/audit/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { createUpstreamTokens } from '../../../src/services/upstream-tokens/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { json, stubServer, text } from '../../support/stub-server.js'
import { CALLBACK, newLogin, queryOf } from './logins.js'

const CLIENT_TOKEN = 'eyJ.the-token-of-the-mcp-client.sig'
const audit = { record: () => undefined }

const v1 = (grantId: unknown, token = 'sallyport:jti-1') => ({ authInfo: { token, extra: { grantId } } })
const v2 = (grantId: unknown, token?: string) => ({ http: v1(grantId, token) })

/** Alice has logged in at a real provider, and has the grant `g1` here. */
async function afterLogin({ apiOrigins = [], ...changes }: { nowMs?: () => number; apiOrigins?: string[] } = {}) {
  const idp = await startDevIdp({ redirectUris: [CALLBACK] })
  onTestFinished(() => idp.close())
  const runtime = { ...systemRuntime, ...changes }
  const { issuer, clientId, clientSecret } = idp
  const provider = oidcUpstream({
    issuer,
    clientId,
    clientSecret,
    apiOrigins,
    unsafelyAllowHttpLoopback: true,
  }).connect(runtime)
  const { records } = memoryStore({}, runtime)
  const sealer = createSealer([{ kid: 'k1', secret: systemRuntime.randomBytes(32) }], 'vault')
  const vault = createUpstreamTokens({ records, sealer, endpoint: provider }, audit, runtime)

  const login = newLogin()
  const browser = createBrowser()
  const form = await browser.visit(await provider.authorizationUrl(login), CALLBACK)
  const { tokens } = await provider.finish(login, queryOf((await browser.logIn(form, 'alice', CALLBACK)).url))
  await vault.store({ grantId: 'g1', subject: 'user-1', expiresAtMs: runtime.nowMs() + 86_400_000 }, tokens)

  const revoked: string[] = []
  const revokeGrant = (grantId: string) => Promise.resolve(void revoked.push(grantId))
  const options = { vault, provider, revokeGrant, audit, unsafelyAllowHttpLoopback: true }
  return { idp, vault, tokens, options, revoked, runtime, upstreamFetch: createUpstreamFetch(options, runtime) }
}

/** The same without a provider, for what is sent to an API of ours. */
async function withApi(accessToken = 'upstream-access') {
  const api = await stubServer()
  api.on('/x', json({ ok: true }))
  const vault = { accessToken: () => Promise.resolve(accessToken) }
  const provider = { issuer: api.origin, apiOrigins: () => Promise.resolve([api.origin]) }
  const events: AuditInput[] = []
  const upstreamFetch = createUpstreamFetch({
    vault,
    provider,
    revokeGrant: () => Promise.resolve(),
    audit: { record: (event) => void events.push(event) },
    unsafelyAllowHttpLoopback: true,
  })
  return { api, url: `${api.origin}/x`, upstreamFetch, events }
}

describe('a call of the provider’s API', () => {
  it.each([
    ['version 1', v1],
    ['version 2', v2],
  ])('from a handler of SDK %s carries the token that the provider issued [PX-26] [F-02]', async (_case, extra) => {
    const { idp, upstreamFetch } = await afterLogin()
    const response = await upstreamFetch(extra('g1'), new URL(`${idp.issuer}/me`))
    expect(await response.json()).toMatchObject({ sub: 'alice', email: 'alice@example.test' })
  })

  it('after the token has ended carries a fresh one [F-02]', async () => {
    let aheadMs = 0
    const { idp, upstreamFetch, vault, tokens } = await afterLogin({ nowMs: () => systemRuntime.nowMs() + aheadMs })
    aheadMs = 3_600_000
    expect((await upstreamFetch(v1('g1'), `${idp.issuer}/me`)).status).toBe(200)
    expect(await vault.accessToken('g1')).not.toBe(tokens.accessToken)
  })

  it('for somebody who was disabled ends the grant [F-02]', async () => {
    let aheadMs = 0
    const { idp, upstreamFetch, revoked } = await afterLogin({ nowMs: () => systemRuntime.nowMs() + aheadMs })
    idp.disableUser('alice')
    aheadMs = 3_600_000
    await expect(upstreamFetch(v1('g1'), `${idp.issuer}/me`)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(revoked).toEqual(['g1'])
  })

  it('never carries anything of the client [RS-39] [PX-26]', async () => {
    const { api, url, upstreamFetch } = await withApi()
    await upstreamFetch(v1('g1', CLIENT_TOKEN), url, { method: 'POST', body: 'a=b', headers: { 'x-own': '1' } })

    const [request] = api.requests
    expect(request?.headers.authorization).toBe('Bearer upstream-access')
    expect(request?.headers['x-own']).toBe('1')
    expect(JSON.stringify([request, [...(request?.form ?? [])]])).not.toContain(CLIENT_TOKEN)
  })

  it.each<[string, (url: string) => [string, UpstreamFetchInit?]]>([
    ['in the query', (url) => [`${url}?t=${CLIENT_TOKEN}`]],
    ['in the path', (url) => [`${url}/${CLIENT_TOKEN}`]],
    ['in a header', (url) => [url, { headers: { 'x-token': `a ${CLIENT_TOKEN}` } }]],
    ['in the body', (url) => [url, { method: 'POST', body: JSON.stringify({ token: CLIENT_TOKEN }) }]],
    ['in a form', (url) => [url, { method: 'POST', body: new URLSearchParams({ token: CLIENT_TOKEN }) }]],
  ])('with the client’s token %s is refused [RS-39] [PX-26]', async (_case, call) => {
    const { api, url, upstreamFetch, events } = await withApi()
    await expect(upstreamFetch(v1('g1', CLIENT_TOKEN), ...call(url))).rejects.toMatchObject({
      reason: 'upstream_fetch_client_token',
    })
    expect(api.requests).toHaveLength(0)
    expect(events).toEqual([
      {
        kind: 'upstream.refused',
        outcome: 'refused',
        upstream: api.origin,
        reason: 'upstream_fetch_client_token',
        grantId: 'g1',
      },
    ])
  })

  it.each(['authorization', 'Authorization', 'Proxy-Authorization', 'Cookie'])(
    'with a header %s of the tool is refused [PX-26]',
    async (name) => {
      const { api, url, upstreamFetch } = await withApi()
      await expect(upstreamFetch(v1('g1'), url, { headers: { [name]: 'x' } })).rejects.toMatchObject({
        reason: 'upstream_fetch_credentials',
      })
      expect(api.requests).toHaveLength(0)
    },
  )

  it('to another origin is refused: the token stays where it belongs [PX-25]', async () => {
    const { upstreamFetch, api } = await withApi()
    const stranger = await stubServer()
    for (const url of [
      `${stranger.origin}/x`,
      api.origin.replace('127.0.0.1', 'localhost'),
      'https://login.example.com/',
      `${api.origin.replace('http:', 'https:')}/x`,
    ]) {
      await expect(upstreamFetch(v1('g1'), url)).rejects.toMatchObject({
        error: 'invalid_request',
        reason: 'upstream_fetch_origin',
      })
    }
    for (const url of ['/me', 'javascript:1', `http://x@127.0.0.1/`, 'http://192.168.0.1/']) {
      await expect(upstreamFetch(v1('g1'), url)).rejects.toMatchObject({ reason: 'outbound_url' })
    }
    expect(stranger.requests).toHaveLength(0)
  })

  it('does not follow a redirect with the token [PX-25] [UR-07]', async () => {
    const { api, url, upstreamFetch } = await withApi()
    const stranger = await stubServer()
    api.on('/x', text('', { location: `${stranger.origin}/steal` }, 307))
    expect((await upstreamFetch(v1('g1'), url)).status).toBe(307)
    expect(stranger.requests).toHaveLength(0)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no authInfo', {}],
    ['no grant', { authInfo: { token: 't', extra: {} } }],
    ['a grant that is no text', v1(7)],
    ['an empty grant', v1('')],
    ['a grant at the wrong place', { grantId: 'g1', authInfo: { token: 't', grantId: 'g1' } }],
    ['authInfo from the JSON-RPC message', { requestInfo: v1('g1') }],
  ])('with %s instead of the handler’s extra is refused', async (_case, extra) => {
    const { api, url, upstreamFetch } = await withApi()
    await expect(upstreamFetch(extra, url)).rejects.toMatchObject({ reason: 'upstream_fetch_without_grant' })
    expect(api.requests).toHaveLength(0)
  })
})

it('also reaches the APIs that the configuration names, with the same token [PX-26]', async () => {
  const api = await stubServer()
  api.on('/x', json({}))
  const { upstreamFetch, idp } = await afterLogin({ apiOrigins: [api.origin] })
  expect((await upstreamFetch(v1('g1'), `${api.origin}/x`)).status).toBe(200)
  expect((await upstreamFetch(v1('g1'), `${idp.issuer}/me`)).status).toBe(200)
  await expect(upstreamFetch(v1('g1'), 'https://elsewhere.example/x')).rejects.toMatchObject({
    reason: 'upstream_fetch_origin',
  })
})
