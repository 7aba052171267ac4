import { expect, it } from 'vitest'
import { locationOf } from './browser.js'
import { ISSUER, OTHER_RESOURCE, REDIRECT, RESOURCE, world, type World } from './harness.js'
import { authorizeUrl, register } from './steps.js'

const LOOPBACK = 'http://127.0.0.1:3118/cb'

/** A client whose errors go back by themselves: nothing but programs of this machine listen there. */
async function native(w: World): Promise<string> {
  return register(w, { redirect_uris: [LOOPBACK] })
}

it.each([
  ['no response_type', { response_type: undefined }, 'invalid_request'],
  ['an empty response_type', { response_type: '' }, 'invalid_request'],
  ['response_type=token', { response_type: 'token' }, 'unsupported_response_type'],
  ['response_type=code id_token', { response_type: 'code id_token' }, 'unsupported_response_type'],
  ['response_mode=fragment', { response_mode: 'fragment' }, 'invalid_request'],
  ['response_mode=form_post', { response_mode: 'form_post' }, 'invalid_request'],
  ['a request object', { request: 'eyJ' }, 'invalid_request'],
  ['a request object by reference', { request_uri: 'https://evil.example/r' }, 'invalid_request'],
  ['no challenge', { code_challenge: undefined }, 'invalid_request'],
  ['an empty challenge', { code_challenge: '' }, 'invalid_request'],
  ['a challenge without a method', { code_challenge_method: undefined }, 'invalid_request'],
  ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['method s256 in lower case', { code_challenge_method: 's256' }, 'invalid_request'],
  ['a challenge of 42 characters', { code_challenge: 'A'.repeat(42) }, 'invalid_request'],
  ['a padded challenge', { code_challenge: `${'A'.repeat(43)}=` }, 'invalid_request'],
  ['a challenge in the other alphabet', { code_challenge: `${'A'.repeat(41)}+A` }, 'invalid_request'],
  ['a foreign resource', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
  ['a path below the resource', { resource: `${RESOURCE}/x` }, 'invalid_target'],
  ['a resource with a fragment', { resource: `${RESOURCE}#x` }, 'invalid_target'],
  ['a relative resource', { resource: '/mcp' }, 'invalid_target'],
  ['an unknown scope only', { scope: 'notes:erase' }, 'invalid_scope'],
  ['a scope of another resource only', { scope: 'admin' }, 'invalid_scope'],
  ['a malformed scope', { scope: 'notes:read  notes:write' }, 'invalid_scope'],
  ['prompt=none with another value', { prompt: 'none login' }, 'invalid_request'],
  ['prompt=none without an approval', { prompt: 'none' }, 'login_required'],
])(
  'tells the client about %s [AS-11] [AS-13] [AS-25] [AS-26] [AS-27] [AS-33] [AS-36] [AS-39] [F-14]',
  async (_case, parameters, error) => {
    const w = await world()
    const response = await w
      .browser()
      .get(authorizeUrl({ client_id: await native(w), redirect_uri: LOOPBACK, ...parameters }))
    expect(response.status).toBe(303)
    const location = locationOf(response)
    expect(`${location.origin}${location.pathname}`).toBe(LOOPBACK)
    expect(location.searchParams.getAll('error')).toEqual([error])
    expect(location.searchParams.getAll('state')).toEqual(['client-state'])
    expect(location.searchParams.getAll('iss')).toEqual([ISSUER])
    expect(location.searchParams.has('code')).toBe(false)
    expect(w.upstream.visited).toEqual([])
  },
)

it.each([
  ['state', 'state=client-state', 'invalid_request', undefined],
  ['state, once empty', 'state=', 'invalid_request', undefined],
  ['response_type', 'response_type=code', 'invalid_request', 'client-state'],
  ['code_challenge', 'code_challenge=x', 'invalid_request', 'client-state'],
  ['scope', 'scope=notes:write', 'invalid_request', 'client-state'],
  ['resource', `resource=${encodeURIComponent(OTHER_RESOURCE)}`, 'invalid_target', 'client-state'],
])(
  'refuses a second %s and returns a state only when it is sure [AS-08] [AS-36]',
  async (_case, extra, error, state) => {
    const w = await world()
    const url = authorizeUrl({ client_id: await native(w), redirect_uri: LOOPBACK })
    const location = locationOf(await w.browser().get(`${url}&${extra}`))
    expect(location.searchParams.get('error')).toBe(error)
    expect(location.searchParams.get('state') ?? undefined).toBe(state)
  },
)

it('ignores unknown parameters, however often they come [AS-08]', async () => {
  const w = await world()
  const url = `${authorizeUrl({ client_id: await native(w), redirect_uri: LOOPBACK })}&x=1&x=2&nonce=n&prompt=`
  expect((await w.browser().get(url)).status).toBe(200)
})

it('refuses a state that is too long instead of carrying it around [AS-35]', async () => {
  const w = await world()
  const parameters = { client_id: await native(w), redirect_uri: LOOPBACK }
  const location = locationOf(await w.browser().get(authorizeUrl({ ...parameters, state: 'x'.repeat(4097) })))
  expect(location.searchParams.get('error')).toBe('invalid_request')
  expect(location.searchParams.has('state')).toBe(false)
  expect((await w.browser().get(authorizeUrl({ ...parameters, state: 'x'.repeat(4096) }))).status).toBe(200)
})

it('lets the port of a loopback address vary, and nothing else of it [AS-21] [F-14]', async () => {
  const w = await world()
  const clientId = await register(w, { redirect_uris: ['http://127.0.0.1/cb'] })
  const at = (uri: string) => w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: uri }))
  expect((await at('http://127.0.0.1:51004/cb')).status).toBe(200)
  for (const uri of [
    'http://127.0.0.1.evil.example/cb',
    'https://127.0.0.1:51004/cb',
    'http://127.0.0.1:51004/other',
    'http://localhost:51004/cb',
    'http://[::1]:51004/cb',
    'http://127.0.0.1:99999/cb',
  ]) {
    expect((await at(uri)).status).toBe(400)
  }
})

