/**
 * `public`: anybody's. `loopback`: this machine. `private`: the neighbours of this machine, which an operator may want
 * to ask. `reserved`: nothing that answers requests of ours. `metadata`: where clouds hand credentials to machines.
 */
export type AddressKind = 'public' | 'loopback' | 'private' | 'reserved' | 'metadata'

export type RangeRow = readonly [range: string, kind: AddressKind, name: string]

/**
 * The IANA IPv4 special-purpose registry (RFC 6890) and what clouds put into it or beside it. The first row that holds an
 * address decides, so exceptions stand above the ranges they are cut from.
 */
export const IPV4_RANGES: readonly RangeRow[] = [
  ['169.254.169.0/24', 'metadata', 'cloud_metadata'], // AWS, Azure, Google, Oracle, DigitalOcean, OpenStack
  ['169.254.170.0/24', 'metadata', 'cloud_metadata'], // credentials of containers: ECS .2, EKS .23
  ['169.254.0.23/32', 'metadata', 'cloud_metadata'], // Tencent
  ['169.254.42.42/32', 'metadata', 'cloud_metadata'], // Scaleway
  ['168.63.129.16/32', 'metadata', 'cloud_metadata'], // Azure WireServer, in public space
  ['100.100.100.200/32', 'metadata', 'cloud_metadata'], // Alibaba, in the range of carriers
  ['192.0.0.192/32', 'metadata', 'cloud_metadata'], // Oracle Cloud Classic
  ['0.0.0.0/8', 'reserved', 'this_network'], // RFC 791 §3.2; reaches this machine on Linux and macOS
  ['10.0.0.0/8', 'private', 'private_use'], // RFC 1918
  ['100.64.0.0/10', 'private', 'shared_address_space'], // RFC 6598; overlays and clusters use it too
  ['127.0.0.0/8', 'loopback', 'loopback'], // RFC 1122 §3.2.1.3
  ['169.254.0.0/16', 'reserved', 'link_local'], // RFC 3927
  ['172.16.0.0/12', 'private', 'private_use'], // RFC 1918
  ['192.0.0.0/24', 'reserved', 'ietf_protocol_assignments'], // RFC 6890 §2.1
  ['192.0.2.0/24', 'reserved', 'documentation'], // RFC 5737, TEST-NET-1
  ['192.31.196.0/24', 'reserved', 'as112'], // RFC 7535
  ['192.52.193.0/24', 'reserved', 'amt'], // RFC 7450
  ['192.88.99.0/24', 'reserved', '6to4_relay_anycast'], // RFC 7526
  ['192.168.0.0/16', 'private', 'private_use'], // RFC 1918
  ['192.175.48.0/24', 'reserved', 'as112'], // RFC 7534
  ['198.18.0.0/15', 'reserved', 'benchmarking'], // RFC 2544
  ['198.51.100.0/24', 'reserved', 'documentation'], // RFC 5737, TEST-NET-2
  ['203.0.113.0/24', 'reserved', 'documentation'], // RFC 5737, TEST-NET-3
  ['224.0.0.0/4', 'reserved', 'multicast'], // RFC 5771
  ['255.255.255.255/32', 'reserved', 'limited_broadcast'], // RFC 919
  ['240.0.0.0/4', 'reserved', 'future_use'], // RFC 1112 §4
  ['0.0.0.0/0', 'public', 'public'],
]

/**
 * The IANA IPv6 special-purpose registry. Global unicast is 2000::/3 and nothing else (RFC 4291 §2.4): what is not named
 * here and lies outside is refused unseen. Forms with an IPv4 address inside are taken apart before these rows count.
 */
export const IPV6_RANGES: readonly RangeRow[] = [
  ['fd00:ec2::/32', 'metadata', 'cloud_metadata'], // AWS: metadata ::254, name server ::253, time ::123
  ['fd20:ce::254/128', 'metadata', 'cloud_metadata'], // Google
  ['fd00:42::42/128', 'metadata', 'cloud_metadata'], // Scaleway
  ['::/128', 'reserved', 'unspecified'], // RFC 4291 §2.5.2
  ['::1/128', 'loopback', 'loopback'], // RFC 4291 §2.5.3
  ['::/96', 'reserved', 'ipv4_compatible'], // RFC 4291 §2.5.5.1, deprecated
  ['::ffff:0:0:0/96', 'reserved', 'ipv4_translated'], // RFC 2765 §2.1, obsolete
  ['64:ff9b:1::/48', 'private', 'nat64_local_use'], // RFC 8215
  ['100::/64', 'reserved', 'discard_only'], // RFC 6666
  ['2001::/32', 'reserved', 'teredo'], // RFC 4380
  ['2001:2::/48', 'reserved', 'benchmarking'], // RFC 5180
  ['2001::/23', 'reserved', 'ietf_protocol_assignments'], // RFC 2928; ORCHID, AMT and DRIP among them
  ['2001:db8::/32', 'reserved', 'documentation'], // RFC 3849
  ['2002::/16', 'reserved', '6to4'], // RFC 3056, its relays are gone (RFC 7526)
  ['2620:4f:8000::/48', 'reserved', 'as112'], // RFC 7534
  ['3fff::/20', 'reserved', 'documentation'], // RFC 9637
  ['2000::/3', 'public', 'public'],
  ['5f00::/16', 'reserved', 'segment_routing'], // RFC 9602
  ['fc00::/7', 'private', 'unique_local'], // RFC 4193
  ['fe80::/10', 'reserved', 'link_local'], // RFC 4291 §2.5.6
  ['fec0::/10', 'reserved', 'site_local'], // RFC 3879, deprecated
  ['ff00::/8', 'reserved', 'multicast'], // RFC 4291 §2.7
  ['::/0', 'reserved', 'unallocated'],
]
