import { startDevIdp } from '@sallyport/dev-idp'
import * as oauth from 'oauth4webapi'
import { expect, it, onTestFinished } from 'vitest'
import { createBrowser } from '../../../dev-idp/test/browser.js'
import { CALLBACK, insecure, relyingParty } from '../../../dev-idp/test/relying-party.js'
import { createSallyport } from '../../src/index.js'
import type { AuditEvent } from '../../src/audit/index.js'
import { systemRuntime } from '../../src/foundation/index.js'
import { memoryStore } from '../../src/store/index.js'
import { closedOrigin, json, stubServer } from '../support/stub-server.js'
import { facts, RESOURCE } from './support.js'

const GATE = { clientId: 'gate', clientSecret: 'of the gate', redirectUris: [] }
const NEIGHBOUR = 'https://notes.example.com/other'

/** A genuine provider with opaque tokens, one login there, and a resource server that asks it. */
async function world({ endpoint, secret = GATE.clientSecret }: { endpoint?: string; secret?: string } = {}) {
  const scopes = ['notes:read']
  const idp = await startDevIdp({
    redirectUris: [CALLBACK],
    clients: [GATE],
    resources: [RESOURCE, NEIGHBOUR].map((resource) => ({ resource, scopes, accessTokens: 'opaque' })),
  })
  onTestFinished(() => idp.close())
  const rp = await relyingParty(idp)
  const login = async (resource: string) => {
    const browser = createBrowser()
    const scope = 'openid offline_access notes:read'
    const form = await browser.visit(await rp.authorizationUrl({ resource, scope }), CALLBACK)
    return rp.redeem((await browser.logIn(form, 'alice', CALLBACK)).url)
  }
  const events: AuditEvent[] = []
  let shiftMs = 0
  const introspection = {
    endpoint: endpoint ?? rp.as.introspection_endpoint ?? '',
    clientId: GATE.clientId,
    clientSecret: secret,
  }
  const sallyport = createSallyport(
    {
      resource: RESOURCE,
      operations: { default: ['notes:read'] },
      trustedIssuers: [{ issuer: idp.issuer, introspection }],
      store: memoryStore(),
      audit: [{ write: (event) => void events.push(event) }],
      unsafelyAllowHttpLoopback: true,
    },
    { ...systemRuntime, nowMs: () => Date.now() + shiftMs },
  )
  return {
    idp,
    rp,
    login,
    events,
    sallyport,
    later: (ms: number) => void (shiftMs += ms),
    async status(token: string) {
      const admitted = await sallyport.gate().admit(facts({ authorization: `Bearer ${token}` }))
      return admitted.allowed ? 200 : admitted.reply.status
    },
  }
}

const reasons = (events: readonly AuditEvent[]) => events.flatMap(({ reason = [] }) => reason)

it('lets in an opaque token of a genuine provider, and none that was issued for a neighbour [RS-37] [RS-25] [F-08]', async () => {
  const { login, status, sallyport } = await world()
  const { access_token } = await login(RESOURCE)
  expect(access_token).not.toContain('.')
  expect(await status(access_token)).toBe(200)
  expect(await status((await login(NEIGHBOUR)).access_token)).toBe(401)

  const authInfo = await sallyport.verifier.verifyAccessToken(access_token)
  expect(authInfo).toMatchObject({ scopes: ['notes:read'], extra: { subject: 'alice' } })
  expect(JSON.stringify(authInfo)).not.toContain(access_token)
})

it('refuses refresh and ID tokens of the same login, though the provider calls the first one active [RS-26] [RS-31] [F-10]', async () => {
  const { login, status, events } = await world()
  const { refresh_token = '', id_token = '' } = await login(RESOURCE)
  expect(await status(refresh_token)).toBe(401)
  expect(await status(id_token)).toBe(401)
  expect(reasons(events)).toEqual(['token_aud_missing', 'token_inactive'])
})

it('refuses what was revoked there once the answer is 30 seconds old [RS-38]', async () => {
  const { login, status, rp, later } = await world()
  const { access_token } = await login(RESOURCE)
  expect(await status(access_token)).toBe(200)
  await oauth.revocationRequest(rp.as, rp.client, rp.auth, access_token, insecure)
  expect(await status(access_token)).toBe(200)
  later(30_000)
  expect(await status(access_token)).toBe(401)
})

it('answers 503 while the provider is gone, remembers no no, and keeps the token out of the log [RS-37] [RS-40] [F-08]', async () => {
  const { login, status, events, idp, later } = await world()
  const { access_token } = await login(RESOURCE)
  expect(await status(access_token)).toBe(200)
  await idp.close()
  later(30_000)
  expect(await status(access_token)).toBe(503)
  expect(events.at(-2)).toMatchObject({ kind: 'upstream.failed', reason: 'outbound_unreachable', upstream: idp.issuer })
  expect(JSON.stringify(events)).not.toContain(access_token)
})

it.each([
  ['a wrong secret', { secret: 'wrong' }, 'introspection_unauthenticated'],
  ['an endpoint where nothing listens', { endpoint: `${await closedOrigin()}/introspect` }, 'outbound_unreachable'],
])('answers 503 with %s, and says why in the log only [RS-37]', async (_case, options, reason) => {
  const { login, status, events } = await world(options)
  expect(await status((await login(RESOURCE)).access_token)).toBe(503)
  expect(reasons(events)).toEqual([reason, 'dependency_unavailable'])
})

it('reads no answer over 64 KiB: answers are kept [RS-38] [UR-09]', async () => {
  const server = await stubServer()
  server.on('/introspect', json({ active: true, padding: 'a'.repeat(65_536) }))
  const { login, status, events } = await world({ endpoint: `${server.origin}/introspect` })
  expect(await status((await login(RESOURCE)).access_token)).toBe(503)
  expect(reasons(events)).toEqual(['outbound_too_large', 'dependency_unavailable'])
})
