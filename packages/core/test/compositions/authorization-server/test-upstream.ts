import type { UpstreamIdentity, UpstreamLogin, UpstreamProvider } from '../../../src/compositions/upstream/index.js'
import { OAuthError } from '../../../src/errors/index.js'
import { challengeOf } from '../../../src/policy/pkce/index.js'
import type { UpstreamTokens } from '../../../src/services/upstream-tokens/index.js'

export const UPSTREAM = 'https://login.example'

/** Every token of the provider begins with this, so that a search finds any that leaks. */
export const UPSTREAM_TOKEN = 'upstream-token-'

/** A provider in a few lines: logs in whoever the test names, and remembers what it saw. */
export interface TestUpstream extends UpstreamProvider {
  /** Addresses the browser was sent to. */
  readonly visited: URL[]
  readonly logins: UpstreamLogin[]
  readonly revoked: UpstreamTokens[]
  readonly callbacks: URLSearchParams[]
  refreshes: number
  /** `down` cannot be asked; `disabled` has blocked every person. */
  health: 'up' | 'down' | 'disabled'
  issuerOfPeople: string
}

function assertUp(upstream: TestUpstream): void {
  if (upstream.health === 'down') throw new OAuthError('temporarily_unavailable', { reason: 'upstream_down' })
}

function tokensOf(name: string, generation: number): UpstreamTokens {
  return {
    accessToken: `${UPSTREAM_TOKEN}access-${name}-${generation}`,
    refreshToken: `${UPSTREAM_TOKEN}refresh-${name}-${generation}`,
    tokenType: 'Bearer',
  }
}

export function testUpstream(): TestUpstream {
  const upstream: TestUpstream = {
    issuer: UPSTREAM,
    visited: [],
    logins: [],
    revoked: [],
    callbacks: [],
    refreshes: 0,
    health: 'up',
    issuerOfPeople: UPSTREAM,
    async formActionOrigins() {
      assertUp(upstream)
      return [UPSTREAM]
    },
    async authorizationUrl(login, { prompt } = {}) {
      assertUp(upstream)
      upstream.logins.push(login)
      const url = new URL(`${UPSTREAM}/authorize`)
      url.searchParams.set('redirect_uri', login.redirectUri)
      url.searchParams.set('state', login.state)
      url.searchParams.set('nonce', login.nonce)
      url.searchParams.set('code_challenge', await challengeOf(login.codeVerifier))
      if (prompt !== undefined) url.searchParams.set('prompt', prompt)
      upstream.visited.push(url)
      return url.href
    },
    async finish(login, callback) {
      upstream.callbacks.push(callback)
      if (callback.get('iss') !== UPSTREAM) throw new OAuthError('invalid_request', { reason: 'upstream_iss_mismatch' })
      const error = callback.get('error')
      if (error !== null) {
        const known = ['access_denied', 'login_required', 'temporarily_unavailable'] as const
        throw new OAuthError(known.find((code) => code === error) ?? 'server_error', { reason: 'upstream_error' })
      }
      assertUp(upstream)
      const name = callback.get('code')?.replace('upstream-code-', '') ?? ''
      if (login.codeVerifier.length !== 86) throw new OAuthError('server_error', { reason: 'upstream_code_refused' })
      const identity: UpstreamIdentity = {
        issuer: upstream.issuerOfPeople,
        subject: name,
        displayName: `${name}@corp.example`,
        roles: name === 'carol' ? ['admin'] : [],
      }
      return { identity, tokens: tokensOf(name, 1) }
    },
    async refresh(tokens) {
      upstream.refreshes++
      assertUp(upstream)
      if (upstream.health === 'disabled') throw new OAuthError('invalid_grant', { reason: 'upstream_invalid_grant' })
      return { ...tokens, accessToken: `${tokens.accessToken}+` }
    },
    async revoke(tokens) {
      upstream.revoked.push(tokens)
    },
  }
  return upstream
}

/** Where the provider sends the browser back to. */
export function answerOf(login: URL, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(login.searchParams.get('redirect_uri') ?? '')
  url.searchParams.set('state', login.searchParams.get('state') ?? '')
  url.searchParams.set('iss', UPSTREAM)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}
