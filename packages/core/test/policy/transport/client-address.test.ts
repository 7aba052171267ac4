import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressNetwork, clientAddress, trustedProxies } from '../../../src/policy/transport/index.js'

const proxies = trustedProxies(['10.0.0.0/8', '2001:db8:ffff::/48'])

describe('client address', () => {
  it.each([
    ['no proxy is trusted', '192.0.2.1', ['203.0.113.9'], '192.0.2.1', trustedProxies(false)],
    ['the socket is no proxy', '192.0.2.1', ['203.0.113.9'], '192.0.2.1', proxies],
    ['one proxy', '10.0.0.1', ['203.0.113.9'], '203.0.113.9', proxies],
    ['two proxies', '10.0.0.1', ['203.0.113.9, 10.2.2.2'], '203.0.113.9', proxies],
    ['a forged left end', '10.0.0.1', ['127.0.0.1, 203.0.113.9'], '203.0.113.9', proxies],
    ['a forged trusted left end', '10.0.0.1', ['10.9.9.9, 203.0.113.9'], '203.0.113.9', proxies],
    ['a malformed left end', '10.0.0.1', ['<script>, 203.0.113.9'], '203.0.113.9', proxies],
    ['several lines', '10.0.0.1', ['198.51.100.7', '203.0.113.9', '10.2.2.2'], '203.0.113.9', proxies],
    ['proxies only', '10.0.0.1', ['10.3.3.3, 10.2.2.2'], '10.3.3.3', proxies],
    ['no header', '10.0.0.1', [], '10.0.0.1', proxies],
    ['an empty header', '10.0.0.1', [''], '10.0.0.1', proxies],
    ['a hop that is no address', '10.0.0.1', ['203.0.113.9, unknown'], '10.0.0.1', proxies],
    ['a hop in octal', '10.0.0.1', ['010.0.0.1'], '10.0.0.1', proxies],
    ['a hop in short form', '10.0.0.1', ['127.1'], '10.0.0.1', proxies],
    ['a hop as a number', '10.0.0.1', ['2130706433'], '10.0.0.1', proxies],
    ['a hop with a port', '10.0.0.1', ['203.0.113.9:4711'], '203.0.113.9', proxies],
    ['an IPv6 hop', '10.0.0.1', ['2001:DB8:0:0::1'], '2001:db8::1', proxies],
    ['an IPv6 hop with a port', '10.0.0.1', ['[2001:db8::1]:4711'], '2001:db8::1', proxies],
    ['an IPv6 hop in brackets', '10.0.0.1', ['[2001:db8::1]'], '2001:db8::1', proxies],
    ['an IPv6 proxy', '2001:db8:ffff::5', ['203.0.113.9'], '203.0.113.9', proxies],
    ['a mapped proxy', '::ffff:10.0.0.1', ['::ffff:203.0.113.9'], '203.0.113.9', proxies],
    ['a mapped socket', '::ffff:192.0.2.1', [], '192.0.2.1', proxies],
    ['a zone', 'fe80::1%eth0', [], 'fe80::1', proxies],
    ['no socket address', undefined, ['203.0.113.9'], undefined, proxies],
    ['a socket without an address', '', ['203.0.113.9'], undefined, proxies],
  ])('is right with %s', (_case, socket, lines, expected, trusted) => {
    expect(clientAddress(socket, lines, trusted)).toBe(expected)
  })

  it('cannot be chosen by whatever a stranger writes before the last hop', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6())), (forged) => {
        expect(clientAddress('10.0.0.1', [...forged, '203.0.113.9'], proxies)).toBe('203.0.113.9')
        expect(clientAddress('192.0.2.1', forged, proxies)).toBe('192.0.2.1')
      }),
    )
  })
})

describe('trusted proxies', () => {
  it.each([
    '10.0.0.1',
    '10.0.0.0/33',
    'x/8',
    '/8',
    '',
    '10.0.0/8',
    '0.0.0.0/0',
    '::/0',
    '::ffff:10.0.0.0/104',
    '1::/129',
  ])('refuses %j', (cidr) => {
    expect(() => trustedProxies(['10.0.0.0/8', cidr])).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })
})

describe('network of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::1', '::/64'],
    ['elsewhere', 'unknown'],
    [undefined, 'unknown'],
  ])('of %s is %s [F-40]', (address, network) => {
    expect(addressNetwork(address)).toBe(network)
  })
})
