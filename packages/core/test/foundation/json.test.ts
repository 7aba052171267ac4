import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, utf8 } from '../../src/foundation/index.js'

describe('parseJson', () => {
  it.each([
    ['at the top', '{"method":"ping","method":"tools/call"}'],
    ['in another spelling', '{"method":1,"\\u006dethod":2}'],
    ['with an escaped quotation mark', '{"a\\"b":1,"a\\"b":2}'],
    ['ending in a backslash', '{"a\\\\":1,"a\\\\":2}'],
    ['deep inside', '[{"a":{"b":[{"c":1,"c":1}]}}]'],
    ['after a nested object', '{"a":{"a":1},"b":[{"a":1}],"a":2}'],
    ['with space around the colon', '{"a" : 1 ,\n"a"\t: 2}'],
    ['called __proto__', '{"__proto__":1,"__proto__":2}'],
    ['called by the empty string', '{"":1,"":2}'],
  ])('refuses a member that stands twice %s [ST-17]', (_case, text) => {
    expect(parseJson(text)).toEqual({ ok: false, reason: 'duplicate_key' })
  })

  it.each([
    ['a byte order mark', '\ufeff{}'],
    ['nothing', ''],
    ['two values', '{} {}'],
    ['a trailing comma', '[1,]'],
    ['single quotes', "{'a':1}"],
    ['a comment', '{}//'],
    ['NaN', 'NaN'],
    ['an open string', '"a'],
  ])('refuses %s', (_case, text) => {
    expect(parseJson(text)).toEqual({ ok: false, reason: 'malformed' })
  })

  it.each([
    ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['an overlong sequence', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)],
    ['UTF-16', Uint8Array.of(0x7b, 0x00, 0x7d, 0x00)],
    ['a UTF-8 byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
  ])('refuses bytes with %s [ST-17]', (_case, bytes) => {
    expect(parseJson(bytes)).toEqual({ ok: false, reason: 'malformed' })
  })

  it('refuses deep nesting, of arrays and objects, and a flood of brackets without running out of stack', () => {
    expect(parseJson('['.repeat(65) + ']'.repeat(65))).toEqual({ ok: false, reason: 'too_deep' })
    expect(parseJson('{"a":'.repeat(3) + '1' + '}'.repeat(3), 2)).toEqual({ ok: false, reason: 'too_deep' })
    expect(parseJson('['.repeat(1_000_000)).ok).toBe(false)
    expect(parseJson('['.repeat(64) + ']'.repeat(64)).ok).toBe(true)
  })

  it('leaves __proto__ an own member that changes no prototype [AS-100]', () => {
    const result = parseJson('{"__proto__":{"admin":true}}')
    const value = result.ok ? (result.value as Record<string, unknown>) : {}
    expect(value['admin']).toBeUndefined()
    expect(Object.keys(value)).toEqual(['__proto__'])
  })

  it('allows one name in different objects, and names inside strings', () => {
    const text = '{"a":{"b":1},"c":{"b":2},"d":"\\"a\\":1,\\"a\\":2","e":["a","a"]}'
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
  })

  it('reads everything that JSON.stringify writes, from text and from bytes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent)
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
        expect(parseJson(utf8(text))).toEqual(parseJson(text))
      }),
    )
  })

  it('finds the second member wherever it is put, however it is spelled', () => {
    const escaped = (name: string) =>
      `"${Array.from(name, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }), { minLength: 1 })
    fc.assert(
      fc.property(names, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (keys, index, value) => {
        const members = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
        expect(parseJson(`{${members.join(',')}}`).ok).toBe(true)
        const again = `${escaped(keys[index % keys.length] ?? '')}:0`
        expect(parseJson(`{${[...members, again].join(',')}}`)).toEqual({ ok: false, reason: 'duplicate_key' })
      }),
    )
  })
})
