import * as oauth from 'oauth4webapi'
import { afterEach, expect, it } from 'vitest'
import { startDevIdp, type DevIdp, type DevResource } from '../src/index.js'
import { createBrowser } from './browser.js'
import { CALLBACK, insecure, relyingParty } from './relying-party.js'

const RESOURCE = 'http://127.0.0.1:1/mcp'
const GATE = { clientId: 'gate', clientSecret: 'of the gate', redirectUris: [] }

const running: DevIdp[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((idp) => idp.close()))
})

async function login(resource: Partial<DevResource>, parameters: Record<string, string>) {
  const idp = await startDevIdp({
    redirectUris: [CALLBACK],
    clients: [GATE],
    resources: [{ resource: RESOURCE, scopes: ['notes:read', 'notes:write'], ...resource }],
  })
  running.push(idp)
  const rp = await relyingParty(idp)
  const browser = createBrowser()
  const arrived = await browser.visit(await rp.authorizationUrl({ resource: RESOURCE, ...parameters }), CALLBACK)
  const left = arrived.page ? await browser.logIn(arrived, 'alice', CALLBACK) : arrived
  return { idp, rp, callback: new URL(left.url) }
}

const redeemed = async ({ rp, callback }: Awaited<ReturnType<typeof login>>) => rp.redeem(callback.href)

it('issues a JWT of RFC 9068 for a resource, with the scopes that were asked for and exist there', async () => {
  const tokens = await redeemed(await login({}, { scope: 'openid notes:read notes:delete' }))

  const [header, claims] = tokens.access_token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  expect(JSON.parse(header ?? '')).toMatchObject({ typ: 'at+jwt', alg: 'RS256' })
  expect(JSON.parse(claims ?? '')).toMatchObject({ aud: RESOURCE, scope: 'notes:read', sub: 'alice' })
})

it('issues an opaque token that a client without logins can introspect', async () => {
  const visit = await login({ accessTokens: 'opaque' }, { scope: 'openid notes:read' })
  const { access_token } = await redeemed(visit)
  expect(access_token).not.toContain('.')

  const us: oauth.Client = { client_id: GATE.clientId }
  const auth = oauth.ClientSecretBasic(GATE.clientSecret)
  const answer = await oauth.introspectionRequest(visit.rp.as, us, auth, access_token, insecure)
  expect(await oauth.processIntrospectionResponse(visit.rp.as, us, answer)).toMatchObject({
    active: true,
    aud: RESOURCE,
    scope: 'notes:read',
    sub: 'alice',
  })
})

it('refuses a resource that nobody named', async () => {
  const { callback } = await login({}, { resource: 'http://127.0.0.1:2/mcp' })
  expect(callback.searchParams.get('error')).toBe('invalid_target')
})
