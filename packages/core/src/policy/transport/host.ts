import { ConfigError } from '../../errors/index.js'
import { isLoopbackHost, LOOPBACK_HOSTS } from '../../foundation/index.js'
import type { RequestFacts } from './facts.js'
import { PASSED, refuse, type TransportVerdict } from './verdict.js'

/** `uri-host [ ":" port ]`, RFC 9110 §7.2, without percent-encoding, which no browser sends. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i

export interface HostCheckOptions {
  /** The configured resource. */
  readonly resource: string
  /**
   * Names under which the server may be called besides the resource's own: `name` (any port) or `name:port`.
   * Setting it switches the check on for resources that are not on a loopback host.
   */
  readonly allowedHosts?: readonly string[] | undefined
}

/**
 * Prepares the check of `Host`, the defence against DNS rebinding: a foreign name that suddenly resolves to this
 * machine still stands in that header (ST-04). Enforced on loopback resources, where every loopback spelling passes
 * with any port, and wherever `allowedHosts` is set. Elsewhere the name is the business of the proxy in front.
 *
 * @throws {ConfigError} on an entry that is no host
 * @example
 * ```ts
 * import { createHostCheck } from '@sallyport/core/transport'
 *
 * const check = createHostCheck({ resource: 'http://127.0.0.1:3000/mcp' })
 * console.log(check({ headerLines: () => ['evil.example'] })) // { ok: false, status: 403, reason: 'host_not_allowed' }
 * ```
 */
export function createHostCheck(
  options: HostCheckOptions,
): (facts: Pick<RequestFacts, 'headerLines'>) => TransportVerdict {
  const { hostname, host } = new URL(options.resource)
  const isLoopback = isLoopbackHost(hostname)
  if (!isLoopback && options.allowedHosts === undefined) return () => PASSED

  const allowed = new Set((options.allowedHosts ?? []).map(readEntry))
  if (isLoopback) for (const name of [...LOOPBACK_HOSTS, hostname]) allowed.add(name)
  else allowed.add(host)
  return (facts) => {
    const lines = facts.headerLines('host')
    const match = lines.length === 1 ? HOST.exec(lines[0] ?? '') : null
    if (!match?.[1]) return refuse(403, 'host_malformed')
    const name = match[1].toLowerCase()
    if (allowed.has(name) || (match[2] !== undefined && allowed.has(`${name}:${match[2]}`))) return PASSED
    return refuse(403, 'host_not_allowed')
  }
}

function readEntry(entry: string): string {
  if (HOST.test(entry)) return entry.toLowerCase()
  throw new ConfigError({
    option: 'allowedHosts',
    problem: `${JSON.stringify(entry)} is not a host.`,
    fix: 'Write names as they stand in the Host header, for example "mcp.example.com" or "localhost:3000".',
  })
}
