import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Characters with which an address could grow into a URL with other parts. */
const DELIMITER = /[/?#@\\:]/

/**
 * An address in any spelling. Canonical texts are read by `ipaddr.js`; octal, hexadecimal, short and dotless IPv4, and
 * digits and dots of other scripts, are read as the URL parser of the platform reads a host (UR-05). Brackets and zone
 * identifiers are dropped.
 */
export function parseAddress(text: string): Address | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (text.includes(':')) return parseIpv6(text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text)
  const url = `http://${text}/`
  if (DELIMITER.test(text) || !URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  return ipaddr.IPv4.isValidFourPartDecimal(hostname) ? ipaddr.IPv4.parse(hostname) : undefined
}

function parseIpv6(text: string): Address | undefined {
  if (!ipaddr.IPv6.isValid(text)) return undefined
  const { parts } = ipaddr.IPv6.parse(text)
  return new ipaddr.IPv6(parts)
}

export function isInRange(address: Address, range: string): boolean {
  const [base, prefixLength] = ipaddr.parseCIDR(range)
  return base.kind() === address.kind() && address.match(base, prefixLength)
}
