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

/** Wraps a verifier for the MCP SDK v1. */
export function forSdk(verifier: AccessTokenVerifier): AccessTokenVerifier {
  return {
    async verifyAccessToken(token) {
      try {
        return await verifier.verifyAccessToken(token)
      } catch (error) {
        throw await sdkError(error)
      }
    },
  }
}
