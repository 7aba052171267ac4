import { startDevIdp, type DevIdp, type DevIdpOptions } from '@sallyport/dev-idp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBrowser, type Browser } from '../../../../dev-idp/test/browser.js'
import { oidcUpstream, type OidcUpstreamOptions } from '../../../src/compositions/upstream/index.js'
import { systemRuntime, type Runtime } from '../../../src/foundation/index.js'
import { CALLBACK, newLogin, queryOf } from './logins.js'

/** A real provider, and everything we send to it. */
async function realProvider(idpOptions: DevIdpOptions = {}, options: Partial<OidcUpstreamOptions> = {}) {
  const idp = await startDevIdp({ redirectUris: [CALLBACK], ...idpOptions })
  onTestFinished(() => idp.close())
  const sent: Request[] = []
  const runtime: Runtime = {
    ...systemRuntime,
    fetch(input, init) {
      sent.push(new Request(input, init))
      return systemRuntime.fetch(input, init)
    },
  }
  const { issuer, clientId, clientSecret } = idp
  const configuration = oidcUpstream({ issuer, clientId, clientSecret, unsafelyAllowHttpLoopback: true, ...options })
  return { idp, upstream: configuration.connect(runtime), sent }
}

type Upstream = Awaited<ReturnType<typeof realProvider>>['upstream']

async function logIn(upstream: Upstream, browser: Browser, name: string) {
  const login = newLogin()
  const form = await browser.visit(await upstream.authorizationUrl(login), CALLBACK)
  const callback = queryOf((form.page === undefined ? form : await browser.logIn(form, name, CALLBACK)).url)
  return { login, callback, ...(await upstream.finish(login, callback)) }
}

const userInfo = (idp: DevIdp, token: string) =>
  fetch(`${idp.issuer}/me`, { headers: { authorization: `Bearer ${token}` } })

describe('a login at a certified provider', () => {
  it('ends with who it was, and with tokens that work there [F-02]', async () => {
    const { idp, upstream } = await realProvider()

    const { identity, tokens } = await logIn(upstream, createBrowser(), 'carol')

    expect(identity).toEqual({ issuer: idp.issuer, subject: 'carol', displayName: 'Carol', roles: ['admin'] })
    expect(await (await userInfo(idp, tokens.accessToken)).json()).toMatchObject({ sub: 'carol' })
    expect(tokens.refreshToken).toBeTypeOf('string')
    expect(tokens.expiresAtMs).toBeGreaterThan(systemRuntime.nowMs())
  })

  it.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
    'works with client authentication %s',
    async (method) => {
      // Every character that a careless Basic header would break on (RFC 6749 §2.3.1).
      const secret = method === 'none' ? {} : { clientSecret: `p+%:/& ='!*~"${'x'.repeat(32)}` }
      const client = { clientId: 'tool:1', ...secret, tokenEndpointAuthMethod: method }
      const { upstream } = await realProvider(
        { clients: [{ ...client, redirectUris: [CALLBACK] }] },
        { clientSecret: undefined, ...client },
      )

      expect((await logIn(upstream, createBrowser(), 'bob')).identity.subject).toBe('bob')
    },
  )

  it('uses its own state, nonce and PKCE S256 for each login, and never `resource` [PX-17] [PX-27] [F-14]', async () => {
    const { upstream, sent } = await realProvider()
    const [one, two] = [newLogin(), newLogin()]

    const first = queryOf(await upstream.authorizationUrl(one))
    const second = queryOf(await upstream.authorizationUrl(two))

    for (const name of ['state', 'nonce', 'code_challenge']) expect(first.get(name)).not.toBe(second.get(name))
    expect(first.get('state')).toBe(one.state)
    expect(first.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(first.get('code_challenge_method')).toBe('S256')
    expect(first.has('resource')).toBe(false)

    await logIn(upstream, createBrowser(), 'alice')
    const bodies = await Promise.all(sent.map((request) => request.text()))
    expect(bodies.some((body) => body.includes('code_verifier='))).toBe(true)
    expect(bodies.some((body) => body.includes('resource='))).toBe(false)
  })

  it('passes its own `prompt`, or the one of this login', async () => {
    const { upstream } = await realProvider({}, { prompt: 'consent', authorizationParams: { ui_locales: 'de' } })
    expect(queryOf(await upstream.authorizationUrl(newLogin())).get('prompt')).toBe('consent')
    const asked = queryOf(await upstream.authorizationUrl(newLogin(), { prompt: 'login' }))
    expect(asked.get('prompt')).toBe('login')
    expect(asked.get('ui_locales')).toBe('de')
  })

  it('names every origin that a form post to it may pass through', async () => {
    const { idp, upstream } = await realProvider({}, { formActionOrigins: ['https://sso.example.com'] })
    expect(await upstream.formActionOrigins()).toEqual([idp.issuer, 'https://sso.example.com'])
    expect(await upstream.apiOrigins()).toEqual([idp.issuer])
    expect(await upstream.userInfoEndpoint()).toBe(`${idp.issuer}/me`)
  })

  it('through a second origin ends the same way', async () => {
    const { upstream } = await realProvider({ federated: true })
    expect((await logIn(upstream, createBrowser(), 'alice')).identity.subject).toBe('alice')
  })

  it('reads metadata and keys once for several logins [UR-14] [UR-15]', async () => {
    const { idp, upstream, sent } = await realProvider()
    await logIn(upstream, createBrowser(), 'alice')
    await logIn(upstream, createBrowser(), 'bob')

    const gets = sent.filter(({ method }) => method === 'GET').map(({ url }) => url)
    expect(gets.filter((url) => url.includes('/.well-known/'))).toHaveLength(gets.length - 1)
    expect(gets.at(-1)).toBe(`${idp.issuer}/jwks`)
    expect(sent.every(({ url }) => new URL(url).origin === idp.issuer)).toBe(true)
  })
})

