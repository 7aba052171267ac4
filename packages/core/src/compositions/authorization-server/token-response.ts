import { formatScope } from '../../foundation/index.js'
import { matchResource } from '../../policy/uris/index.js'
import { jsonResponse } from '../../primitives/replies/index.js'
import type { Grant } from '../../services/grants/index.js'
import type { IssuedAccessToken } from '../../services/tokens/index.js'
import type { Server } from './server.js'
import type { RequestContext } from './types.js'

export type RefreshTokenVerdict = 'issued' | 'not_asked_for' | 'not_allowed'

/**
 * The configured resource that a token request names. One that nobody configured goes on as it came: it equals none, and
 * so ends like any other wrong resource, with the code burnt (AS-37).
 */
export function presentedResource(server: Server, form: ReadonlyMap<string, string>): string | undefined {
  const requested = form.get('resource')
  if (requested === undefined) return undefined
  const identifiers = server.resources.map(({ resource }) => resource)
  return matchResource(requested, identifiers) ?? requested
}

/** Issues an access token for a grant, or for less of it. */
export function issueAccessToken(server: Server, grant: Grant, scopes: readonly string[]): Promise<IssuedAccessToken> {
  const { grantId, subject, clientId, resource, roles, expiresAtMs: notAfterMs, createdAtMs: grantedAtMs } = grant
  return server.tokens.issue({ grantId, subject, clientId, resource, roles, scopes, notAfterMs, grantedAtMs })
}

export interface IssuedTokens {
  readonly grant: Grant
  readonly scopes: readonly string[]
  readonly token: IssuedAccessToken
  readonly refresh: RefreshTokenVerdict
  readonly refreshToken: string | undefined
}

/** Answers with the tokens, OAuth 2.1 §3.2.3. `scope` is always said, whether it differs or not (AS-39). */
export function answerTokens(server: Server, context: RequestContext, issued: IssuedTokens): Response {
  const { grant, scopes, token, refresh, refreshToken } = issued
  const { grantId, subject, clientId, resource } = grant
  server.audit.record({
    kind: 'token.issued',
    outcome: 'allowed',
    requestId: context.requestId,
    userIssuer: grant.userIssuer,
    subject,
    clientId,
    resource,
    grantId,
    scopes,
    tokenId: token.tokenId,
    expiresAtMs: token.expiresAtMs,
    refreshToken: refresh,
  })
  return jsonResponse(
    200,
    {
      access_token: token.accessToken,
      token_type: 'Bearer',
      expires_in: token.expiresIn,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      // An empty scope cannot be written (RFC 6749 §3.3).
      ...(scopes.length > 0 && { scope: formatScope(scopes) }),
    },
    { cors: true },
  )
}
