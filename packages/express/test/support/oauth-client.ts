import * as oauth from 'oauth4webapi'
import type { App } from './app.js'
import type { Walker } from './walker.js'

/** Our servers in tests speak http on loopback, which the library allows only call by call. */
export const INSECURE = { [oauth.allowInsecureRequests]: true }

export const REDIRECT_URI = 'http://127.0.0.1:48999/callback'

/** What an independent client knows after discovery and registration. */
export interface IndependentClient {
  readonly as: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly auth: oauth.ClientAuth
}

export async function discover({ endpoint }: App): Promise<oauth.AuthorizationServer> {
  const resource = new URL(endpoint)
  const metadata = await oauth.processResourceDiscoveryResponse(
    resource,
    await oauth.resourceDiscoveryRequest(resource, INSECURE),
  )
  const issuer = new URL(metadata.authorization_servers?.[0] ?? '')
  const options = { algorithm: 'oauth2', ...INSECURE } as const
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options))
}

export async function register(
  app: App,
  method: 'none' | 'client_secret_basic' | 'client_secret_post' = 'none',
): Promise<IndependentClient> {
  const as = await discover(app)
  const metadata: Partial<oauth.Client> = {
    client_name: 'Independent Client',
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: method,
  }
  const client = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(as, metadata, INSECURE),
  )
  const secret = String(client['client_secret'])
  const auth = {
    none: () => oauth.None(),
    client_secret_basic: () => oauth.ClientSecretBasic(secret),
    client_secret_post: () => oauth.ClientSecretPost(secret),
  }[method]()
  return { as, client, auth }
}

/** Sends a person through consent and login, and redeems the code. */
export async function signIn(
  app: App,
  { as, client, auth }: IndependentClient,
  walker: Walker,
  options: { readonly scope?: string; readonly person?: string } = {},
): Promise<{ readonly tokens: oauth.TokenEndpointResponse; readonly callback: URL; readonly verifier: string }> {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = new URL(as.authorization_endpoint ?? '')
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    resource: app.endpoint,
    state,
    ...(options.scope !== undefined && { scope: options.scope }),
  }).toString()
  const callback = await walker.decide(url.href, REDIRECT_URI, 'approve', options.person)
  const parameters = oauth.validateAuthResponse(as, client, callback, state)
  const response = await oauth.authorizationCodeGrantRequest(as, client, auth, parameters, REDIRECT_URI, verifier, {
    ...INSECURE,
    additionalParameters: { resource: app.endpoint },
  })
  return { tokens: await oauth.processAuthorizationCodeResponse(as, client, response), callback, verifier }
}