describe('what is refused at a certified provider', () => {
  it('a code that was redeemed already', async () => {
    const { upstream } = await realProvider()
    const { login, callback } = await logIn(upstream, createBrowser(), 'alice')
    await expect(upstream.finish(login, callback)).rejects.toMatchObject({
      error: 'server_error',
      reason: 'upstream_code_refused',
    })
  })

  it('a code brought by another login: its PKCE and its state are others [F-14] [PX-27]', async () => {
    const { upstream } = await realProvider()
    const browser = createBrowser()
    await logIn(upstream, browser, 'alice')
    const login = newLogin()
    const stolen = queryOf((await browser.visit(await upstream.authorizationUrl(newLogin()), CALLBACK)).url)

    await expect(upstream.finish(login, stolen)).rejects.toMatchObject({ reason: 'upstream_state_mismatch' })
    stolen.set('state', login.state)
    await expect(upstream.finish(login, stolen)).rejects.toMatchObject({ reason: 'upstream_code_refused' })
  })

  it('a login that the person cancelled', async () => {
    const { upstream } = await realProvider()
    const browser = createBrowser()
    const login = newLogin()
    const cancelled = await browser.cancel(
      await browser.visit(await upstream.authorizationUrl(login), CALLBACK),
      CALLBACK,
    )

    await expect(upstream.finish(login, queryOf(cancelled.url))).rejects.toMatchObject({
      error: 'access_denied',
      reason: 'upstream_access_denied',
    })
  })

  it('a wrong client secret, without telling anybody what the provider said [PX-29]', async () => {
    const { upstream } = await realProvider({}, { clientSecret: 'wrong' })
    await expect(logIn(upstream, createBrowser(), 'alice')).rejects.toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'upstream_invalid_client',
      description: undefined,
    })
  })
})

describe('tokens of a certified provider', () => {
  it.each([false, true])('are refreshed; the provider rotates: %s', async (rotateRefreshTokens) => {
    const { idp, upstream } = await realProvider({ rotateRefreshTokens })
    const { tokens } = await logIn(upstream, createBrowser(), 'alice')

    const fresh = await upstream.refresh(tokens)

    expect(fresh.accessToken).not.toBe(tokens.accessToken)
    expect(fresh.refreshToken === tokens.refreshToken).toBe(!rotateRefreshTokens)
    expect((await userInfo(idp, fresh.accessToken)).status).toBe(200)
  })

  it('are not refreshed for somebody who was disabled [F-02]', async () => {
    const { idp, upstream } = await realProvider()
    const { tokens } = await logIn(upstream, createBrowser(), 'alice')
    idp.disableUser('alice')
    await expect(upstream.refresh(tokens)).rejects.toMatchObject({
      error: 'invalid_grant',
      reason: 'upstream_invalid_grant',
    })
  })

  it('are dead after revocation [PX-30]', async () => {
    const { idp, upstream } = await realProvider()
    const { tokens } = await logIn(upstream, createBrowser(), 'alice')

    await upstream.revoke(tokens)

    await expect(upstream.refresh(tokens)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await userInfo(idp, tokens.accessToken)).status).toBe(401)
  })

  it('cannot be refreshed or revoked at a provider that is gone, and the error says nothing [UR-10]', async () => {
    const { idp, upstream } = await realProvider()
    const { tokens } = await logIn(upstream, createBrowser(), 'alice')
    await idp.close()
    for (const attempt of [upstream.refresh, upstream.revoke]) {
      await expect(attempt(tokens)).rejects.toMatchObject({
        error: 'temporarily_unavailable',
        reason: 'outbound_unreachable',
        description: undefined,
      })
    }
  })
})
