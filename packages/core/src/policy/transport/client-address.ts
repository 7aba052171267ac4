import ipaddr from 'ipaddr.js'
import { ConfigError } from '../../errors/index.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [base: Address, prefixLength: number]

/** Proxies whose `X-Forwarded-For` is believed, as {@link trustedProxies} reads them. */
export type TrustedProxies = readonly Range[]

/**
 * Reads the option `trustProxy`.
 *
 * @param trustProxy `false`, or the networks of the proxies in front, for example `['10.0.0.0/8', '2001:db8::/32']`
 * @throws {ConfigError} for anything that is no network, and for networks that hold everybody
 * @example
 * ```ts
 * import { clientAddress, trustedProxies } from '@sallyport/core/transport'
 *
 * const trusted = trustedProxies(['10.0.0.0/8'])
 * console.log(clientAddress('10.1.2.3', ['203.0.113.9, 10.9.9.9'], trusted)) // 203.0.113.9
 * ```
 */
export function trustedProxies(trustProxy: false | readonly string[]): TrustedProxies {
  return trustProxy === false ? [] : trustProxy.map(parseRange)
}

/**
 * The address of the client: the right-most hop that is not one of our proxies. What stands left of it was written by
 * strangers and is never read (RFC 7239 §8.1). IPv4-mapped IPv6 comes out as IPv4, zone identifiers are dropped.
 *
 * @param remoteAddress peer of the socket
 * @param forwardedForLines every `X-Forwarded-For` line in the order received
 * @param trusted result of {@link trustedProxies}
 * @returns the canonical text of the address; the socket's when a trusted hop wrote something that is no address;
 *   `undefined` when the socket has none
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedForLines: readonly string[],
  trusted: TrustedProxies,
): string | undefined {
  const socket = remoteAddress === undefined ? undefined : parseAddress(remoteAddress)
  if (socket === undefined) return undefined
  let hop = socket
  const forwarded = trusted.length === 0 ? [] : forwardedForLines.flatMap((line) => line.split(','))
  while (isTrusted(hop, trusted)) {
    const text = forwarded.pop()
    if (text === undefined) break
    const next = parseAddress(withoutPort(text.trim()))
    if (next === undefined) return socket.toString()
    hop = next
  }
  return hop.toString()
}

/**
 * The network that an address is counted by: the address itself for IPv4, its /64 for IPv6, which one subscriber can
 * walk through at will.
 *
 * @param address as {@link clientAddress} gives it
 * @returns for example `203.0.113.9` or `2001:db8:0:1::/64`; `unknown` for anything that is no address
 */
export function addressNetwork(address: string | undefined): string {
  const parsed = address === undefined ? undefined : parseAddress(address)
  if (parsed === undefined) return 'unknown'
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString()
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
}

/**
 * The neighbourhood of an address: the /24 of IPv4, the /48 of IPv6. A person stays in it while a provider hands out
 * other addresses, and leaves it with the network.
 *
 * @param address as {@link clientAddress} gives it
 * @returns for example `203.0.113.0/24` or `2001:db8:1::/48`; `undefined` for anything that is no address
 * @example
 * ```ts
 * import { addressNeighbourhood } from '@sallyport/core/transport'
 *
 * console.log(addressNeighbourhood('203.0.113.9')) // 203.0.113.0/24
 * ```
 */
export function addressNeighbourhood(address: string | undefined): string | undefined {
  const parsed = address === undefined ? undefined : parseAddress(address)
  if (parsed instanceof ipaddr.IPv6) {
    return `${new ipaddr.IPv6([...parsed.parts.slice(0, 3), 0, 0, 0, 0, 0]).toString()}/48`
  }
  return parsed && `${parsed.octets.slice(0, 3).join('.')}.0/24`
}

function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined
  const address = ipaddr.IPv6.parse(text)
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  return new ipaddr.IPv6(address.parts)
}

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
function withoutPort(text: string): string {
  return /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text
}

function isTrusted(address: Address, trusted: TrustedProxies): boolean {
  return trusted.some(([base, prefixLength]) => address.kind() === base.kind() && address.match(base, prefixLength))
}

function parseRange(cidr: string): Range {
  const refuse = (problem: string, fix: string): ConfigError =>
    new ConfigError({ option: 'trustProxy', problem: `"${cidr}" ${problem}`, fix })
  const slash = cidr.lastIndexOf('/')
  const base = parseAddress(cidr.slice(0, slash))
  if (slash === -1 || base === undefined || !ipaddr.isValidCIDR(cidr))
    throw refuse('is not a network.', 'Write networks like "10.0.0.0/8", or "192.0.2.7/32" for one proxy.')
  const prefixLength = Number(cidr.slice(slash + 1))
  if (prefixLength === 0)
    throw refuse('trusts everybody, so that every client may choose its address.', 'Name the networks of your proxies.')
  if (prefixLength > base.toByteArray().length * 8)
    throw refuse('is an IPv4 network in IPv6 writing.', 'Write it as IPv4, for example "10.0.0.0/8".')
  return [base, prefixLength]
}
