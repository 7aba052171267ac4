import ipaddr from 'ipaddr.js'
import { isInRange } from './parse.js'

/** How an IPv6 address carries IPv4 ones, and which. */
export interface Embedded {
  readonly form: 'ipv4_mapped' | 'nat64' | 'nat64_local_use' | '6to4' | 'teredo' | 'isatap'
  readonly addresses: readonly ipaddr.IPv4[]
}

/**
 * RFC 6052 §2.2: behind a prefix of 48, 56 and 64 bits the octet of bits 64 to 71 is left out. Behind 96 bits the four
 * octets stand at the end.
 */
const NAT64_POSITIONS = [
  [6, 7, 9, 10],
  [7, 9, 10, 11],
  [9, 10, 11, 12],
  [12, 13, 14, 15],
] as const

/** The IPv4 addresses that packets to an IPv6 address may end up at. */
export function embeddedIpv4(address: ipaddr.IPv6): Embedded | undefined {
  const octets = address.toByteArray()
  const pick = (...positions: readonly number[]) => new ipaddr.IPv4(positions.map((at) => octets[at] ?? 0))
  const last = pick(12, 13, 14, 15)
  if (isInRange(address, '::ffff:0:0/96')) return { form: 'ipv4_mapped', addresses: [last] }
  if (isInRange(address, '64:ff9b::/96')) return { form: 'nat64', addresses: [last] }
  if (isInRange(address, '64:ff9b:1::/48')) {
    return { form: 'nat64_local_use', addresses: NAT64_POSITIONS.map((positions) => pick(...positions)) }
  }
  if (isInRange(address, '2002::/16')) return { form: '6to4', addresses: [pick(2, 3, 4, 5)] }
  if (isInRange(address, '2001::/32')) {
    // RFC 4380 §4: the server as it is, the client with every bit turned over.
    const client = new ipaddr.IPv4(last.octets.map((octet) => octet ^ 0xff))
    return { form: 'teredo', addresses: [pick(4, 5, 6, 7), client] }
  }
  // RFC 5214 §6.1: interface identifier ::0:5efe:a.b.c.d, or ::200:5efe:a.b.c.d for a globally unique IPv4 address.
  const [, , , , high = 0, low = 0] = address.parts
  const isIsatap = (high & 0xfdff) === 0 && low === 0x5efe
  return isIsatap ? { form: 'isatap', addresses: [last] } : undefined
}
