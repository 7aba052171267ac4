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

/**
 * The zone identifier names an interface of one machine and is no part of the address. The URL parser writes what is left
 * in hexadecimal groups: `ipaddr.js` takes `::1.2.3.4` for the mapped form of it, and the system does not.
 */
function parseIpv6(text: string): Address | undefined {
  const url = `http://[${text.replace(/%[0-9a-z._~-]+$/i, '')}]/`
  if (!ipaddr.IPv6.isValid(text) || !URL.canParse(url)) return undefined
  return ipaddr.IPv6.parse(new URL(url).hostname.slice(1, -1))
}

/** Networks by their text: the tables are read for every address of every request. Holds tables and options, no input. */
const networks = new Map<string, readonly [base: Address, prefixLength: number]>()

function networkOf(range: string): readonly [base: Address, prefixLength: number] {
  const known = networks.get(range) ?? ipaddr.parseCIDR(range)
  networks.set(range, known)
  return known
}

export function isInRange(address: Address, range: string): boolean {
  const [base, prefixLength] = networkOf(range)
  return base.kind() === address.kind() && address.match(base, prefixLength)
}
