import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressVerdict } from '../../../src/policy/addresses/index.js'

/** First and last address of each special-use range, and its neighbours where those are public. */
const ranges: readonly (readonly [range: string, kind: string, inside: string[], outside: string[]])[] = [
  ['0.0.0.0/8', 'reserved', ['0.0.0.0', '0.255.255.255'], ['1.0.0.0']],
  ['10.0.0.0/8', 'private', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0']],
  ['100.64.0.0/10', 'private', ['100.64.0.0', '100.127.255.255'], ['100.63.255.255', '100.128.0.0']],
  ['127.0.0.0/8', 'loopback', ['127.0.0.0', '127.0.0.1', '127.255.255.255'], ['126.255.255.255', '128.0.0.0']],
  ['169.254.0.0/16', 'reserved', ['169.254.0.0', '169.254.255.255'], ['169.253.255.255', '169.255.0.0']],
  ['172.16.0.0/12', 'private', ['172.16.0.0', '172.31.255.255'], ['172.15.255.255', '172.32.0.0']],
  ['192.0.0.0/24', 'reserved', ['192.0.0.0', '192.0.0.8', '192.0.0.255'], ['191.255.255.255', '192.0.1.0']],
  ['192.0.2.0/24', 'reserved', ['192.0.2.0', '192.0.2.255'], ['192.0.1.255', '192.0.3.0']],
  ['192.31.196.0/24', 'reserved', ['192.31.196.0', '192.31.196.255'], ['192.31.195.255', '192.31.197.0']],
  ['192.52.193.0/24', 'reserved', ['192.52.193.0', '192.52.193.255'], ['192.52.192.255', '192.52.194.0']],
  ['192.88.99.0/24', 'reserved', ['192.88.99.0', '192.88.99.255'], ['192.88.98.255', '192.88.100.0']],
  ['192.168.0.0/16', 'private', ['192.168.0.0', '192.168.255.255'], ['192.167.255.255', '192.169.0.0']],
  ['192.175.48.0/24', 'reserved', ['192.175.48.0', '192.175.48.255'], ['192.175.47.255', '192.175.49.0']],
  ['198.18.0.0/15', 'reserved', ['198.18.0.0', '198.19.255.255'], ['198.17.255.255', '198.20.0.0']],
  ['198.51.100.0/24', 'reserved', ['198.51.100.0', '198.51.100.255'], ['198.51.99.255', '198.51.101.0']],
  ['203.0.113.0/24', 'reserved', ['203.0.113.0', '203.0.113.255'], ['203.0.112.255', '203.0.114.0']],
  ['224.0.0.0/4', 'reserved', ['224.0.0.0', '239.255.255.255'], ['223.255.255.255']],
  ['240.0.0.0/4', 'reserved', ['240.0.0.0', '255.255.255.254'], []],
  ['255.255.255.255/32', 'reserved', ['255.255.255.255'], []],
  ['::/128', 'reserved', ['::'], []],
  ['::1/128', 'loopback', ['::1', '0:0:0:0:0:0:0:1'], []],
  ['::/96', 'reserved', ['::2', '::8.8.8.8', '::127.0.0.1', '::ffff:ffff'], []],
  ['::ffff:0:0:0/96', 'reserved', ['::ffff:0:808:808', '::ffff:0:7f00:1'], []],
  ['64:ff9b:1::/48', 'private', ['64:ff9b:1:808:8:808:808:808'], []],
  ['100::/64', 'reserved', ['100::', '100::ffff:ffff:ffff:ffff'], []],
  ['2001::/32', 'reserved', ['2001:0:808:808::f7f7:f7f7'], []],
  ['2001:2::/48', 'reserved', ['2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'], []],
  ['2001::/23', 'reserved', ['2001:1::1', '2001:10::1', '2001:20::1', '2001:30::1', '2001:1ff::'], ['2001:200::']],
  ['2001:db8::/32', 'reserved', ['2001:db8::', '2001:db8:ffff::1'], ['2001:db7::1', '2001:db9::1']],
  ['2002::/16', 'reserved', ['2002:808:808::1'], ['2001:ffff::1', '2003::1']],
  ['2620:4f:8000::/48', 'reserved', ['2620:4f:8000::1'], ['2620:4f:8001::1']],
  ['3fff::/20', 'reserved', ['3fff::', '3fff:fff::1'], ['3fff:1000::1', '3ffe::1']],
  ['5f00::/16', 'reserved', ['5f00::1', '5f00:ffff::'], []],
  ['fc00::/7', 'private', ['fc00::', 'fd00::1', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], []],
  ['fe80::/10', 'reserved', ['fe80::', 'fe80::1%eth0', 'febf::1'], []],
  ['fec0::/10', 'reserved', ['fec0::', 'feff::1'], []],
  ['ff00::/8', 'reserved', ['ff00::', 'ff02::1', 'ffff::'], []],
  ['::/0', 'reserved', ['1::1', '200::1', '4000::1', '8000::', 'fe00::1', '64:ff9b:2::1'], []],
]

describe('an address', () => {
  it.each(ranges)('of %s is %s, and its neighbours are not [UR-04] [UR-02]', (range, kind, inside, outside) => {
    for (const address of inside)
      expect({ address, ...addressVerdict(address) }).toMatchObject({ address, kind, range })
    for (const address of outside)
      expect({ address, kind: addressVerdict(address).kind }).toEqual({ address, kind: 'public' })
  })

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '2606:4700:4700::1111',
    '2a00:1450:4001::200e',
    '2000::',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is public', (address) => {
    expect(addressVerdict(address)).toMatchObject({ kind: 'public', name: 'public' })
  })

  it.each([
    ['169.254.169.254', 'AWS, Azure, Google, Oracle, OpenStack'],
    ['169.254.169.253', 'the name server of AWS'],
    ['169.254.170.2', 'containers on AWS'],
    ['169.254.170.23', 'pods on AWS'],
    ['169.254.0.23', 'Tencent'],
    ['168.63.129.16', 'Azure, in public space'],
    ['100.100.100.200', 'Alibaba'],
    ['192.0.0.192', 'Oracle Classic'],
    ['fd00:ec2::254', 'AWS over IPv6'],
    ['fd00:ec2::253', 'the name server of AWS over IPv6'],
    ['fd20:ce::254', 'Google over IPv6'],
    ['169.254.42.42', 'Scaleway'],
    ['fd00:42::42', 'Scaleway over IPv6'],
    ['::ffff:169.254.169.254', 'mapped'],
    ['::ffff:a9fe:a9fe', 'mapped, in hexadecimal'],
    ['64:ff9b::a9fe:a9fe', 'behind NAT64'],
    ['2002:a9fe:a9fe::1', 'behind 6to4'],
    ['2001:0:a9fe:a9fe::', 'a Teredo server'],
    ['2001:0:808:808::5601:5601', 'a Teredo client, its bits turned over'],
    ['2a00::5efe:a9fe:a9fe', 'behind ISATAP'],
  ])('%s is where clouds hand out credentials: %s [UR-04]', (address) => {
    expect(addressVerdict(address).kind).toBe('metadata')
  })

  it.each([
    ['::ffff:10.0.0.1', 'private', 'private_use'],
    ['::ffff:7f00:1', 'loopback', 'loopback'],
    ['64:ff9b::10.0.0.1', 'reserved', 'nat64_private_use'],
    ['64:ff9b::127.0.0.1', 'reserved', 'nat64_loopback'],
    ['64:ff9b:1:7f00:0:100::', 'reserved', 'nat64_local_use_loopback'],
    ['64:ff9b:1::7f00:1', 'reserved', 'nat64_local_use_this_network'],
    ['2002:7f00:1::', 'reserved', '6to4_loopback'],
    ['2002:a00:1::1', 'reserved', '6to4_private_use'],
    ['2001:0:7f00:1::f7f7:f7f7', 'reserved', 'teredo_loopback'],
    ['2001:0:808:808::80ff:fffe', 'reserved', 'teredo_loopback'],
    ['2a00::5efe:7f00:1', 'reserved', 'isatap_loopback'],
    ['2a00::200:5efe:a00:1', 'reserved', 'isatap_private_use'],
  ])('%s is judged by the IPv4 address inside: %s, %s [UR-04]', (address, kind, name) => {
    expect(addressVerdict(address)).toMatchObject({ kind, name })
  })

  it.each([
    '',
    'example.com',
    'localhost',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.1.1.1:80',
    '1.1.1.1/8',
    'a@1.1.1.1',
    ':::',
    '%',
    '::1]',
  ])('is not what %j is, and that is no reason to ask it [UR-05]', (text) => {
    expect(addressVerdict(text)).toEqual({ kind: 'reserved', name: 'not_an_address' })
  })
})

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
/** Half of the addresses from ranges that matter, so that the property does not speak of public ones alone. */
const ipv4 = fc.oneof(
  octets,
  octets.map(([, b, c, d]) => [10, b, c, d] as const),
  octets.map(([, , c, d]) => [169, 254, c, d] as const),
  octets.map(([, b, c, d]) => [127, b, c, d] as const),
)

