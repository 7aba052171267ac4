import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose'
import { systemRuntime, type Runtime } from '../../../src/foundation/index.js'
import { oidcUpstream, type OidcUpstreamOptions, type UpstreamLogin } from '../../../src/compositions/upstream/index.js'
import { json, stubServer, type StubServer } from '../../support/stub-server.js'

export const CLIENT_ID = 'proxy'
export const CLIENT_SECRET = 'the secret of the proxy, long enough'

/** A provider with a genuine key that otherwise says whatever a test wants. */
export interface StubProvider extends StubServer {
  readonly issuer: string
  readonly privateKey: CryptoKey
  readonly metadata: Readonly<Record<string, unknown>>
  /** An ID token as it should be, with changes; a claim that is `undefined` is left out. */
  idToken(login: UpstreamLogin, changes?: Record<string, unknown>): Promise<string>
  /** The next answers of the token endpoint. */
  answerToken(body: Record<string, unknown>, status?: number): void
  /** What a browser would bring back. */
  callback(login: UpstreamLogin, changes?: Record<string, string | undefined>): URLSearchParams
  tokenRequests(): number
}

const ALG = 'ES256'

export async function stubProvider(path = ''): Promise<StubProvider> {
  const server = await stubServer()
  const issuer = `${server.origin}${path}`
  const { publicKey, privateKey } = await generateKeyPair(ALG)
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    revocation_endpoint: `${issuer}/revoke`,
    userinfo_endpoint: `${issuer}/userinfo`,
    authorization_response_iss_parameter_supported: true,
  }
  server.on('/.well-known/openid-configuration', json(metadata))
  server.on(`${path}/jwks`, json({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: ALG, use: 'sig' }] }))

  return {
    ...server,
    issuer,
    privateKey,
    metadata,
    idToken: (login, changes) =>
      new SignJWT(claimsFor(issuer, login, changes)).setProtectedHeader({ alg: ALG, kid: 'k1' }).sign(privateKey),
    answerToken: (body, status = 200) => server.on(`${path}/token`, json(body, status)),
    callback(login, changes = {}) {
      const all: Record<string, string | undefined> = { code: 'the-code', state: login.state, iss: issuer, ...changes }
      return new URLSearchParams(
        Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
    },
    tokenRequests: () => server.requests.filter(({ path: asked }) => asked === `${path}/token`).length,
  }
}

export function claimsFor(issuer: string, login: UpstreamLogin, changes: Record<string, unknown> = {}): JWTPayload {
  const now = Math.floor(systemRuntime.nowMs() / 1000)
  const claims = { iss: issuer, sub: 'alice', aud: CLIENT_ID, iat: now, exp: now + 300, nonce: login.nonce, ...changes }
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
}

export const TOKENS = {
  access_token: 'upstream-access',
  token_type: 'Bearer',
  expires_in: 300,
  refresh_token: 'upstream-refresh',
}

export function connectTo(
  { issuer }: Pick<StubProvider, 'issuer'>,
  options: Partial<OidcUpstreamOptions> = {},
  runtime: Runtime = systemRuntime,
) {
  return oidcUpstream({
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    unsafelyAllowHttpLoopback: true,
    timeoutMs: 500,
    ...options,
  }).connect(runtime)
}
