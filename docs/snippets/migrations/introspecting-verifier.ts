import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js'
import type { OAuthTokenVerifier } from '@modelcontextprotocol/sdk/server/auth/provider.js'
import type { Place } from './place.js'

type Answer = { active?: boolean; client_id?: string; scope?: string; exp?: number; sub?: string }

export function introspectingVerifier({ issuer, clientId, clientSecret }: Place): OAuthTokenVerifier {
  return {
    async verifyAccessToken(token) {
      const response = await fetch(`${issuer}/token/introspection`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ token }),
      })
      const { active, client_id = '', scope = '', exp, sub } = (await response.json()) as Answer
      if (!active || exp === undefined) throw new InvalidTokenError('The token is not active.')
      return { token, clientId: client_id, scopes: scope.split(' '), expiresAt: exp, extra: { sub } }
    },
  }
}
