import ipaddr from 'ipaddr.js'
import { embeddedIpv4, type Embedded } from './embedded.js'
import { isInRange, parseAddress, type Address } from './parse.js'
import { IPV4_RANGES, IPV6_RANGES, type AddressKind, type RangeRow } from './ranges.js'

export type { AddressKind } from './ranges.js'

/** What an address is for, and why. */
export interface AddressVerdict {
  readonly kind: AddressKind
  /** Name of the range in snake_case, for the audit log: `private_use`, `link_local`, `cloud_metadata`. */
  readonly name: string
  /** The range in CIDR form; absent for what is no address. */
  readonly range?: string
}

/**
 * Says what an IPv4 or IPv6 address is for (UR-04). Every spelling of an address gets the verdict of the address: octal,
 * hexadecimal, dotless, short, in brackets, with a zone identifier, with digits of other scripts (UR-05). An IPv6
 * address that carries an IPv4 one is never judged better than what it carries: IPv4-mapped and NAT64 addresses are
 * judged by it, 6to4 and Teredo are refused whatever they carry.
 *
 * @param address as a resolver, a socket or `URL.hostname` gives it
 * @returns kind `reserved` with the name `not_an_address` for anything else, host names included
 * @example
 * ```ts
 * import { addressVerdict } from '@sallyport/core/addresses'
 *
 * console.log(addressVerdict('::ffff:10.0.0.1')) // { kind: 'private', name: 'private_use', range: '10.0.0.0/8' }
 * console.log(addressVerdict('0x7f.1').kind) // loopback
 * console.log(addressVerdict('1.1.1.1').kind) // public
 * ```
 */
export function addressVerdict(address: string): AddressVerdict {
  const parsed = parseAddress(address)
  return parsed === undefined ? { kind: 'reserved', name: 'not_an_address' } : verdictOf(parsed)
}

export function verdictOf(address: Address): AddressVerdict {
  if (!(address instanceof ipaddr.IPv6)) return firstRow(address, IPV4_RANGES)
  const own = firstRow(address, IPV6_RANGES)
  const embedded = embeddedIpv4(address)
  return embedded === undefined ? own : carrierVerdict(own, embedded)
}

function carrierVerdict(own: AddressVerdict, { form, addresses }: Embedded): AddressVerdict {
  const verdicts = addresses.map((address) => firstRow(address, IPV4_RANGES))
  const worst = verdicts.find(({ kind }) => kind !== 'public')
  if (form === 'ipv4_mapped') return worst ?? { kind: 'public', name: 'public', range: '::ffff:0:0/96' }
  // RFC 6052 §3.1: the well-known prefix must not stand for addresses that are not global.
  if (form === 'nat64' && worst === undefined) return { kind: 'public', name: 'public', range: '64:ff9b::/96' }
  if (worst === undefined) return own
  const kind = worst.kind === 'metadata' ? 'metadata' : 'reserved'
  return { kind, name: `${form}_${worst.name}`, ...(worst.range !== undefined && { range: worst.range }) }
}

function firstRow(address: Address, rows: readonly RangeRow[]): AddressVerdict {
  const row = rows.find(([range]) => isInRange(address, range))
  return row === undefined ? { kind: 'reserved', name: 'unallocated' } : { range: row[0], kind: row[1], name: row[2] }
}
