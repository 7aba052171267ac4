import { matchesHost, type AddressRules } from '../../policy/addresses/index.js'
import { outboundFailure } from './failure.js'
import type { GuardedSettings } from './guarded-options.js'
import { parseStrictUrl } from './url.js'

const DEFAULT_PORTS = { 'https:': 443, 'http:': 80 } as const

/** Where a request may go: the URL without its fragment, which is never sent. @throws {OAuthError} with a reason */
export function destination(text: string, { allow }: GuardedSettings, rules: AddressRules): URL {
  const url = parseStrictUrl(text.replace(/#.*$/s, ''))
  if (url === undefined) throw outboundFailure('outbound_url')
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:'
  if (!allow.schemes.some((scheme) => `${scheme}:` === protocol)) throw outboundFailure('outbound_url')
  const port = url.port === '' ? DEFAULT_PORTS[protocol] : Number(url.port)
  if (!(allow.ports ?? [DEFAULT_PORTS[protocol]]).includes(port)) throw outboundFailure('outbound_port')
  if (allow.hosts && !allow.hosts.some((host) => matchesHost(url.hostname, host.toLowerCase()))) {
    throw outboundFailure('outbound_host')
  }
  const verdict = rules.host(url.hostname)
  if (verdict) throw outboundFailure('outbound_address', new Error(verdict.name))
  return url
}

/** Where a redirect leads. From https never to http, whatever is allowed. @throws {OAuthError} with a reason */
export function redirectTarget(
  location: string | null,
  from: URL,
  settings: GuardedSettings,
  rules: AddressRules,
): URL {
  if (location === null || !URL.canParse(location, from.href)) throw outboundFailure('outbound_redirect')
  // What is written in full is judged as it is written; only a path takes its host from where it was said.
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(location)
  const target = destination(isAbsolute ? location : new URL(location, from.href).href, settings, rules)
  if (from.protocol === 'https:' && target.protocol !== 'https:') throw outboundFailure('outbound_redirect')
  return target
}
