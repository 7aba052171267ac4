import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchRedirectUri } from '../../../src/policy/uris/index.js'

describe('matchRedirectUri', () => {
  it.each([
    ['a trailing slash', 'https://app.example/cb/'],
    ['no trailing path', 'https://app.example'],
    ['another case of the path', 'https://app.example/CB'],
    ['another case of the host', 'https://App.example/cb'],
    ['another case of the scheme', 'HTTPS://app.example/cb'],
    ['an extra query', 'https://app.example/cb?x=1'],
    ['an empty query', 'https://app.example/cb?'],
    ['a fragment', 'https://app.example/cb#x'],
    ['the default port', 'https://app.example:443/cb'],
    ['another port', 'https://app.example:8443/cb'],
    ['another scheme', 'http://app.example/cb'],
    ['dot segments that lead to the same place', 'https://app.example/x/../cb'],
    ['dot segments that lead away', 'https://app.example/cb/../evil'],
    ['a dot segment', 'https://app.example/./cb'],
    ['a percent-encoding variant', 'https://app.example/%63b'],
    ['a longer path', 'https://app.example/cb/evil'],
    ['a longer last segment', 'https://app.example/cbx'],
    ['a subdomain', 'https://x.app.example/cb'],
    ['a longer domain', 'https://app.example.evil.example/cb'],
    ['a user in front', 'https://app.example@evil.example/cb'],
    ['a trailing space', 'https://app.example/cb '],
    ['a wildcard', 'https://*/cb'],
  ])('refuses %s [AS-20] [PX-15] [PX-16] [F-14]', (_case, requested) => {
    expect(matchRedirectUri(requested, ['https://app.example/cb'], { loopbackLocalhost: true })).toBeUndefined()
  })

  it('takes no registered URI for a pattern [PX-15] [F-14]', () => {
    expect(matchRedirectUri('https://a.app.example/cb', ['https://*.app.example/cb'])).toBeUndefined()
    expect(matchRedirectUri('https://app.example/x', ['https://app.example/.*'])).toBeUndefined()
  })

  it('fills in nothing for a request that names no redirect URI, even when one alone is registered [AS-24]', () => {
    expect(matchRedirectUri('', ['https://app.example/cb'])).toBeUndefined()
  })

  it('refuses a URI that was registered for nobody [AS-20]', () => {
    expect(matchRedirectUri('https://app.example/cb', [])).toBeUndefined()
  })

  it.each([
    ['a name that begins like the address', 'http://127.0.0.1.evil.example/cb'],
    ['a user that looks like the address', 'http://127.0.0.1:1@evil.example/cb'],
    ['https', 'https://127.0.0.1:51004/cb'],
    ['another path', 'http://127.0.0.1:51004/cb/x'],
    ['no path', 'http://127.0.0.1:51004'],
    ['a query', 'http://127.0.0.1:51004/cb?x=1'],
    ['a fragment', 'http://127.0.0.1:51004/cb#x'],
    ['localhost', 'http://localhost:51004/cb'],
    ['the other address family', 'http://[::1]:51004/cb'],
    ['another address of the network', 'http://127.0.0.2:51004/cb'],
    ['a short spelling of the address', 'http://127.1:51004/cb'],
    ['a number for the address', 'http://2130706433:51004/cb'],
    ['a port out of range', 'http://127.0.0.1:65536/cb'],
    ['an empty port', 'http://127.0.0.1:/cb'],
    ['a port that is no number', 'http://127.0.0.1:5x/cb'],
    ['a signed port', 'http://127.0.0.1:-1/cb'],
    ['another case of the scheme', 'HTTP://127.0.0.1:51004/cb'],
    ['a backslash', 'http://127.0.0.1:51004\\cb'],
    ['dot segments', 'http://127.0.0.1:51004/x/../cb'],
    ['a line feed', 'http://127.0.0.1:51004/cb\n'],
  ])('lets the port of a loopback address vary, but not %s [AS-21] [F-14]', (_case, requested) => {
    expect(matchRedirectUri(requested, ['http://127.0.0.1/cb'], { loopbackLocalhost: true })).toBeUndefined()
  })

  it('refuses another port of localhost by default, whose name may resolve elsewhere [AS-21]', () => {
    expect(matchRedirectUri('http://localhost:51004/cb', ['http://localhost/cb'])).toBeUndefined()
    expect(matchRedirectUri('http://localhost:51004/cb', ['http://localhost:3000/cb'])).toBeUndefined()
  })

  it('refuses another port where the registered URI is private-use or https on loopback [AS-21]', () => {
    expect(matchRedirectUri('cursor://127.0.0.1:2/cb', ['cursor://127.0.0.1:1/cb'])).toBeUndefined()
    expect(matchRedirectUri('https://127.0.0.1:2/cb', ['https://127.0.0.1:1/cb'])).toBeUndefined()
  })

  it.each([
    ['http://127.0.0.1:51004/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1:51004/cb', 'http://127.0.0.1:3000/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:3000/cb'],
    ['http://[::1]:51004/cb?a=b', 'http://[::1]/cb?a=b'],
    ['http://127.0.0.1:51004', 'http://127.0.0.1'],
  ])('matches %s with the registered %s [AS-21] [F-14]', (requested, registered) => {
    expect(matchRedirectUri(requested, ['https://app.example/cb', registered])).toBe(registered)
  })

  it('lets the port of localhost vary by option [AS-21]', () => {
    const options = { loopbackLocalhost: true }
    expect(matchRedirectUri('http://localhost:5/cb', ['http://localhost/cb'], options)).toBe('http://localhost/cb')
    expect(matchRedirectUri('http://localhost.evil.example:5/cb', ['http://localhost/cb'], options)).toBeUndefined()
  })

  it('matches the same string always, localhost with its port included [AS-20]', () => {
    for (const uri of [
      'https://app.example/cb',
      'http://localhost:3000/cb',
      'cursor://x/cb',
      'https://a.example/x/../cb',
    ]) {
      expect(matchRedirectUri(uri, ['https://other.example', uri])).toBe(uri)
    }
  })

  it('prefers the exact string to the exception', () => {
    const registered = ['http://127.0.0.1:1/cb', 'http://127.0.0.1:2/cb']
    expect(matchRedirectUri('http://127.0.0.1:2/cb', registered)).toBe('http://127.0.0.1:2/cb')
  })

  it('sends no code to another host or path than registered, whatever is put around it [AS-20] [AS-21] [PX-15]', () => {
    const registered = ['https://app.example/cb', 'http://127.0.0.1/cb', 'http://[::1]:7/cb?a=b']
    const piece = fc.constantFrom(
      ...['http://', 'https://', '127.0.0.1', '[::1]', 'app.example', 'evil.example', ':', ':51004', ':0', '/cb', '/'],
      ...['@', '\\', '?a=b', '?', '#', '%2f', '..', '.', ' ', '\t', '\n'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const requested = pieces.join('')
        const match = matchRedirectUri(requested, registered)
        if (match === undefined || match === requested) return
        const [wanted, known] = [new URL(requested), new URL(match)]
        known.port = wanted.port
        expect(wanted.href).toBe(known.href)
        expect(wanted.protocol).toBe('http:')
      }),
      { numRuns: 5000 },
    )
  })
})
