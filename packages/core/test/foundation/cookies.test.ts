import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieRules, readCookies, serializeCookie } from '../../src/foundation/index.js'

const octet = fc.constantFrom(...Array.from("ABCxyz019-_.~!#$%&()*+/:<=>?@[]^`{|}'"))
const value = fc.string({ unit: octet, maxLength: 40 })

describe('readCookies', () => {
  it.each([
    ['twice with two values', '__Host-a=1; __Host-a=2'],
    ['twice with the same value', '__Host-a=1; __Host-a=1'],
    ['three times', '__Host-a=1; __Host-a=2; __Host-a=1'],
    ['once well formed and once not', '__Host-a=1; __Host-a="2"'],
    ['once not and once well formed', '__Host-a=\u00e9; __Host-a=1'],
    ['with spaces around the second', '__Host-a=1;  __Host-a = 2'],
  ])('treats a cookie that stands %s as absent [F-17]', (_case, header) => {
    expect(readCookies(header).has('__Host-a')).toBe(false)
  })

  it.each([
    ['a quoted value', 'a="x"'],
    ['a space inside', 'a=x y'],
    ['a comma', 'a=x,y'],
    ['a backslash', 'a=x\\y'],
    ['no equals sign', 'a'],
    ['no name', '=a'],
    ['a name with a space', 'a b=1'],
    ['bytes beyond ASCII', 'a=é'],
    ['a no-break space around the value', 'a=\u00a0x'],
  ])('skips %s and reads on', (_case, header) => {
    expect([...readCookies(`${header}; ok=1`)]).toEqual([['ok', '1']])
  })

  it('takes names literally: another case is another cookie', () => {
    expect(readCookies('__host-a=evil; __Host-a=mine').get('__Host-a')).toBe('mine')
  })

  it('has names of object members only when they were sent', () => {
    expect(readCookies('a=1').has('constructor')).toBe(false)
    expect(readCookies('__proto__=1').get('__proto__')).toBe('1')
  })

  it.each([[undefined], [null], [''], [';;; ;']])('finds nothing in %j', (header) => {
    expect(readCookies(header).size).toBe(0)
  })

  it('reads back what was set, with other cookies around it', () => {
    fc.assert(
      fc.property(value, fc.string({ maxLength: 20 }), (text, noise) => {
        fc.pre(!noise.includes('__Host-a'))
        const line = serializeCookie({ name: '__Host-a', value: text, maxAgeMs: 1000, secure: true })
        const header = `x=${noise}; ${line.split(';', 1)[0] ?? ''}`
        expect(readCookies(header).get('__Host-a')).toBe(text)
      }),
    )
  })

  it('never throws and never returns a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) =>
        [...readCookies(header).values()].every((text) => /^[\x21-\x7e]*$/.test(text)),
      ),
    )
  })
})

describe('serializeCookie', () => {
  const good = { name: '__Host-a', value: 'x', maxAgeMs: 600_000, secure: true }

  it.each([
    ['a prefix without Secure', { ...good, secure: false }],
    ['Secure without the prefix', { ...good, name: 'a' }],
    ['the prefix in another case', { ...good, name: '__host-a' }],
    ['a value that ends the pair', { ...good, value: 'x; Domain=evil.example' }],
    ['a value that ends the line', { ...good, value: 'x\r\nSet-Cookie: y=1' }],
    ['a value beyond ASCII', { ...good, value: 'é' }],
    ['a name with an equals sign', { ...good, name: '__Host-a=b' }],
    ['more than a browser keeps', { ...good, value: 'x'.repeat(4096) }],
    ['a negative age', { ...good, maxAgeMs: -1 }],
    ['an endless age', { ...good, maxAgeMs: Number.POSITIVE_INFINITY }],
    ['no number as age', { ...good, maxAgeMs: Number.NaN }],
  ])('refuses %s [PX-10] [PX-11]', (_case, cookie) => {
    expect(() => serializeCookie(cookie)).toThrow(TypeError)
  })

  it('never repeats the value in an error', () => {
    expect(() => serializeCookie({ ...good, value: 'sec ret' })).toThrow(expect.not.stringContaining('sec ret'))
  })

  it('writes every attribute [PX-10] [PX-11] [F-17]', () => {
    expect(serializeCookie(good)).toBe('__Host-a=x; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure')
  })

  it('rounds the age down, so that no cookie outlives its content', () => {
    expect(serializeCookie({ ...good, maxAgeMs: 1999 })).toContain('Max-Age=1;')
  })
})

describe('cookieRules', () => {
  it('names and protects the cookies of an https issuer [PX-10]', () => {
    const rules = cookieRules('https://as.example/t1')
    expect(rules.name('flow')).toBe('__Host-flow')
    expect(rules.set('flow', 'v', 1000)).toBe('__Host-flow=v; Path=/; Max-Age=1; HttpOnly; SameSite=Lax; Secure')
    expect(rules.clear('flow')).toBe('__Host-flow=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure')
  })

  it('keeps two http loopback issuers of one host apart by their port [F-17]', () => {
    expect(cookieRules('http://127.0.0.1:3000').name('flow')).toBe('flow-3000')
    expect(cookieRules('http://127.0.0.1').name('flow')).toBe('flow-80')
    expect(cookieRules('http://127.0.0.1:3000').set('flow', 'v', 0)).not.toMatch(/Secure|__Host/)
  })
})
