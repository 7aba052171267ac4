import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { protectedResourceMetadataUrl } from '../../policy/metadata/index.js'
import { createAccess, missingCredentials, principalReader, type Access } from './access.js'
import { authInfoOf } from './auth-info.js'
import { createGate, requestIds } from './gate.js'
import { createMetadataEndpoint, type MetadataEndpoint } from './metadata-endpoint.js'
import { readSettings, type ResourceServerOptions } from './options.js'
import { createStreams } from './streams.js'
import type { Gate, SdkAuthInfo } from './types.js'

/** One protected MCP endpoint. */
export interface ResourceServer {
  readonly gate: Gate
  /** The protected resource metadata document. */
  readonly metadata: MetadataEndpoint
  readonly resourceMetadataUrl: string
  readonly verifier: AccessTokenVerifier
  /** The rules of the gate, for messages behind it. */
  readonly access: Access
}

/** The shape of the MCP SDK's `OAuthTokenVerifier`. */
export interface AccessTokenVerifier {
  /** @throws {OAuthError} `invalid_token` */
  verifyAccessToken(token: string): Promise<SdkAuthInfo>
}

/**
 * Creates what stands in front of one MCP endpoint: the gate, and the document that tells clients how to pass it.
 *
 * Both gate functions answer synchronously for a token that was verified before, when store and hooks do.
 *
 * @throws {ConfigError} when an option is wrong
 * @example
 * ```ts
 * import { createAuditor } from '@sallyport/core/audit'
 * import { createLimits } from '@sallyport/core/limits'
 * import { createResourceServer } from '@sallyport/core/resource-server'
 * import { memoryStore } from '@sallyport/core/store'
 * import type { TokenVerifier } from '@sallyport/core/tokens'
 *
 * declare const verifier: TokenVerifier
 * const audit = createAuditor([])
 * const { gate } = createResourceServer({
 *   resource: 'https://notes.example.com/mcp',
 *   authorizationServers: ['https://notes.example.com'],
 *   verifier,
 *   operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
 *   limits: createLimits({ buckets: memoryStore().buckets }, audit),
 *   audit,
 * })
 * ```
 */
export function createResourceServer(
  options: ResourceServerOptions,
  runtime: Pick<Runtime, 'randomBytes' | 'nowMs' | 'delay'> = systemRuntime,
): ResourceServer {
  const settings = readSettings(options)
  const { resource, verifier, audit, unsafelyExposeToken } = settings
  const resourceMetadataUrl = protectedResourceMetadataUrl(resource)
  const nextRequestId = requestIds(runtime)
  const streams = settings.streams ?? createStreams({ audit }, runtime)
  if (unsafelyExposeToken) audit.record({ kind: 'unsafe.enabled', outcome: 'noted', option: 'unsafelyExposeToken' })
  return Object.freeze<ResourceServer>({
    gate: createGate(settings, resourceMetadataUrl, streams, runtime),
    metadata: createMetadataEndpoint(settings),
    resourceMetadataUrl,
    access: createAccess({
      ...settings,
      principalOf: principalReader(resource),
      challenge: missingCredentials(resourceMetadataUrl, settings.baselineScopes),
    }),
    verifier: Object.freeze<AccessTokenVerifier>({
      async verifyAccessToken(token) {
        const principal = await verifier.verify(token, resource)
        return authInfoOf(principal, {
          resourceMetadataUrl,
          requestId: nextRequestId(),
          token: unsafelyExposeToken ? token : undefined,
        })
      },
    }),
  })
}
