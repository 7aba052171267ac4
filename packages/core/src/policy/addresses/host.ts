import ipaddr from 'ipaddr.js'
import { verdictOf, type AddressVerdict } from './address.js'
import { embeddedIpv4 } from './embedded.js'
import { parseAddress } from './parse.js'

/** Names of this machine (RFC 6761 §6.3) and what distributions write into /etc/hosts for it. */
const LOOPBACK_NAMES: ReadonlySet<string> = new Set([
  ...['localhost.localdomain', 'localhost4', 'localhost6', 'ip6-localhost', 'ip6-loopback', 'loopback'],
  ...['localhost4.localdomain4', 'localhost6.localdomain6'],
])

/** Names under which clouds answer with credentials. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  ...['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data', 'instance-data.ec2.internal'],
  ...['metadata.tencentyun.com', 'rancher-metadata'],
])

/** Last labels that never lead out of a network, or nowhere: RFC 6761, 6762, 7686, 8375, 9476, ICANN's `internal`. */
const LOCAL_SUFFIXES: readonly (readonly [suffix: string, kind: 'private' | 'reserved'])[] = [
  ...[
    '.internal',
    '.local',
    '.localdomain',
    '.lan',
    '.intranet',
    '.private',
    '.corp',
    '.home',
    '.home.arpa',
    '.svc',
  ].map((suffix) => [suffix, 'private'] as const),
  ...['.invalid', '.onion', '.alt'].map((suffix) => [suffix, 'reserved'] as const),
]

/**
 * Says what can be said about a host before anything is resolved: addresses are judged, names by what they mean
 * everywhere. `public` for a name says nothing about where it leads.
 *
 * An IPv6 address that carries an IPv4 one is `reserved`: resolvers give them, people who write URLs have no use for them.
 *
 * @param hostname as `URL.hostname` gives it: lower case, IPv6 in brackets
 * @example
 * ```ts
 * import { hostVerdict } from '@sallyport/core/addresses'
 *
 * console.log(hostVerdict('metadata.google.internal').kind) // metadata
 * console.log(hostVerdict('[::ffff:7f00:1]').kind) // reserved
 * console.log(hostVerdict('www.example.com').kind) // public
 * ```
 */
export function hostVerdict(hostname: string): AddressVerdict {
  const address = parseAddress(hostname)
  if (address !== undefined) return literalVerdict(address)
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name === '' || name.includes(':') || name.split('.').includes('')) return { kind: 'reserved', name: 'no_name' }
  if (METADATA_NAMES.has(name)) return { kind: 'metadata', name: 'cloud_metadata' }
  if (name === 'localhost' || name.endsWith('.localhost') || LOOPBACK_NAMES.has(name)) {
    return { kind: 'loopback', name: 'loopback' }
  }
  const local = LOCAL_SUFFIXES.find(([suffix]) => name.endsWith(suffix) || `.${name}` === suffix)
  if (local) return { kind: local[1], name: 'special_use_name' }
  return name.includes('.') ? { kind: 'public', name: 'public' } : { kind: 'private', name: 'single_label_name' }
}

/** True for a host that is an address, whatever its spelling. */
export function isAddress(hostname: string): boolean {
  return parseAddress(hostname) !== undefined
}

function literalVerdict(address: ipaddr.IPv4 | ipaddr.IPv6): AddressVerdict {
  const verdict = verdictOf(address)
  if (!(address instanceof ipaddr.IPv6) || verdict.kind === 'metadata') return verdict
  const embedded = embeddedIpv4(address)
  return embedded === undefined ? verdict : { ...verdict, kind: 'reserved', name: embedded.form }
}