it('lets the port of localhost vary only where the operator says so [AS-21]', async () => {
  for (const loopbackLocalhost of [false, true]) {
    const w = await world({ server: { loopbackLocalhost } })
    const clientId = await register(w, { redirect_uris: ['http://localhost/cb'] })
    const url = authorizeUrl({ client_id: clientId, redirect_uri: 'http://localhost:51004/cb' })
    expect((await w.browser().get(url)).status).toBe(loopbackLocalhost ? 200 : 400)
  }
})

it.each([
  ['a self-registered client on the web', REDIRECT],
  ['a private-use scheme', 'cursor://oauth/cb'],
])('does not send the browser to %s before anybody has decided, but links there [AS-13]', async (_case, uri) => {
  const w = await world()
  const clientId = await register(w, { redirect_uris: [uri] })
  const response = await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: uri, scope: 'unknown' }))
  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
  const link = /<a [^>]*href="([^"]+)"/.exec(await response.text())?.[1]?.replaceAll('&amp;', '&')
  const target = new URL(link ?? '')
  expect(link?.startsWith(uri)).toBe(true)
  expect(target.searchParams.get('error')).toBe('invalid_scope')
  expect(target.searchParams.get('state')).toBe('client-state')
  expect(target.searchParams.get('iss')).toBe(ISSUER)
})

it('sends errors of the operator’s own clients back by themselves [AS-13]', async () => {
  const w = await world()
  const url = authorizeUrl({ client_id: 'first-party', redirect_uri: 'https://own.example/cb', response_type: 'token' })
  expect(locationOf(await w.browser().get(url)).host).toBe('own.example')
})

it('records who was refused and why, without the query', async () => {
  const w = await world()
  const clientId = await native(w)
  await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: LOOPBACK, code_challenge: undefined }))
  expect(w.events.at(-1)).toMatchObject({
    kind: 'authorize.refused',
    outcome: 'refused',
    error: 'invalid_request',
    reason: 'pkce_missing',
    clientId,
    redirectHost: '127.0.0.1:3118',
    address: '192.0.2.1',
  })
  expect(JSON.stringify(w.events)).not.toContain('client-state')
})
