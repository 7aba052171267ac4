import { ConfigError } from '../../errors/index.js'
import { isLoopbackHost } from '../../foundation/index.js'
import { parseWebUri } from './parts.js'

/**
 * The form in which resource identifiers are compared, never published: scheme and host in lower case, default port
 * dropped, an empty path written as `/`. Path and query stay byte for byte, so `/mcp` is not `/mcp/` (RS-07, RS-27).
 *
 * @returns `undefined` for anything but an absolute http(s) URI without fragment and userinfo (RFC 8707 §2)
 * @example
 * ```ts
 * import { normalizeResource } from '@sallyport/core/uris'
 *
 * console.log(normalizeResource('HTTPS://MCP.Example.com:443')) // 'https://mcp.example.com/'
 * ```
 */
export function normalizeResource(resource: string): string | undefined {
  const parts = parseWebUri(resource)
  if (parts === undefined || parts.hasUserinfo || parts.hasFragment) return undefined
  const isDefaultPort = parts.port === (parts.scheme === 'https' ? '443' : '80')
  const port = parts.port === '' || isDefaultPort ? '' : `:${parts.port}`
  return `${parts.scheme}://${parts.hostname}${port}${parts.path || '/'}${parts.query}`
}

/**
 * Finds the configured resource that a `resource` parameter or `aud` names, as a whole: neither prefixes nor siblings
 * count (RS-27, AS-36).
 *
 * @returns the identifier as configured, which is what goes into `aud`; `undefined` for none
 */
export function matchResource(requested: string, configured: readonly string[]): string | undefined {
  const wanted = normalizeResource(requested)
  if (wanted === undefined) return undefined
  return configured.find((resource) => normalizeResource(resource) === wanted)
}

/**
 * Checks a configured resource identifier (RS-06): https, or http on a loopback host; no fragment, no userinfo; written
 * as every URL parser would write it, for clients derive it from the address they call. A bare origin has no slash.
 *
 * @param option name of the option, shown in the error
 * @throws {ConfigError}
 * @example
 * ```ts
 * import { assertResource } from '@sallyport/core/uris'
 *
 * assertResource('https://mcp.example.com/mcp')
 * ```
 */
export function assertResource(resource: string, option = 'resource'): void {
  const refuse = (problem: string, fix: string): ConfigError => new ConfigError({ option, problem, fix })
  const parts = parseWebUri(resource)
  if (parts === undefined)
    throw refuse(
      'not an absolute https URL.',
      'Write the address that clients call, for example "https://mcp.example.com/mcp".',
    )
  if (parts.hasUserinfo || parts.hasFragment) {
    throw refuse('must have neither credentials nor a fragment (RFC 8707 §2).', 'Write scheme, host and path only.')
  }
  if (parts.scheme === 'http' && !isLoopbackHost(parts.hostname)) {
    throw refuse(`http on ${parts.hostname}, which is not this machine.`, 'Use https; http is for loopback addresses.')
  }
  const { href } = new URL(resource)
  const canonical = parts.path === '/' && parts.query === '' ? href.slice(0, -1) : href
  const isBareOrigin = parts.path === '' && parts.query === '' && `${resource}/` === href
  if (resource !== canonical && !isBareOrigin) {
    throw refuse('not in the form that URL parsers write.', `Write "${canonical}".`)
  }
}
