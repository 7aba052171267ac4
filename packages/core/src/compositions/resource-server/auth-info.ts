import type { Principal } from '../../policy/access/index.js'
import type { SdkAuthInfo } from './types.js'

/** What identifies a call beyond its principal. */
export interface AuthInfoContext {
  readonly resourceMetadataUrl: string
  readonly requestId: string
  /** The client's token, only with `unsafelyExposeToken`. */
  readonly token: string | undefined
}

/**
 * The caller as the MCP SDKs know it. `token` names the token and is not it, so a tool that forwards it upstream gets
 * nowhere (RS-39). The SDK's type has no subject: that and the rest sits in `extra`.
 */
export function authInfoOf(principal: Principal, context: AuthInfoContext): SdkAuthInfo {
  const { subject, issuer, grantId, roles, tokenId, clientId, scopes, resource, expiresAtMs } = principal
  return {
    token: context.token ?? `sallyport:${tokenId}`,
    clientId,
    scopes: [...scopes],
    expiresAt: Math.floor(expiresAtMs / 1000),
    resource: new URL(resource),
    resourceMetadataUrl: context.resourceMetadataUrl,
    extra: {
      subject,
      issuer,
      ...(grantId === undefined ? {} : { grantId }),
      roles: [...roles],
      tokenId,
      requestId: context.requestId,
    },
  }
}
