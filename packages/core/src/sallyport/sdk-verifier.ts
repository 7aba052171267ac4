import type { Auditor } from '../audit/index.js'
import { OAuthError } from '../errors/index.js'
import type { AccessTokenVerifier } from '../compositions/resource-server/index.js'

type SdkErrors = { readonly InvalidTokenError?: new (message: string) => Error }

/**
 * The SDK's `requireBearerAuth` answers 401 only to its own `InvalidTokenError`; anything else becomes a 500, after which
 * a client never signs in again. The SDK is an optional peer: without it our own error stands.
 */
async function sdkError(error: unknown): Promise<unknown> {
  if (!(error instanceof OAuthError) || error.error !== 'invalid_token') return error
  try {
    const { InvalidTokenError } = (await import('@modelcontextprotocol/sdk/server/auth/errors.js')) as SdkErrors
    return InvalidTokenError ? new InvalidTokenError('The access token is not valid.') : error
  } catch {
    return error
  }
}

/** What stands in the audit log for the method of a request that only the SDK has seen. */
const METHOD = 'verifyAccessToken'

/** Wraps a verifier for the MCP SDK v1. The gate is not asked there, so what it would have recorded is recorded here. */
export function forSdk(verifier: AccessTokenVerifier, audit: Auditor): AccessTokenVerifier {
  return {
    async verifyAccessToken(token) {
      try {
        const authInfo = await verifier.verifyAccessToken(token)
        const { clientId, scopes, extra } = authInfo
        const who = {
          clientId,
          scopes: [...scopes],
          subject: String(extra['subject']),
          tokenId: String(extra['tokenId']),
        }
        audit.record({
          kind: 'request.admitted',
          outcome: 'allowed',
          method: METHOD,
          requestId: String(extra['requestId']),
          ...who,
        })
        return authInfo
      } catch (error) {
        const invalid = error instanceof OAuthError && error.error === 'invalid_token'
        const reason = invalid ? error.reason : 'dependency_unavailable'
        audit.record({
          kind: 'request.refused',
          outcome: 'refused',
          method: METHOD,
          status: invalid ? 401 : 500,
          reason,
        })
        throw await sdkError(error)
      }
    },
  }
}