type Octets = readonly [number, number, number, number]
const number = ([a, b, c, d]: Octets) => ((a * 256 + b) * 256 + c) * 256 + d
const octal = (octet: number) => `0${octet.toString(8)}`
const hex = (octet: number) => `0x${octet.toString(16)}`
const wide = (text: string) =>
  text.replace(/[0-9.]/g, (c) => (c === '.' ? '。' : String.fromCharCode(c.charCodeAt(0) + 0xfee0)))

const spellings: readonly (readonly [string, (octets: Octets) => string])[] = [
  ['octal', (o) => o.map(octal).join('.')],
  ['hexadecimal', (o) => o.map(hex).join('.')],
  ['HEXADECIMAL', (o) => o.map((octet) => hex(octet).toUpperCase().replace('X', 'x')).join('.')],
  ['mixed', ([a, b, c, d]) => [octal(a), hex(b), String(c), octal(d)].join('.')],
  ['dotless', (o) => String(number(o))],
  ['dotless hexadecimal', (o) => hex(number(o))],
  ['dotless octal', (o) => octal(number(o))],
  ['short, two parts', ([a, b, c, d]) => `${String(a)}.${String((b * 256 + c) * 256 + d)}`],
  ['short, three parts', ([a, b, c, d]) => `${String(a)}.${String(b)}.${String(c * 256 + d)}`],
  ['with a dot at the end', (o) => `${o.join('.')}.`],
  ['with wide digits and dots', (o) => wide(o.join('.'))],
  ['percent-encoded', (o) => o.join('.').replace(/\d/g, (digit) => `%3${digit}`)],
  ['mapped into IPv6', (o) => `::ffff:${o.join('.')}`],
  ['mapped, in brackets', (o) => `[::ffff:${o.join('.')}]`],
  ['mapped, in full', ([a, b, c, d]) => `0:0:0:0:0:FFFF:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`],
]

