import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { handle } from './browser.js'
import { ISSUER, world } from './harness.js'
import { connect, errorOf, postForm, register } from './steps.js'

type Document = Record<string, unknown>

async function documentAt(url: string, server: Parameters<typeof handle>[0]): Promise<Document> {
  const response = await handle(server, new Request(url))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  return (await response.json()) as Document
}

it('serves one document at the RFC 8414 and the OpenID Connect address [AS-02]', async () => {
  const { server } = await world()
  const oauth = await documentAt(`${ISSUER}/.well-known/oauth-authorization-server`, server)
  const openid = await documentAt(`${ISSUER}/.well-known/openid-configuration`, server)
  expect(oauth['issuer']).toBe(ISSUER)
  expect(openid).toEqual(oauth)
})

it('serves an issuer with a path at all three addresses, and nothing at its own root [AS-02] [AS-03]', async () => {
  const issuer = 'https://notes.example/tenant'
  const { server } = await world({ server: { issuer } })
  const addresses = [
    'https://notes.example/.well-known/oauth-authorization-server/tenant',
    'https://notes.example/.well-known/openid-configuration/tenant',
    'https://notes.example/tenant/.well-known/openid-configuration',
  ]
  for (const address of addresses) expect((await documentAt(address, server))['issuer']).toBe(issuer)
  const foreign = new Request('https://notes.example/.well-known/oauth-authorization-server')
  expect(await server.handle(foreign, { address: undefined, requestId: 'r' })).toBeUndefined()
})

it('names S256 and no other challenge method, and announces iss [AS-04] [AS-34]', async () => {
  const { server } = await world()
  expect(server.metadata).toMatchObject({
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  })
})

it('offers offline_access among the scopes of the authorization server [AS-60]', async () => {
  const { server } = await world()
  expect(server.metadata.scopes_supported).toEqual(['admin', 'notes:read', 'notes:write', 'offline_access'])
})

it('accepts every grant type and client authentication it advertises, and no other [AS-06] [AS-11]', async () => {
  const w = await world()
  const { grant_types_supported: grantTypes, token_endpoint_auth_methods_supported: methods } = w.server.metadata
  const clientId = await register(w)
  for (const grantType of grantTypes) {
    expect(await errorOf(await postForm(w.server, '/token', { grant_type: grantType, client_id: clientId }))).toBe(
      'invalid_request',
    )
  }
  for (const grantType of [
    'password',
    'client_credentials',
    'implicit',
    'urn:ietf:params:oauth:grant-type:device_code',
  ]) {
    expect(await errorOf(await postForm(w.server, '/token', { grant_type: grantType, client_id: clientId }))).toBe(
      'unsupported_grant_type',
    )
  }
  for (const method of methods) await register(w, { token_endpoint_auth_method: method })
  await expect(register(w, { token_endpoint_auth_method: 'private_key_jwt' })).rejects.toThrow(
    'invalid_client_metadata',
  )
})

it('leaves out registration where it is off, document and path [AS-06]', async () => {
  const { server } = await world({ server: { dynamicRegistration: false } })
  expect(server.metadata).not.toHaveProperty('registration_endpoint')
  expect(server.owns('/register')).toBe(false)
  const request = new Request(`${ISSUER}/register`, { method: 'POST', body: '{}' })
  expect(await server.handle(request, { address: undefined, requestId: 'r' })).toBeUndefined()
})

it('publishes public key members only, under the kid that tokens name [AS-62] [AS-61]', async () => {
  const w = await world()
  const { keys } = (await documentAt(`${ISSUER}/jwks`, w.server)) as { keys: Document[] }
  const { tokens } = await connect(w)
  expect(keys).toHaveLength(1)
  expect(Object.keys(keys[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  const header = JSON.parse(Buffer.from(tokens.access_token.split('.')[0]!, 'base64url').toString()) as Document
  expect(header).toEqual({ typ: 'at+jwt', alg: 'EdDSA', kid: keys[0]!['kid'] })
  expect(decodeJwt(tokens.access_token).iss).toBe(ISSUER)
})

it('never takes its issuer from the request: other hosts and forwarded headers change nothing [AS-104]', async () => {
  const { server } = await world()
  const url = 'https://evil.example/.well-known/oauth-authorization-server'
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
  const response = await handle(server, new Request(url, { headers }))
  expect(JSON.stringify(await response.json())).not.toContain('evil')
})

it.each(['/.well-known/oauth-authorization-server', '/jwks', '/authorize'])('answers HEAD at %s', async (path) => {
  const { server } = await world()
  const [head, get] = await Promise.all([
    handle(server, new Request(ISSUER + path, { method: 'HEAD' })),
    handle(server, new Request(ISSUER + path)),
  ])
  expect(head.status).toBe(get.status)
  expect(await head.text()).toBe('')
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
})

it.each([
  ['GET', '/token', 'POST, OPTIONS'],
  ['GET', '/register', 'POST, OPTIONS'],
  ['GET', '/revoke', 'POST, OPTIONS'],
  ['GET', '/consent', 'POST'],
  ['POST', '/authorize', 'GET, HEAD'],
  ['POST', '/callback', 'GET, HEAD'],
  ['DELETE', '/jwks', 'GET, HEAD, OPTIONS'],
  ['PUT', '/.well-known/openid-configuration', 'GET, HEAD, OPTIONS'],
])('refuses %s %s with 405 and Allow [AS-50]', async (method, path, allow) => {
  const { server } = await world()
  const response = await handle(server, new Request(ISSUER + path, { method }))
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe(allow)
})

it('leaves foreign paths to the host', async () => {
  const { server } = await world()
  for (const path of ['/', '/mcp', '/authorize/', '/AUTHORIZE', '/.well-known/oauth-protected-resource/mcp']) {
    expect(server.owns(path)).toBe(false)
    expect(await server.handle(new Request(ISSUER + path), { address: undefined, requestId: 'r' })).toBeUndefined()
  }
})
