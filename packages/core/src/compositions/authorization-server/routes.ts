import {
  authorizationServerEndpoints,
  authorizationServerMetadata,
  authorizationServerMetadataUrls,
  type AuthorizationServerMetadata,
} from '../../policy/metadata/index.js'
import { publicJwks } from '../../primitives/keys/index.js'
import { authorizeEndpoint } from './authorize.js'
import { callbackEndpoint } from './callback.js'
import { confirmEndpoint } from './confirm.js'
import { connectionsEndpoint } from './connections.js'
import { consentEndpoint } from './consent.js'
import { documentEndpoint } from './documents.js'
import type { CheckedOptions } from './options.js'
import { registerEndpoint } from './register.js'
import { revokeEndpoint } from './revoke.js'
import type { Endpoint } from './server.js'
import { tokenEndpoint } from './token.js'
import type { AuthorizationServerPorts } from './types.js'

export interface Routes {
  readonly metadata: AuthorizationServerMetadata
  /** By path. Everything hangs below the issuer, the well-known documents between host and path (§10.3). */
  readonly endpoints: ReadonlyMap<string, Endpoint>
}

/** What is not switched on has no path (AS-06, AS-80). */
export function createRoutes(
  options: CheckedOptions,
  {
    keys,
    browserSessions,
    confirmations,
  }: Pick<AuthorizationServerPorts, 'keys' | 'browserSessions' | 'confirmations'>,
): Routes {
  const { issuer, dynamicRegistration } = options
  const publicKeys = publicJwks(keys).keys.length > 0
  const scopes = options.resources.flatMap((resource) => resource.scopes)
  const metadata = authorizationServerMetadata({ issuer, scopes, dynamicRegistration, publicKeys })
  const urls = authorizationServerEndpoints(issuer)
  const endpoints = new Map<string, Endpoint>([
    [urls.authorization, authorizeEndpoint],
    [urls.consent, consentEndpoint],
    [urls.callback, callbackEndpoint],
    [urls.token, tokenEndpoint],
    [urls.revocation, revokeEndpoint],
  ])
  for (const url of authorizationServerMetadataUrls(issuer))
    endpoints.set(
      url,
      documentEndpoint(() => metadata),
    )
  if (publicKeys)
    endpoints.set(
      urls.jwks,
      documentEndpoint(() => publicJwks(keys)),
    )
  if (browserSessions && options.connections) endpoints.set(urls.connections, connectionsEndpoint(browserSessions))
  if (browserSessions && confirmations) {
    endpoints.set(urls.confirmation, confirmEndpoint(browserSessions, confirmations))
  }
  if (dynamicRegistration) endpoints.set(urls.registration, registerEndpoint)
  return { metadata, endpoints: new Map([...endpoints].map(([url, endpoint]) => [new URL(url).pathname, endpoint])) }
}
