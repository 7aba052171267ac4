import type { Auditor } from '../audit/index.js'
import { createResourceServer, type ResourceServer, type Streams } from '../compositions/resource-server/index.js'
import type { Runtime } from '../foundation/index.js'
import { createOperationPolicy } from '../policy/access/index.js'
import { createScopeCatalogue } from '../policy/scopes/index.js'
import type { Limits } from '../services/limits/index.js'
import type { SessionGate } from '../services/sessions/index.js'
import type { TokenVerifier } from '../services/tokens/index.js'
import type { Settings } from './options.js'

/** Names and texts of all scopes that may be granted. */
export interface KnownScopes {
  readonly names: readonly string[]
  readonly descriptions: Readonly<Record<string, string>>
  /** What a newcomer asks for. */
  readonly baseline: readonly string[]
}

/** @throws {ConfigError} */
export function knownScopes({ scopes, operations, baselineScopes }: Settings): KnownScopes {
  const policy = createOperationPolicy(operations)
  const catalogue = scopes && createScopeCatalogue(scopes)
  const names = [...new Set([...(catalogue?.names ?? []), ...policy.scopes])].sort()
  const described = names.flatMap((name) => {
    const text = catalogue?.describe(name)
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    names,
    descriptions: Object.fromEntries(described),
    baseline: baselineScopes ?? policy.scopesFor('methods/initialize'),
  }
}

/** One resource server for each name in `resources`. */
export function createResourceServers(
  settings: Settings,
  ports: {
    readonly verifier: TokenVerifier
    readonly limits: Limits
    readonly sessions: SessionGate
    readonly streams: Streams
    readonly audit: Auditor
  },
  runtime: Runtime,
): ReadonlyMap<string, ResourceServer> {
  const {
    resources,
    resourceName,
    authorizationServer,
    trustedIssuers,
    scopes,
    baselineScopes,
    authorize,
    allowedHosts,
  } = settings
  const issuers = trustedIssuers.map(({ issuer }) => issuer)
  const names = Object.keys(resources)
  return new Map(
    names.map((name) => [
      name,
      createResourceServer(
        {
          resource: resources[name] ?? '',
          authorizationServers: authorizationServer ? [authorizationServer.issuer, ...issuers] : issuers,
          ...ports,
          operations: settings.operations,
          ...(scopes && { scopes }),
          ...(baselineScopes && { baselineScopes }),
          ...(authorize && { authorize }),
          ...(allowedHosts && { allowedHosts }),
          ...(resourceName !== undefined && { name: resourceName }),
          includeGranted: settings.includeGranted,
          listObtainable: settings.listObtainable,
          allowedOrigins: settings.allowedOrigins,
          trustProxy: settings.trustProxy,
          minimumRevision: settings.minimumRevision,
          maxBodyBytes: settings.maxBodyBytes,
          metadataAtRoot: names.length === 1,
          unsafelyExposeToken: settings.unsafelyExposeToken,
        },
        runtime,
      ),
    ]),
  )
}