describe('every spelling of an IPv4 address', () => {
  it.each(spellings)('%s has the verdict of the address [UR-05]', (_name, spell) => {
    fc.assert(
      fc.property(ipv4, (address) => {
        const plain = addressVerdict(address.join('.'))
        const { kind, name } = addressVerdict(spell(address))
        expect({ kind, name }).toEqual({ kind: plain.kind, name: plain.name })
      }),
    )
  })
})

describe('every spelling of an IPv6 address', () => {
  const groups = fc.oneof(
    fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 0x5efe, 0xff9b, 0x64, 0xfe80, 0xfd00, 0x2002), { minLength: 8, maxLength: 8 }),
  )
  it('has the verdict of the address: letters, leading zeros, brackets, zone, dotted tail [UR-05]', () => {
    fc.assert(
      fc.property(groups, (parts) => {
        const full = parts.map((part) => part.toString(16)).join(':')
        const [g = 0, h = 0] = parts.slice(6)
        const tail = [g >> 8, g & 255, h >> 8, h & 255].join('.')
        const others = [
          full.toUpperCase(),
          parts.map((part) => part.toString(16).padStart(4, '0')).join(':'),
          `[${full}]`,
          `${full}%eth0`,
          `${parts
            .slice(0, 6)
            .map((part) => part.toString(16))
            .join(':')}:${tail}`,
          new URL(`http://[${full}]/`).hostname,
        ]
        for (const other of others) expect(addressVerdict(other)).toEqual(addressVerdict(full))
      }),
    )
  })

  it('is public only below 2000::/3 or when it carries a public IPv4 address [UR-04]', () => {
    fc.assert(
      fc.property(groups, (parts) => {
        const text = parts.map((part) => part.toString(16)).join(':')
        if (addressVerdict(text).kind !== 'public') return
        const [first = 0] = parts
        expect(
          (first & 0xe000) === 0x2000 || text.startsWith('64:ff9b:0:0:0:0:') || text.startsWith('0:0:0:0:0:ffff:'),
        ).toBe(true)
      }),
    )
  })
})
