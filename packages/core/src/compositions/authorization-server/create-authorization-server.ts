import { systemRuntime, type Runtime } from '../../foundation/index.js'
import { endpointPath } from '../../policy/metadata/index.js'
import { dispatch } from './dispatch.js'
import { checkOptions } from './options.js'
import { endAll, endClient } from './endings.js'
import { createRoutes } from './routes.js'
import type { Server } from './server.js'
import type { AuthorizationServer, AuthorizationServerOptions, AuthorizationServerPorts } from './types.js'

/**
 * Creates the authorization server of one issuer: consent in front of the provider, and tokens of its own behind it.
 *
 * It keeps nothing itself; what it decides lies in the services it is given, so that any number of processes may run it.
 * Source: OAuth 2.1, RFC 7009, RFC 7591, RFC 8414, RFC 8707, RFC 9207, RFC 9700; AS-01, PX-01.
 *
 * @throws {ConfigError} for an option that is wrong, for example an issuer that is not https (AS-05)
 * @example
 * ```ts
 * import { createAuthorizationServer, type AuthorizationServerPorts } from '@sallyport/core/authorization-server'
 *
 * declare const ports: AuthorizationServerPorts
 * const server = createAuthorizationServer(
 *   {
 *     issuer: 'https://notes.example.com',
 *     resources: [{ resource: 'https://notes.example.com/mcp', scopes: ['notes:read'], defaultScopes: ['notes:read'] }],
 *   },
 *   ports,
 * )
 * const request = new Request('https://notes.example.com/.well-known/oauth-authorization-server')
 * const response = await server.handle(request, { address: '203.0.113.9', requestId: 'r1' })
 * console.log(response?.status) // 200
 * ```
 */
export function createAuthorizationServer(
  options: AuthorizationServerOptions,
  ports: AuthorizationServerPorts,
  runtime: Runtime = systemRuntime,
): AuthorizationServer {
  const checked = checkOptions(options)
  const { metadata, endpoints } = createRoutes(checked, ports)
  const server: Server = Object.freeze({ ...ports, ...checked, runtime })
  return Object.freeze<AuthorizationServer>({
    issuer: checked.issuer,
    metadata,
    owns: (path) => endpoints.has(endpointPath(path)),
    async handle(request, context) {
      const endpoint = endpoints.get(endpointPath(new URL(request.url).pathname))
      return endpoint && dispatch(server, endpoint, request, context)
    },
    withdraw: (subject, clientId) => endClient(server, subject, clientId),
    endAll: (of, by) => endAll(server, of, by),
  })
}
