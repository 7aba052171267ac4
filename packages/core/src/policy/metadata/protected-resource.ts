import { ConfigError } from '../../errors/index.js'
import { OFFLINE_ACCESS, sortScopes } from '../../foundation/index.js'

export interface ProtectedResourceConfig {
  /** As configured; published unchanged. */
  readonly resource: string
  /** Issuers whose tokens are accepted; at least one. */
  readonly authorizationServers: readonly string[]
  /** The minimum a client needs to be useful, not the whole catalogue (RS-10). `offline_access` is left out (RS-09). */
  readonly scopes?: readonly string[] | undefined
  /** `resource_name`, for people. */
  readonly name?: string | undefined
  /** `resource_documentation`, a page for developers. */
  readonly documentation?: string | undefined
}

/** RFC 9728 §2, the members we publish. */
export interface ProtectedResourceMetadata {
  readonly resource: string
  readonly authorization_servers: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly bearer_methods_supported: readonly ['header']
  readonly resource_name?: string
  readonly resource_documentation?: string
}

/**
 * The protected resource metadata document.
 *
 * @throws {ConfigError} without an authorization server (RS-02)
 * @example
 * ```ts
 * import { protectedResourceMetadata } from '@sallyport/core/metadata'
 *
 * const document = protectedResourceMetadata({
 *   resource: 'https://mcp.example.com/mcp',
 *   authorizationServers: ['https://mcp.example.com'],
 *   scopes: ['notes:read'],
 * })
 * console.log(document.bearer_methods_supported) // ['header']
 * ```
 */
export function protectedResourceMetadata(config: ProtectedResourceConfig): ProtectedResourceMetadata {
  if (config.authorizationServers.length === 0) {
    throw new ConfigError({
      option: 'authorizationServer',
      problem: `${config.resource} has no authorization server, so no client could get a token for it.`,
      fix: 'Configure authorizationServer or trustedIssuers.',
    })
  }
  const scopes = sortScopes(config.scopes ?? []).filter((scope) => scope !== OFFLINE_ACCESS)
  return {
    resource: config.resource,
    authorization_servers: [...config.authorizationServers],
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    bearer_methods_supported: ['header'],
    ...(config.name !== undefined && { resource_name: config.name }),
    ...(config.documentation !== undefined && { resource_documentation: config.documentation }),
  }
}
