import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as oauth from 'oauth4webapi'
import { afterEach, expect, it, vi } from 'vitest'
import { startDevIdp, type DevIdp, type DevIdpOptions } from '../src/index.js'
import { createBrowser } from './browser.js'
import { CALLBACK, insecure, relyingParty } from './relying-party.js'

const running: DevIdp[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((idp) => idp.close()))
})

async function start(options: DevIdpOptions = {}): Promise<DevIdp> {
  const idp = await startDevIdp({ redirectUris: [CALLBACK], ...options })
  running.push(idp)
  return idp
}

it('logs a person in with name, e-mail and roles in the ID token and at userinfo', async () => {
  const rp = await relyingParty(await start())

  const tokens = await rp.login(createBrowser(), 'carol')

  const expected = { sub: 'carol', name: 'Carol', email: 'carol@example.test', roles: ['admin'] }
  expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject(expected)
  expect(await (await rp.userInfo(tokens.access_token)).json()).toMatchObject(expected)
  expect(tokens.refresh_token).toBeTypeOf('string')
})

it('sends a logged-in browser straight through, without any page', async () => {
  const rp = await relyingParty(await start())
  const browser = createBrowser()
  await rp.login(browser, 'alice')

  for (const extra of [{}, { prompt: 'consent' }] as Record<string, string>[]) {
    const visit = await browser.visit(await rp.authorizationUrl(extra), CALLBACK)
    expect(visit.page).toBeUndefined()
    expect(new URL(visit.url).searchParams.has('code')).toBe(true)
  }
})

it.each(['login', 'select_account'])('shows the form again for prompt=%s', async (prompt) => {
  const rp = await relyingParty(await start())
  const browser = createBrowser()
  await rp.login(browser, 'alice')

  const form = await browser.visit(await rp.authorizationUrl({ prompt }), CALLBACK)
  const visit = await browser.logIn(form, 'bob', CALLBACK)

  expect(oauth.getValidatedIdTokenClaims(await rp.redeem(visit.url))?.sub).toBe('bob')
})

it('says who can log in when the name is unknown, and escapes the name', async () => {
  const rp = await relyingParty(await start())
  const browser = createBrowser()

  const refused = await browser.logIn(await browser.visit(await rp.authorizationUrl(), CALLBACK), '<b>eve', CALLBACK)

  expect(refused.page?.status).toBe(422)
  expect(refused.page?.html).toContain('There is no user &quot;&lt;b&gt;eve&quot;. Known users: alice, bob, carol.')
  expect((await browser.logIn(refused, 'alice', CALLBACK)).page).toBeUndefined()
})

it('answers access_denied when the person cancels', async () => {
  const rp = await relyingParty(await start())
  const browser = createBrowser()

  const visit = await browser.cancel(await browser.visit(await rp.authorizationUrl(), CALLBACK), CALLBACK)

  expect(new URL(visit.url).searchParams.get('error')).toBe('access_denied')
})

it('shows a page, not a stack trace, to a browser that did not start the login', async () => {
  const rp = await relyingParty(await start())
  const form = await createBrowser().visit(await rp.authorizationUrl(), CALLBACK)

  const stranger = await createBrowser().visit(form.url, CALLBACK)

  expect(stranger.page).toMatchObject({ status: 400, html: expect.stringContaining('Login not found') })
})

