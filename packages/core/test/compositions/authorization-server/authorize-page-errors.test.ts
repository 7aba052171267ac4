import { expect, it } from 'vitest'
import { REDIRECT, world } from './harness.js'
import { authorizeUrl, register } from './steps.js'

it.each([
  ['an unknown client', { client_id: 'c_unknown' }, 'client_unknown'],
  ['no client', { client_id: undefined }, 'client_id_missing'],
  ['an empty client id', { client_id: '' }, 'client_id_missing'],
  ['a client id of a thousand characters', { client_id: 'x'.repeat(1000) }, 'client_unknown'],
  ['the prototype of a client', { client_id: '__proto__' }, 'client_unknown'],
])('shows its own page for %s and redirects nowhere [AS-12]', async (_case, parameters, reason) => {
  const w = await world()
  const response = await w.browser().get(authorizeUrl(parameters))
  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await response.text()).not.toContain(REDIRECT)
  expect(w.reasons()).toEqual([reason])
})

it.each([
  ['none', undefined],
  ['an empty one', ''],
  ['a trailing slash', `${REDIRECT}/`],
  ['another case', 'https://app.example/CB'],
  ['an upper-case host', 'https://APP.example/cb'],
  ['an extra query', `${REDIRECT}?x=1`],
  ['a fragment', `${REDIRECT}#x`],
  ['a dot segment', 'https://app.example/x/../cb'],
  ['an encoded letter', 'https://app.example/%63b'],
  ['a subdomain', 'https://evil.app.example/cb'],
  ['a longer host', 'https://app.example.evil.example/cb'],
  ['userinfo in front', 'https://app.example@evil.example/cb'],
  ['the default port', 'https://app.example:443/cb'],
  ['http', 'http://app.example/cb'],
  ['a script', 'javascript:alert(1)'],
  ['a foreign host', 'https://evil.example/cb'],
])('shows its own page for a redirect URI with %s [AS-12] [AS-20] [AS-24] [PX-15] [PX-16]', async (_case, uri) => {
  const w = await world()
  const clientId = await register(w, { redirect_uris: [REDIRECT, 'https://app.example/other'] })
  const response = await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: uri }))
  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
  expect(await response.text()).not.toMatch(/<form|evil\.example/)
})

it('asks for the redirect URI even of a client that has only one [AS-24]', async () => {
  const w = await world()
  const clientId = await register(w)
  const response = await w.browser().get(authorizeUrl({ client_id: clientId, redirect_uri: undefined }))
  expect(response.status).toBe(400)
  expect(w.reasons()).toEqual(['redirect_uri_missing'])
})

it.each([
  ['client_id', 'client_id=other'],
  ['redirect_uri', `redirect_uri=${encodeURIComponent(REDIRECT)}`],
  ['redirect_uri once empty', 'redirect_uri='],
])('trusts neither of two values of %s [AS-08] [AS-12]', async (_case, extra) => {
  const w = await world()
  const clientId = await register(w)
  const response = await w.browser().get(`${authorizeUrl({ client_id: clientId })}&${extra}`)
  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
  expect(w.reasons()).toEqual(['target_repeated'])
})

it.each(['client_id=%', 'client_id=%ff', 'client_id=%C3%28'])(
  'shows a page for the broken query %s [AS-12]',
  async (query) => {
    const w = await world()
    const response = await w.browser().get(`https://notes.example/authorize?${query}`)
    expect(response.status).toBe(400)
    expect(w.reasons()).toEqual(['parameters_malformed'])
  },
)

it('refuses a registered redirect URI that already has a parameter of the answer [AS-35]', async () => {
  const own = 'https://own.example/cb?state=mine'
  const w = await world({ clients: { operatorClients: [{ client_id: 'own', redirect_uris: [own] }] } })
  const response = await w.browser().get(authorizeUrl({ client_id: 'own', redirect_uri: own }))
  expect(response.status).toBe(400)
  expect(w.reasons()).toEqual(['redirect_uri_not_usable'])
})

it('shows nothing of what a stranger wrote into the query', async () => {
  const w = await world()
  const text = await (await w.browser().get(authorizeUrl({ client_id: '<script>alert(1)</script>' }))).text()
  expect(text).not.toContain('alert(1)')
})
