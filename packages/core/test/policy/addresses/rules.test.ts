import { describe, expect, it } from 'vitest'
import { addressRules, hostVerdict, isAddress, matchesHost } from '../../../src/policy/addresses/index.js'

describe('a host', () => {
  it.each([
    ['localhost', 'loopback'],
    ['LOCALHOST', 'loopback'],
    ['localhost.', 'loopback'],
    ['a.b.localhost', 'loopback'],
    ['localhost.localdomain', 'loopback'],
    ['ip6-loopback', 'loopback'],
    ['127.0.0.1', 'loopback'],
    ['[::1]', 'loopback'],
    ['metadata.google.internal', 'metadata'],
    ['metadata.google.internal.', 'metadata'],
    ['metadata', 'metadata'],
    ['instance-data.ec2.internal', 'metadata'],
    ['metadata.tencentyun.com', 'metadata'],
    ['[fd00:ec2::254]', 'metadata'],
    ['[::ffff:169.254.169.254]', 'metadata'],
    ['intranet', 'private'],
    ['printer.local', 'private'],
    ['wiki.corp', 'private'],
    ['router.home.arpa', 'private'],
    ['db.default.svc', 'private'],
    ['db.default.svc.cluster.local', 'private'],
    ['host.docker.internal', 'private'],
    ['x.onion', 'reserved'],
    ['x.invalid', 'reserved'],
    ['[::ffff:8.8.8.8]', 'reserved'],
    ['[64:ff9b::808:808]', 'reserved'],
    ['[2002:808:808::]', 'reserved'],
    ['[::ffff:127.0.0.1]', 'reserved'],
    ['', 'reserved'],
    ['a..b', 'reserved'],
    ['www.example.com', 'public'],
    ['internal.example.com', 'public'],
    ['[2606:4700::1111]', 'public'],
  ])('%j is %s before anything is resolved [UR-04] [UR-02]', (host, kind) => {
    expect(hostVerdict(host).kind).toBe(kind)
  })

  it('is an address in any spelling', () => {
    expect(['0x7f.1', '[::1]', '1.1.1.1'].map(isAddress)).toEqual([true, true, true])
    expect(['example.com', 'face', ''].map(isAddress)).toEqual([false, false, false])
  })

  it.each([
    ['a.example.com', '*.example.com', true],
    ['a.b.example.com', '*.example.com', true],
    ['example.com', '*.example.com', false],
    ['badexample.com', '*.example.com', false],
    ['.example.com', '*.example.com', false],
    ['A.EXAMPLE.com.', '*.example.com', true],
    ['example.com', 'example.com', true],
    ['a.example.com', 'example.com', false],
  ])('%s fits %s: %s [F-71]', (host, pattern, fits) => {
    expect(matchesHost(host, pattern)).toBe(fits)
  })
})

describe('rules', () => {
  it('open public addresses and nothing else [UR-04] [UR-02]', () => {
    const { host, address } = addressRules()
    expect(host('www.example.com')).toBeUndefined()
    expect(address('www.example.com', '1.1.1.1')).toBeUndefined()
    for (const name of ['localhost', 'intranet', 'metadata', '10.0.0.1', '[fe80::1]']) expect(host(name)).toBeDefined()
    for (const text of ['10.0.0.1', '::1', '169.254.169.254', 'fd00::1', 'nonsense']) {
      expect(address('www.example.com', text)).toBeDefined()
    }
  })

  it('with listed networks open those, whatever the name [F-71]', () => {
    const { host, address } = addressRules({ allowPrivate: ['10.1.0.0/16', '192.168.7.9', 'fd12::/16', '127.0.0.1'] })
    for (const open of ['10.1.2.3', '192.168.7.9', 'fd12::1', '127.0.0.1', '::ffff:10.1.0.1']) {
      expect(address('wiki.example', open)).toBeUndefined()
    }
    for (const closed of ['10.2.0.1', '192.168.7.8', 'fd13::1', '127.0.0.2', '169.254.169.254', '::1']) {
      expect(address('wiki.example', closed)).toBeDefined()
    }
    expect(host('10.1.2.3')).toBeUndefined()
    expect(host('wiki.corp')).toBeUndefined()
    expect(host('metadata')).toBeDefined()
  })

  it('with listed hosts open private and loopback addresses to those names alone [F-71]', () => {
    const { host, address } = addressRules({ allowPrivate: ['wiki.corp', '*.dev.example', 'localhost'] })
    expect(address('wiki.corp', '10.0.0.1')).toBeUndefined()
    expect(address('a.dev.example', '127.0.0.1')).toBeUndefined()
    expect(host('localhost')).toBeUndefined()
    expect(host('wiki.corp')).toBeUndefined()
    expect(address('other.corp', '10.0.0.1')).toBeDefined()
    expect(host('other.corp')).toBeDefined()
    expect(address('wiki.corp', '169.254.169.254')).toBeDefined()
    expect(address('wiki.corp', '198.18.0.1')).toBeDefined()
  })

  it('keep metadata closed unless its very address is listed [UR-04]', () => {
    const wide = addressRules({ allowPrivate: ['169.254.0.0/16', '100.64.0.0/10', 'fd00::/8'], privateNetworks: true })
    expect(wide.address('a.example', '169.254.1.1')).toBeUndefined()
    for (const closed of ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254', '::ffff:169.254.169.254']) {
      expect(wide.address('a.example', closed)).toMatchObject({ kind: 'metadata' })
    }
    const exact = addressRules({ allowPrivate: ['169.254.169.254'] })
    expect(exact.address('a.example', '169.254.169.254')).toBeUndefined()
    expect(exact.host('169.254.169.254')).toBeUndefined()
  })

  it('for hosts of the operator open private networks, not what is reserved [UR-04]', () => {
    const { host, address } = addressRules({ privateNetworks: true })
    for (const open of ['10.0.0.1', '172.20.0.1', '192.168.0.1', '100.64.0.1', 'fd00::1']) {
      expect(address('login.corp.example', open)).toBeUndefined()
    }
    for (const name of ['keycloak', 'login.corp', '10.0.0.1', '[fd00::1]']) expect(host(name)).toBeUndefined()
    for (const closed of ['127.0.0.1', '::1', '169.254.1.1', '0.0.0.0', '224.0.0.1', '168.63.129.16', 'fe80::1']) {
      expect(address('login.corp.example', closed)).toBeDefined()
    }
  })

  it('open this machine to its own names, or to all, when told to [UR-03]', () => {
    const named = addressRules({ loopback: 'named' })
    expect(named.address('localhost', '127.0.0.1')).toBeUndefined()
    expect(named.address('127.0.0.1', '127.0.0.1')).toBeUndefined()
    expect(named.address('rebinding.example', '127.0.0.1')).toBeDefined()
    expect(named.address('localhost', '10.0.0.1')).toBeDefined()
    expect(addressRules({ loopback: 'any' }).address('login.test', '::1')).toBeUndefined()
  })

  it.each([
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/7',
    '2000::/3',
    '10.0.0.0/33',
    '10.0.0.0/',
    'a b',
    'https://a.example',
    'a/b',
    '*',
    '*.',
    '-',
    '',
  ])('refuse %j at start-up [F-71]', (entry) => {
    expect(() => addressRules({ allowPrivate: [entry], option: 'some: option' })).toThrow(/^some: option: /)
  })
})
