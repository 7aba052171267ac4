import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRedirectUri } from '../../../src/policy/uris/index.js'

const privateUseSchemes = ['cursor', 'com.example.app', 'javascript', 'data', 'file', 'http']

describe('parseRedirectUri', () => {
  it.each([
    ['http on a public host [AS-22] [F-19]', 'http://app.example/cb', 'http_not_loopback'],
    ['http on a private address [AS-22] [F-19]', 'http://192.168.1.2/cb', 'http_not_loopback'],
    ['http on another 127 address [AS-22]', 'http://127.0.0.2/cb', 'http_not_loopback'],
    ['http on the unspecified address [AS-22]', 'http://0.0.0.0/cb', 'http_not_loopback'],
    ['http on a mapped loopback address [AS-22]', 'http://[::ffff:127.0.0.1]/cb', 'malformed'],
    ['a name that begins like loopback [AS-21]', 'http://127.0.0.1.evil.example/cb', 'http_not_loopback'],
    ['a name that begins like localhost [AS-21]', 'http://localhost.evil.example/cb', 'http_not_loopback'],
    ['a name below localhost over http [AS-22]', 'http://app.localhost/cb', 'http_not_loopback'],
    ['localhost with a dot [AS-22]', 'http://localhost./cb', 'http_not_loopback'],
    ['a hexadecimal address [UR-13]', 'http://0x7f.0.0.1/cb', 'malformed'],
    ['an octal address [UR-13]', 'http://0177.0.0.1/cb', 'malformed'],
    ['a short address [UR-13]', 'http://127.1/cb', 'malformed'],
    ['an address in one number [UR-13]', 'https://2130706433/cb', 'malformed'],
    ['an encoded host [UR-13]', 'https://%65vil.example/cb', 'malformed'],
    ['javascript, although configured [AS-22]', 'javascript:alert(1)', 'scheme_not_allowed'],
    ['javascript in another case [AS-22]', 'JavaScript://h/%0aalert(1)', 'scheme_not_allowed'],
    ['data, although configured [AS-22]', 'data:text/html,x', 'scheme_not_allowed'],
    ['file, although configured [AS-22]', 'file:///etc/passwd', 'scheme_not_allowed'],
    ['vbscript [AS-22]', 'vbscript:x', 'scheme_not_allowed'],
    ['an app scheme that is not on the list [AS-22]', 'vscode://cb', 'scheme_not_allowed'],
    ['a longer name of a scheme on the list [AS-22]', 'cursorx://cb', 'scheme_not_allowed'],
    ['a fragment [AS-23]', 'https://app.example/cb#x', 'fragment'],
    ['an empty fragment [AS-23]', 'https://app.example/cb#', 'fragment'],
    ['a fragment in a private-use URI [AS-23]', 'cursor://cb#x', 'fragment'],
    ['a user [AS-23]', 'https://user@app.example/cb', 'userinfo'],
    ['an empty user [AS-23]', 'https://@app.example/cb', 'userinfo'],
    ['a user and a password [AS-23]', 'https://app.example:x@evil.example/cb', 'userinfo'],
    ['a user in a private-use URI [AS-23]', 'cursor://user@cb', 'userinfo'],
    ['a backslash [UR-13]', 'https://app.example\\@evil.example/cb', 'malformed'],
    ['a space [UR-13]', 'https://app.example/c b', 'malformed'],
    ['a tab [UR-13]', 'https://app.ex\tample/cb', 'malformed'],
    ['a line break [UR-13]', 'https://app.example/cb\r\nx: y', 'malformed'],
    ['a trailing line feed [UR-13]', 'https://app.example/cb\n', 'malformed'],
    ['a leading space [UR-13]', ' https://app.example/cb', 'malformed'],
    ['a letter beyond ASCII [UR-13]', 'https://аpp.example/cb', 'malformed'],
    ['a broken percent sequence [UR-13]', 'https://app.example/%zz', 'malformed'],
    ['one slash', 'https:/app.example/cb', 'malformed'],
    ['no slashes', 'https:app.example/cb', 'malformed'],
    ['three slashes', 'https:///app.example/cb', 'malformed'],
    ['no host', 'https://', 'malformed'],
    ['a port without a host', 'https://:443/cb', 'malformed'],
    ['an empty port', 'https://app.example:/cb', 'malformed'],
    ['a port out of range', 'https://app.example:65536/cb', 'malformed'],
    ['no scheme', '//app.example/cb', 'malformed'],
    ['a scheme alone', 'cursor:', 'malformed'],
    ['a path alone', '/cb', 'malformed'],
    ['nothing', '', 'malformed'],
    ['more than 2048 characters', `https://app.example/${'a'.repeat(2048)}`, 'too_long'],
  ])('refuses %s', (_case, uri, reason) => {
    expect(parseRedirectUri(uri, { privateUseSchemes })).toEqual({ kind: 'refused', reason })
  })

  it('refuses every private-use scheme by default [AS-22]', () => {
    expect(parseRedirectUri('com.example.app:/cb')).toEqual({ kind: 'refused', reason: 'scheme_not_allowed' })
  })

  it.each([
    ['https://app.example/cb', 'https', 'app.example'],
    ['https://app.example', 'https', 'app.example'],
    ['https://APP.example:8443/cb?x=1', 'https', 'app.example:8443'],
    ['https://xn--bcher-kva.example/cb', 'https', 'xn--bcher-kva.example'],
    ['https://203.0.113.7/cb', 'https', '203.0.113.7'],
    ['https://[2001:db8::1]:8443/cb', 'https', '[2001:db8::1]:8443'],
    ['http://127.0.0.1:3118/cb', 'loopback', '127.0.0.1:3118'],
    ['http://[::1]/cb', 'loopback', '[::1]'],
    ['http://localhost:8080/cb', 'loopback', 'localhost:8080'],
    ['https://localhost/cb', 'loopback', 'localhost'],
    ['https://app.localhost/cb', 'loopback', 'app.localhost'],
    ['https://127.0.0.2/cb', 'loopback', '127.0.0.2'],
    ['https://[::ffff:7f00:1]/cb', 'loopback', '[::ffff:7f00:1]'],
    ['https://0.0.0.0/cb', 'loopback', '0.0.0.0'],
    ['https://[::]:8443/cb', 'loopback', '[::]:8443'],
    ['https://[::ffff:0:0]/cb', 'loopback', '[::ffff:0:0]'],
    ['https://[::ffff:c000:201]/cb', 'https', '[::ffff:c000:201]'],
    ['cursor://anysphere.cursor-mcp/oauth/cb', 'private-use', 'cursor://anysphere.cursor-mcp'],
    ['CURSOR://x', 'private-use', 'cursor://x'],
    ['com.example.app:/cb', 'private-use', 'com.example.app:'],
  ])('reads %s as %s at %s [AS-22]', (uri, kind, host) => {
    expect(parseRedirectUri(uri, { privateUseSchemes })).toEqual({ kind, uri, host })
  })

  it('lets nothing through that a browser would send elsewhere than we say [AS-22] [UR-13]', () => {
    const piece = fc.constantFrom(
      ...['http:', 'https:', '/', '//', '\\', '@', ':', ':80', '?', '#', '.', '..', '%2e', '%40', ' ', '\t', '\n', 'é'],
      ...['127.0.0.1', '0x7f.1', '2130706433', 'localhost', '[::1]', 'app.example', 'evil.example', 'javascript:'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const uri = pieces.join('')
        const result = parseRedirectUri(uri, { privateUseSchemes })
        if (result.kind === 'refused') return
        const { protocol, hostname, port, username, password, hash } = new URL(uri)
        expect([username, password, hash]).toEqual(['', '', ''])
        expect(result.host.replace(/:(?:80|443)$/, '')).toBe(port === '' ? hostname : `${hostname}:${port}`)
        expect(protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
})
