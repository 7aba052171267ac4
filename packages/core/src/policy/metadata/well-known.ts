const RESOURCE_SUFFIX = '/.well-known/oauth-protected-resource'
const OAUTH_SUFFIX = '/.well-known/oauth-authorization-server'
const OPENID_SUFFIX = '/.well-known/openid-configuration'

/** Cuts an identifier behind its host, without a URL parser: identifiers are compared and published byte for byte. */
function split(identifier: string): { readonly origin: string; readonly path: string; readonly query: string } {
  const match = /^([^:]+:\/\/[^/?#]+)([^?#]*)(\?[^#]*)?$/.exec(identifier)
  if (match?.[1] === undefined) throw new TypeError('not an absolute identifier')
  return { origin: match[1], path: match[2] ?? '', query: match[3] ?? '' }
}

/**
 * Where the metadata of a resource lies: the suffix goes between host and path, a slash that only ends the host is
 * dropped, a query stays (RFC 9728 §3.1, RS-05).
 *
 * @example
 * ```ts
 * import { protectedResourceMetadataUrl } from '@sallyport/core/metadata'
 *
 * console.log(protectedResourceMetadataUrl('https://mcp.example.com/mcp'))
 * // https://mcp.example.com/.well-known/oauth-protected-resource/mcp
 * ```
 */
export function protectedResourceMetadataUrl(resource: string): string {
  const { origin, path, query } = split(resource)
  return `${origin}${RESOURCE_SUFFIX}${path === '/' ? '' : path}${query}`
}

/**
 * Every address of the authorization server's metadata, in the order clients try them (RFC 8414 §3.1, §5): RFC 8414,
 * then OpenID Connect inserted, then OpenID Connect appended.
 *
 * @example
 * ```ts
 * import { authorizationServerMetadataUrls } from '@sallyport/core/metadata'
 *
 * console.log(authorizationServerMetadataUrls('https://as.example/t1')[0])
 * // https://as.example/.well-known/oauth-authorization-server/t1
 * ```
 */
export function authorizationServerMetadataUrls(issuer: string): readonly string[] {
  const { origin, path } = split(issuer)
  const inserted = path.replace(/\/$/, '')
  const urls = [`${origin}${OAUTH_SUFFIX}${inserted}`, `${origin}${OPENID_SUFFIX}${inserted}`]
  return inserted === '' ? urls : [...urls, `${origin}${inserted}${OPENID_SUFFIX}`]
}

/** The document that a path leads to. */
export type MetadataMatch =
  { readonly kind: 'authorization-server' } | { readonly kind: 'protected-resource'; readonly resource: string }

export interface MetadataPathsOptions {
  readonly resources: readonly string[]
  /** Identifier of our own authorization server, where there is one. */
  readonly issuer?: string | undefined
  /**
   * Serves the metadata of a single resource at the root path too, where MCP clients look last although RFC 9728 §3.3
   * would have `resource` be the bare origin there. Default: while there is one resource.
   */
  readonly atRoot?: boolean | undefined
}

/**
 * Prepares the look-up of documents by request target (path and query as received, compared as they are).
 *
 * @example
 * ```ts
 * import { createMetadataPaths } from '@sallyport/core/metadata'
 *
 * const find = createMetadataPaths({ resources: ['https://mcp.example.com/mcp'] })
 * console.log(find('/.well-known/oauth-protected-resource/mcp'))
 * // { kind: 'protected-resource', resource: 'https://mcp.example.com/mcp' }
 * ```
 */
export function createMetadataPaths(options: MetadataPathsOptions): (target: string) => MetadataMatch | undefined {
  const documents = new Map<string, MetadataMatch>()
  const [first] = options.resources
  if (first !== undefined && (options.atRoot ?? options.resources.length === 1)) {
    documents.set(RESOURCE_SUFFIX, { kind: 'protected-resource', resource: first })
  }
  for (const resource of options.resources) {
    documents.set(targetOf(protectedResourceMetadataUrl(resource)), { kind: 'protected-resource', resource })
  }
  for (const url of options.issuer === undefined ? [] : authorizationServerMetadataUrls(options.issuer)) {
    documents.set(targetOf(url), { kind: 'authorization-server' })
  }
  // A query that belongs to an identifier must be there; any other (cache busters) changes nothing.
  return (target) => documents.get(target) ?? documents.get(target.replace(/\?.*$/s, ''))
}

function targetOf(url: string): string {
  const { path, query } = split(url)
  return path + query
}
