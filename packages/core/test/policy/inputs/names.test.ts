import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { allowNames, checkIdentifier, readResourceUri, resourceNotFound } from '../../../src/policy/inputs/index.js'

describe('allowNames', () => {
  const column = allowNames(['title', 'created'])

  it.each(['Title', 'title ', ' title', 'titl\u0435', 'title;--', '', 'toString', '__proto__', 7, null, ['title']])(
    'refuses %j, which is not listed [F-74] [F-72]',
    (name) => {
      expect(column(name)).toEqual({ ok: false, problem: 'not_listed', message: 'Use one of: title, created.' })
    },
  )

  it('lets listed names through, whatever happens to the list later', () => {
    const names = ['a']
    const check = allowNames(names)
    names.push('b')
    expect([check('a').ok, check('b').ok]).toEqual([true, false])
  })

  it.each([[[]], [['']], [['a', '']]])('refuses the list %j [F-74]', (names) => {
    expect(() => allowNames(names)).toThrow(ConfigError)
  })

  it('does not repeat long lists to a client', () => {
    const check = allowNames(Array.from({ length: 21 }, (_, index) => `name${String(index)}`))
    expect(check('x')).toMatchObject({ message: 'The name is not allowed.' })
  })
})

describe('checkIdentifier', () => {
  it.each(['', '1a', 'a-b', 'a b', 'a;b', 'a"b', "a'b", 'a`b', 'ä', 'а', 'a\n', 'a\0', '$a', 'a.b', 'a'.repeat(64), 7])(
    'refuses %j [F-74]',
    (value) => {
      expect(checkIdentifier(value)).toMatchObject({ ok: false, problem: 'identifier' })
    },
  )

  it.each(['a', '_a1', 'A'.repeat(63)])('lets %j through', (value) => {
    expect(checkIdentifier(value)).toEqual({ ok: true, value })
  })
})

describe('readResourceUri', () => {
  const rules = { schemes: ['docs', 'file'], authorities: ['', 'main'] }

  it.each([
    ['another scheme', 'http://main/a'],
    ['no scheme', 'a/b'],
    ['a scheme alone', 'docs:'],
    ['another authority', 'docs://other/a'],
    ['credentials', 'docs://user:pass@main/a'],
    ['a port', 'docs://main:80/a'],
    ['a query', 'docs:///a?b'],
    ['a fragment', 'docs:///a#b'],
    ['traversal', 'docs:///../a'],
    ['encoded traversal', 'docs:///%2e%2e/a'],
    ['encoded twice', 'docs:///%252e%252e/a'],
    ['an encoded slash', 'docs:///a%2fb'],
    ['an encoded backslash', 'docs:///a%5Cb'],
    ['NUL', 'docs:///a%00'],
    ['bytes that are not UTF-8', 'docs:///%c0%ae'],
    ['a broken escape', 'docs:///%zz'],
    ['an absolute path', 'file:////etc/passwd'],
    ['a drive', 'file:///C:/windows'],
    ['a line break', 'docs:///a\nb'],
    ['a space in front', ' docs:///a'],
    ['a number', 7],
    ['nothing', undefined],
  ])('refuses %s like what does not exist [TL-21] [TL-22]', (_case, uri) => {
    expect(() => readResourceUri(uri, rules)).toThrow(resourceNotFound())
    expect(resourceNotFound()).toMatchObject({ code: -32602, message: 'Resource not found' })
  })

  it.each([
    ['docs:///guides/a%20b.md', { scheme: 'docs', authority: '', segments: ['guides', 'a b.md'] }],
    ['DOCS://main/a', { scheme: 'docs', authority: 'main', segments: ['a'] }],
    ['docs:a/b', { scheme: 'docs', authority: '', segments: ['a', 'b'] }],
  ])('reads %s [TL-21]', (uri, expected) => {
    expect(readResourceUri(uri, rules)).toEqual(expected)
  })
})