it.each([
  ['PKCE is missing', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
  ['PKCE is plain', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['a resource is named', { resource: 'https://mcp.example.com/mcp' }, 'invalid_target'],
] as [string, Record<string, string>, string][])('redirects with an error when %s', async (_case, extra, error) => {
  const rp = await relyingParty(await start())

  const visit = await createBrowser().visit(await rp.authorizationUrl(extra), CALLBACK)

  expect(new URL(visit.url).searchParams.get('error')).toBe(error)
})

it('shows a page for a redirect URI that is not registered, until it is', async () => {
  const idp = await start({ redirectUris: [] })
  const rp = await relyingParty(idp)

  const refused = await createBrowser().visit(await rp.authorizationUrl(), CALLBACK)
  idp.addRedirectUri(CALLBACK)
  const accepted = await createBrowser().visit(await rp.authorizationUrl(), CALLBACK)

  expect(refused.page?.status).toBe(400)
  expect(accepted.page?.html).toContain('Development login')
})

it.each([false, true])('refreshes; rotation %s', async (rotateRefreshTokens) => {
  const rp = await relyingParty(await start({ rotateRefreshTokens }))
  const first = await rp.login(createBrowser(), 'alice')

  const second = await rp.refresh(first.refresh_token ?? '')

  expect(second.access_token).not.toBe(first.access_token)
  expect(second.refresh_token === first.refresh_token).toBe(!rotateRefreshTokens)
})

it('refuses refresh, userinfo and login of a disabled person, and lets an enabled one in again', async () => {
  const idp = await start()
  const rp = await relyingParty(idp)
  const browser = createBrowser()
  const tokens = await rp.login(browser, 'alice')

  idp.disableUser('alice')

  await expect(rp.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' })
  expect((await rp.userInfo(tokens.access_token)).status).toBe(401)
  const form = await browser.visit(await rp.authorizationUrl(), CALLBACK)
  const refused = await browser.logIn(form, 'alice', CALLBACK)
  expect(refused.page?.html).toContain('The account &quot;alice&quot; is disabled.')

  idp.enableUser('alice')
  expect((await browser.logIn(refused, 'alice', CALLBACK)).page).toBeUndefined()
  expect(() => idp.disableUser('mallory')).toThrow('There is no user "mallory"')
})

it('introspects and revokes', async () => {
  const rp = await relyingParty(await start())
  const tokens = await rp.login(createBrowser(), 'alice')
  const active = async () => {
    const response = await oauth.introspectionRequest(rp.as, rp.client, rp.auth, tokens.refresh_token ?? '', insecure)
    return (await oauth.processIntrospectionResponse(rp.as, rp.client, response)).active
  }

  expect(await active()).toBe(true)
  await oauth.revocationRequest(rp.as, rp.client, rp.auth, tokens.refresh_token ?? '', insecure)
  expect(await active()).toBe(false)
  await expect(rp.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' })
})

it('passes through a second origin when federated', async () => {
  const idp = await start({ federated: true })
  const rp = await relyingParty(idp)
  const browser = createBrowser()

  const form = await browser.visit(await rp.authorizationUrl(), CALLBACK)
  const visit = await browser.logIn(form, 'bob', CALLBACK)

  expect(new URL(form.url).origin).toBe(idp.federatedOrigin)
  expect(idp.federatedOrigin).not.toBe(idp.issuer)
  expect(oauth.getValidatedIdTokenClaims(await rp.redeem(visit.url))?.sub).toBe('bob')
  const ticket = visit.hops.find((hop) => hop.includes('ticket=')) ?? ''
  expect((await browser.visit(ticket, CALLBACK)).page?.status).toBe(400)
})

it('serves several clients side by side, public ones too', async () => {
  const clients = [{ clientId: 'tool', redirectUris: [CALLBACK] }]
  const idp = await start({ clients })
  const rp = await relyingParty({ ...idp, clientId: 'tool' })

  const visit = await createBrowser().visit(await rp.authorizationUrl(), CALLBACK)

  expect(visit.page?.html).toContain('Development login')
  expect(() => idp.addRedirectUri(CALLBACK, 'nobody')).toThrow('There is no client "nobody"')
  await expect(start({ clients: [...clients, ...clients] })).rejects.toThrow('same clientId')
})

it('listens on loopback only', async () => {
  await expect(start({ host: '0.0.0.0' as '::1' })).rejects.toThrow('not a loopback address')
})

it('prints nothing while it runs', async () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method))
  const rp = await relyingParty(await start())
  await rp.refresh((await rp.login(createBrowser(), 'alice')).refresh_token ?? '')

  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
})

it('prints nothing when it is loaded in a process of its own', async () => {
  const program = fileURLToPath(new URL('quiet-start.ts', import.meta.url))
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    program,
  ])

  expect(stdout + stderr).toBe('')
})
