import type { Auditor } from '../audit/index.js'
import { OAuthError } from '../errors/index.js'
import type { AccessTokenVerifier } from '../compositions/resource-server/index.js'

const MESSAGE = 'The access token is not valid.'

/** `InvalidTokenError` of version 1 and `OAuthError` of version 2, as far as they are installed: both are optional peers. */
async function sdkErrors(): Promise<readonly [v1: Error | undefined, v2: Error | undefined]> {
  return Promise.all([
    import('@modelcontextprotocol/sdk/server/auth/errors.js').then(
      ({ InvalidTokenError }) => new InvalidTokenError(MESSAGE),
      () => undefined,
    ),
    import('@modelcontextprotocol/server').then(
      ({ OAuthError: SdkError, OAuthErrorCode }) => new SdkError(OAuthErrorCode.InvalidToken, MESSAGE),
      () => undefined,
    ),
  ])
}

/**
 * The `requireBearerAuth` of each SDK answers 401 to its own error only; anything else becomes a 500, after which a
 * client never signs in again. Version 1 looks at the class and version 2 at marks on the object, so that one error can
 * be both. Without an SDK our own error stands.
 */
async function sdkError(error: unknown): Promise<unknown> {
  if (!(error instanceof OAuthError) || error.error !== 'invalid_token') return error
  const [v1, v2] = await sdkErrors()
  if (!v1 || !v2) return v1 ?? v2 ?? error
  for (const key of Reflect.ownKeys(v2)) {
    const mark = Object.getOwnPropertyDescriptor(v2, key)
    if (mark && !Object.hasOwn(v1, key)) Object.defineProperty(v1, key, mark)
  }
  return v1
}

/** What stands in the audit log for the method of a request that only the SDK has seen. */
const METHOD = 'verifyAccessToken'

/** Wraps a verifier for the MCP SDK, version 1 and 2. The gate is not asked there, so what it would have recorded is recorded here. */
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
