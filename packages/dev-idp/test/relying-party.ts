import * as oauth from 'oauth4webapi'
import type { DevIdp } from '../src/index.js'
import type { Browser } from './browser.js'

export const CALLBACK = 'http://127.0.0.1:9/callback'
// Marked as deprecated to stand out; the provider under test has nothing but http on loopback.
export const insecure = { [Reflect.get(oauth, 'allowInsecureRequests') as symbol]: true }

/** One login with an independent client; resolves with what it would send to the token endpoint. */
export async function relyingParty(idp: Pick<DevIdp, 'issuer' | 'clientId' | 'clientSecret'>) {
  const issuer = new URL(idp.issuer)
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const client: oauth.Client = { client_id: idp.clientId }
  const auth = oauth.ClientSecretBasic(idp.clientSecret)
  const verifier = oauth.generateRandomCodeVerifier()
  const nonce = oauth.generateRandomNonce()
  const state = oauth.generateRandomState()

  const authorizationUrl = async (extra: Record<string, string> = {}): Promise<string> => {
    const url = new URL(as.authorization_endpoint ?? '')
    url.search = new URLSearchParams({
      client_id: idp.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid email offline_access',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...extra,
    }).toString()
    return url.href
  }
  const redeem = async (callback: string) => {
    const params = oauth.validateAuthResponse(as, client, new URL(callback), state)
    const response = await oauth.authorizationCodeGrantRequest(as, client, auth, params, CALLBACK, verifier, insecure)
    return oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true })
  }
  const refresh = async (token: string) =>
    oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, auth, token, insecure),
    )
  const userInfo = (token: string) => oauth.userInfoRequest(as, client, token, insecure)
  const login = async (browser: Browser, name: string) => {
    const form = await browser.visit(await authorizationUrl(), CALLBACK)
    return redeem((await browser.logIn(form, name, CALLBACK)).url)
  }
  return { as, client, auth, authorizationUrl, redeem, refresh, userInfo, login }
}
