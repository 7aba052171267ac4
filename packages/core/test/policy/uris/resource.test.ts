import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertResource, matchResource, normalizeResource } from '../../../src/policy/uris/index.js'

describe('matchResource', () => {
  it.each([
    ['a sibling', 'https://h.example/mcp2'],
    ['a path below', 'https://h.example/mcp/admin'],
    ['a path above', 'https://h.example'],
    ['a trailing slash', 'https://h.example/mcp/'],
    ['another case of the path', 'https://h.example/MCP'],
    ['an encoded path', 'https://h.example/%6dcp'],
    ['dot segments', 'https://h.example/x/../mcp'],
    ['a query', 'https://h.example/mcp?x=1'],
    ['an empty query', 'https://h.example/mcp?'],
    ['a fragment', 'https://h.example/mcp#x'],
    ['a user', 'https://u@h.example/mcp'],
    ['another port', 'https://h.example:8443/mcp'],
    ['another scheme', 'http://h.example/mcp'],
    ['a longer host', 'https://h.example.evil.example/mcp'],
    ['a host with a dot', 'https://h.example./mcp'],
    ['a space', 'https://h.example/mcp '],
    ['a relative path', '/mcp'],
    ['no URI', 'h.example/mcp'],
    ['a backslash', 'https:\\\\h.example/mcp'],
    ['nothing', ''],
  ])('refuses %s [RS-27] [AS-36]', (_case, requested) => {
    expect(matchResource(requested, ['https://h.example/mcp'])).toBeUndefined()
  })

  it.each([
    ['HTTPS://H.Example/mcp', 'https://h.example/mcp'],
    ['https://h.example:443/mcp', 'https://h.example/mcp'],
    ['https://h.example/', 'https://h.example'],
    ['https://h.example', 'https://h.example'],
    ['https://H.EXAMPLE:443', 'https://h.example'],
    ['http://127.0.0.1:80/mcp', 'http://127.0.0.1/mcp'],
    ['https://h.example/mcp?t=1', 'https://h.example/mcp?t=1'],
  ])('finds %s as the configured %s [RS-07] [AS-36]', (requested, configured) => {
    expect(matchResource(requested, ['https://other.example', configured])).toBe(configured)
  })

  it('gives back the configured string, which goes into aud [RS-07]', () => {
    expect(matchResource('HTTPS://h.example:443/', ['https://h.example'])).toBe('https://h.example')
  })

  it('changes nothing that URL parsers do not hold equal [RS-27]', () => {
    const uris = fc.webUrl({ withQueryParameters: true, authoritySettings: { withPort: true } })
    fc.assert(
      fc.property(uris, uris, (one, other) => {
        const normal = normalizeResource(one)
        if (normal === undefined) return
        expect(normalizeResource(normal)).toBe(normal)
        expect(new URL(normal).href).toBe(new URL(one).href)
        if (normalizeResource(other) === normal) expect(new URL(other).href).toBe(new URL(one).href)
      }),
    )
  })
})

describe('assertResource', () => {
  it.each([
    ['a fragment [RS-06]', 'https://h.example/mcp#x', /fragment/],
    ['an empty fragment [RS-06]', 'https://h.example/mcp#', /fragment/],
    ['a user [RS-06]', 'https://u:p@h.example/mcp', /credentials/],
    ['http on a public host [RS-06] [F-19]', 'http://h.example/mcp', /http on h\.example/],
    ['http on a private address [RS-06] [F-19]', 'http://10.0.0.1/mcp', /http on 10\.0\.0\.1/],
    ['http on a name like loopback [RS-06] [F-19]', 'http://localhost.evil.example/mcp', /http on/],
    ['no URI [RS-06]', 'h.example/mcp', /absolute/],
    ['another scheme [RS-06]', 'ftp://h.example/mcp', /absolute/],
    ['a slash after a bare origin [RS-07]', 'https://h.example/', /"https:\/\/h\.example"/],
    ['an upper-case host [RS-07]', 'https://H.example/mcp', /"https:\/\/h\.example\/mcp"/],
    ['a default port [RS-07]', 'https://h.example:443/mcp', /"https:\/\/h\.example\/mcp"/],
    ['dot segments [RS-03]', 'https://h.example/x/../mcp', /"https:\/\/h\.example\/mcp"/],
    ['a query right behind the host [RS-03]', 'https://h.example?t=1', /"https:\/\/h\.example\/\?t=1"/],
  ])('refuses %s and says what to write', (_case, resource, message) => {
    expect(() => assertResource(resource, 'resources.notes')).toThrow(
      expect.objectContaining({
        code: 'ERR_CONFIG',
        option: 'resources.notes',
        message: expect.stringMatching(message) as string,
      }),
    )
  })

  it('never repeats credentials in an error', () => {
    expect(() => assertResource('https://u:sesame@h.example/mcp')).toThrow(expect.not.stringContaining('sesame'))
  })

  it.each([
    ['https://h.example'],
    ['https://h.example/mcp'],
    ['https://h.example/mcp/'],
    ['https://h.example:8443/a/mcp'],
    ['https://h.example/mcp?t=1'],
    ['http://127.0.0.1:3000/mcp'],
    ['http://localhost:3000'],
    ['http://[::1]:3000/mcp'],
  ])('accepts %s [RS-06]', (resource) => {
    expect(() => assertResource(resource)).not.toThrow()
  })
})
