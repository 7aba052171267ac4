import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOutboundUrl } from '../../../src/primitives/outbound/index.js'

describe('URLs this server may ask', () => {
  it.each([
    ['plain http', 'http://login.example.com/'],
    ['http on this machine, when that is not allowed', 'http://127.0.0.1:3000/'],
    ['user name and password', 'https://user:pass@login.example.com/'],
    ['a user name', 'https://login.example.com@evil.example/'],
    ['a fragment', 'https://login.example.com/#x'],
    ['an empty fragment', 'https://login.example.com/#'],
    ['a tab inside', 'https://login.exa\tmple.com/'],
    ['a line break inside', 'https://login.example.com/\n'],
    ['a space in front', ' https://login.example.com/'],
    ['a backslash', 'https:\\\\login.example.com\\'],
    ['letters outside ASCII', 'https://lögin.example.com/'],
    ['javascript:', 'javascript:alert(1)'],
    ['file:', 'file:///etc/passwd'],
    ['data:', 'data:application/json,{}'],
    ['a wildcard host', 'https://*.example.com/'],
    ['a host that would end a CSP directive', 'https://a;script-src/'],
    ['a quote in the host', "https://'self'/"],
    ['no scheme', '//login.example.com/'],
    ['nothing', ''],
    ['more than 4096 characters', `https://login.example.com/${'a'.repeat(4_096)}`],
  ])('refuses %s [UR-03] [UR-13]', (_case, url) => {
    expect(parseOutboundUrl(url, false)).toBeUndefined()
  })

  it.each([
    'http://login.example.com/',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://10.0.0.1/',
  ])('refuses http to %s even where http to this machine is allowed [UR-03]', (url) => {
    expect(parseOutboundUrl(url, true)).toBeUndefined()
  })

  it.each(['http://127.0.0.1:3000/a', 'http://localhost/', 'http://[::1]:1/'])(
    'takes %s where that is allowed',
    (url) => {
      expect(parseOutboundUrl(url, true)?.href).toBe(url)
    },
  )

  it('takes https with port, path and query as they are', () => {
    expect(parseOutboundUrl('https://login.example.com:8443/a?b=c', false)?.href).toBe(
      'https://login.example.com:8443/a?b=c',
    )
  })

  it('never lets anything but https out, whatever the text [UR-03]', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })), (text) => {
        const url = parseOutboundUrl(text, false)
        expect(url === undefined || (url.protocol === 'https:' && url.username === '' && url.hash === '')).toBe(true)
      }),
    )
  })
})
