import { InvalidTarget } from 'oidc-provider/lib/helpers/errors.js'
import type { DevResource } from './options.js'

/** The APIs that tokens can be issued for, as `oidc-provider` asks for them. */
export interface ResourceRegistry {
  add(resource: DevResource): void
  /** @throws {InvalidTarget} for an API that nobody named */
  info(resource: string): Readonly<Record<string, unknown>>
}

/** Strict about RFC 8707, as Microsoft Entra ID is: a client that passes its own `resource` on shows at once. */
export function createResourceRegistry(resources: readonly DevResource[]): ResourceRegistry {
  const byName = new Map(resources.map((entry) => [entry.resource, entry]))
  return {
    add: (resource) => void byName.set(resource.resource, resource),
    info(name) {
      const found = byName.get(name)
      if (found === undefined) throw new InvalidTarget('this provider does not know the resource')
      const { resource, scopes, accessTokens = 'jwt' } = found
      return {
        scope: scopes.join(' '),
        audience: resource,
        accessTokenFormat: accessTokens,
        ...(accessTokens === 'jwt' && { jwt: { sign: { alg: 'RS256' } } }),
      }
    },
  }
}
