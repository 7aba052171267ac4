import * as oauth from 'oauth4webapi'
import { expect, it } from 'vitest'
import { handle } from './browser.js'
import { ISSUER, RESOURCE, world, type World } from './harness.js'

const REDIRECT = 'https://app.example/cb'

/** Sends what the client sends to our server, and nothing anywhere else. */
const transport = (w: World) => ({
  [oauth.customFetch]: (url: string, sent: oauth.CustomFetchOptions<string, URLSearchParams | string | undefined>) => {
    const { method, headers, body = null } = sent
    return handle(w.server, new Request(url, { method, headers, body }))
  },
})

async function discover(w: World, algorithm: 'oauth2' | 'oidc'): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(ISSUER)
  const response = await oauth.discoveryRequest(issuer, { algorithm, ...transport(w) })
  return oauth.processDiscoveryResponse(issuer, response)
}

async function registerClient(w: World, as: oauth.AuthorizationServer, method: string): Promise<oauth.Client> {
  const metadata = {
    redirect_uris: [REDIRECT],
    client_name: 'Independent',
    token_endpoint_auth_method: method,
    grant_types: ['authorization_code', 'refresh_token'],
  }
  const response = await oauth.dynamicClientRegistrationRequest(as, metadata, transport(w))
  return oauth.processDynamicClientRegistrationResponse(response)
}

function authenticationOf(client: oauth.Client, method: string): oauth.ClientAuth {
  const secret = client['client_secret'] as string
  if (method === 'none') return oauth.None()
  return method === 'client_secret_basic' ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret)
}

/** Page, provider, and back: the address the client is called at. */
async function walk(w: World, as: oauth.AuthorizationServer, parameters: Record<string, string>): Promise<URL> {
  const url = new URL(as.authorization_endpoint!)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const browser = w.browser()
  const response = await browser.login(await browser.decide(await browser.get(url.href), 'approve'), 'alice')
  return new URL(response.headers.get('location')!)
}

it.each(['none', 'client_secret_basic', 'client_secret_post'])(
  'serves an independent client from discovery to revocation: %s [AS-01] [AS-33] [AS-50] [AS-53] [AS-63] [AS-99] [F-14]',
  async (method) => {
    const w = await world()
    const as = await discover(w, method === 'none' ? 'oauth2' : 'oidc')
    const client = await registerClient(w, as, method)
    const authentication = authenticationOf(client, method)
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const resource = { additionalParameters: { resource: RESOURCE } }

    const called = await walk(w, as, {
      client_id: client.client_id,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'notes:read offline_access',
      resource: RESOURCE,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    })
    const answer = oauth.validateAuthResponse(as, client, called, state)
    const tokens = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(as, client, authentication, answer, REDIRECT, verifier, {
        ...transport(w),
        ...resource,
      }),
    )
    expect(tokens.token_type).toBe('bearer')

    const refreshed = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, authentication, tokens.refresh_token!, {
        ...transport(w),
        ...resource,
      }),
    )
    await expect(w.verifier.verify(refreshed.access_token, RESOURCE)).resolves.toMatchObject({
      clientId: client.client_id,
      scopes: ['notes:read'],
    })

    const revoked = await oauth.revocationRequest(as, client, authentication, refreshed.refresh_token!, transport(w))
    await oauth.processRevocationResponse(revoked)
    await expect(async () => w.verifier.verify(refreshed.access_token, RESOURCE)).rejects.toMatchObject({
      error: 'invalid_token',
    })
  },
)

it('lets an independent client understand a refusal [AS-33] [AS-52]', async () => {
  const w = await world()
  const as = await discover(w, 'oauth2')
  const client = await registerClient(w, as, 'client_secret_basic')
  const parameters = { client_id: client.client_id, redirect_uri: REDIRECT, response_type: 'code', state: 's' }
  const url = new URL(as.authorization_endpoint!)
  const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' }
  for (const [name, value] of Object.entries({ ...parameters, ...challenge })) url.searchParams.set(name, value)
  const browser = w.browser()
  const denied = await browser.decide(await browser.get(url.href), 'deny')
  const called = new URL(denied.headers.get('location')!)
  expect(() => oauth.validateAuthResponse(as, client, called, 's')).toThrow(oauth.AuthorizationResponseError)

  const authentication = oauth.ClientSecretBasic('wrong')
  const response = await oauth.refreshTokenGrantRequest(as, client, authentication, 'srt_x', transport(w))
  await expect(oauth.processRefreshTokenResponse(as, client, response)).rejects.toThrow(
    oauth.WWWAuthenticateChallengeError,
  )
})
