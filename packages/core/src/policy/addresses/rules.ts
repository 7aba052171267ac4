import ipaddr from 'ipaddr.js'
import { ConfigError } from '../../errors/index.js'
import { addressVerdict, type AddressKind, type AddressVerdict } from './address.js'
import { hostVerdict } from './host.js'
import { isInRange, parseAddress, type Address } from './parse.js'

export interface AddressRulesOptions {
  /**
   * Networks and hosts that may be reached although they are not public: `10.1.0.0/16`, `192.168.7.9`, `wiki.corp`,
   * `*.corp.example` (the names below it). A host opens private and loopback addresses to that name alone. Metadata
   * services stay closed unless one is listed by its very address. Default none.
   */
  readonly allowPrivate?: readonly string[] | undefined
  /** Opens every private address. For hosts that the operator has named, never for those of strangers. Default `false`. */
  readonly privateNetworks?: boolean | undefined
  /** Opens loopback addresses: `named` to `localhost` and literal addresses, `any` to every name. Default `never`. */
  readonly loopback?: 'never' | 'named' | 'any' | undefined
  /** Name of the option that holds `allowPrivate`, shown in the error. Default `addressRules: allowPrivate`. */
  readonly option?: string | undefined
}

/** Decides where a request may go. Both answer `undefined` when it may, and what stands in the way otherwise. */
export interface AddressRules {
  /** Before anything is resolved. @param hostname as `URL.hostname` gives it */
  host(hostname: string): AddressVerdict | undefined
  /** For every address that a name leads to. */
  address(hostname: string, address: string): AddressVerdict | undefined
}

interface Range {
  readonly range: string
  /** Holds one address only. */
  readonly single: boolean
}

/** The letters of a host name, and a star in front for the names below it. */
const HOST_PATTERN = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/

/**
 * Creates the rules by which the addresses of requests are judged (UR-02, UR-04, F-71): public ones only, unless options
 * open more.
 *
 * @throws {ConfigError} for an entry of `allowPrivate` that is neither network nor host, or that holds everybody
 * @example
 * ```ts
 * import { addressRules } from '@sallyport/core/addresses'
 *
 * const rules = addressRules({ allowPrivate: ['10.1.0.0/16'] })
 * console.log(rules.address('wiki.corp.example', '10.1.2.3')) // undefined: may be asked
 * console.log(rules.address('wiki.corp.example', '10.2.0.1')?.name) // private_use
 * ```
 */
export function addressRules(options: AddressRulesOptions = {}): AddressRules {
  const {
    allowPrivate = [],
    privateNetworks = false,
    loopback = 'never',
    option = 'addressRules: allowPrivate',
  } = options
  const ranges: Range[] = []
  const hosts: string[] = []
  for (const entry of allowPrivate) {
    const range = parseRange(entry, option)
    if (range) ranges.push(range)
    else hosts.push(parseHost(entry, option))
  }

  const isListed = (address: Address, kind: AddressKind): boolean => {
    const own = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address
    return ranges.some(({ range, single }) => (kind !== 'metadata' || single) && isInRange(own, range))
  }

  function isOpen(hostname: string, { kind }: AddressVerdict): boolean {
    if (kind === 'public') return true
    if (kind === 'private' && privateNetworks) return true
    if (kind === 'loopback' && loopback === 'any') return true
    if (kind === 'loopback' && loopback === 'named' && hostVerdict(hostname).kind === 'loopback') return true
    return (kind === 'private' || kind === 'loopback') && hosts.some((host) => matchesHost(hostname, host))
  }

  return {
    host(hostname) {
      const verdict = hostVerdict(hostname)
      const address = parseAddress(hostname)
      if (address !== undefined && isListed(address, verdict.kind)) return undefined
      // What an internal name leads to is judged when it is known; listed networks would be out of reach otherwise.
      if (address === undefined && verdict.kind === 'private' && ranges.length > 0) return undefined
      if (address === undefined && verdict.kind === 'loopback' && ranges.length > 0) return undefined
      return isOpen(hostname, verdict) ? undefined : verdict
    },
    address(hostname, text) {
      const verdict = addressVerdict(text)
      const address = parseAddress(text)
      if (address !== undefined && isListed(address, verdict.kind)) return undefined
      return isOpen(hostname, verdict) ? undefined : verdict
    },
  }
}

/** True for a host name, or `*.` and a host name for those below it. */
export function isHostPattern(text: string): boolean {
  return HOST_PATTERN.test(text.toLowerCase())
}

/**
 * True when a host is the one of a pattern, or lies below it (`*.example.com`, which is not `example.com` itself).
 *
 * @param hostname as `URL.hostname` gives it
 */
export function matchesHost(hostname: string, pattern: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) && name.length >= pattern.length : name === pattern
}

function parseRange(entry: string, option: string): Range | undefined {
  const single = parseAddress(entry)
  if (single !== undefined)
    return { range: `${single.toString()}/${String(single.toByteArray().length * 8)}`, single: true }
  if (!entry.includes('/')) return undefined
  if (!ipaddr.isValidCIDR(entry)) throw refusal(entry, option, 'is not a network.')
  const [base, prefixLength] = ipaddr.parseCIDR(entry)
  if (prefixLength < (base.kind() === 'ipv4' ? 8 : 7))
    throw refusal(entry, option, 'holds more than any private network.')
  return { range: entry, single: prefixLength === base.toByteArray().length * 8 }
}

function parseHost(entry: string, option: string): string {
  const host = entry.toLowerCase()
  if (!isHostPattern(host)) throw refusal(entry, option, 'is neither a network nor a host.')
  return host
}

function refusal(entry: string, option: string, problem: string): ConfigError {
  const fix = 'Write networks like "10.1.0.0/16", addresses, or hosts like "wiki.corp.example".'
  return new ConfigError({ option, problem: `${JSON.stringify(entry)} ${problem}`, fix })
}
