import { createMetadataPaths, protectedResourceMetadata } from '../../policy/metadata/index.js'
import {
  jsonResponse,
  methodNotAllowedResponse,
  preflightResponse,
  withoutBody,
  withStrictTransport,
} from '../../primitives/replies/index.js'
import type { Settings } from './options.js'

/** The metadata document of one resource, at its addresses (RFC 9728 §3). */
export interface MetadataEndpoint {
  /** @param target path and query */
  owns(target: string): boolean
  /** Open to everybody, also to pages of other origins (RS-12); `undefined` for foreign paths. */
  handle(request: Request): Response | undefined
}

const METHODS = ['GET', 'HEAD']
const FIVE_MINUTES_SECONDS = 300

/** @throws {ConfigError} without an authorization server */
export function createMetadataEndpoint(settings: Settings): MetadataEndpoint {
  const { resource, authorizationServers, baselineScopes, name, documentation, metadataAtRoot } = settings
  const find = createMetadataPaths({ resources: [resource], atRoot: metadataAtRoot })
  const document = protectedResourceMetadata({
    resource,
    authorizationServers,
    scopes: baselineScopes,
    name,
    documentation,
  })
  const answer = (method: string): Response => {
    if (method === 'OPTIONS') return preflightResponse(METHODS)
    if (!METHODS.includes(method)) return methodNotAllowedResponse([...METHODS, 'OPTIONS'])
    return jsonResponse(200, document, { cors: true, publicForSeconds: FIVE_MINUTES_SECONDS })
  }
  return {
    owns: (target) => find(target) !== undefined,
    handle(request) {
      const { pathname, search } = new URL(request.url)
      if (find(pathname + search) === undefined) return undefined
      const response = withStrictTransport(answer(request.method), resource)
      return request.method === 'HEAD' ? withoutBody(response) : response
    },
  }
}
