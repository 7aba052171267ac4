import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseForm } from '../../src/foundation/index.js'

const parsed = (text: string) => {
  const result = parseForm(text)
  if (!result.ok) throw new Error(`refused: ${result.reason}`)
  return { form: Object.fromEntries(result.form), repeated: result.repeated }
}

describe('parseForm', () => {
  it.each([
    ['a lone percent sign', 'a=%'],
    ['one hex digit', 'a=%4'],
    ['no hex digits', 'a=%zz'],
    ['a broken name', '%zz=a'],
    ['a cut UTF-8 sequence', 'a=%C3'],
    ['an overlong UTF-8 sequence', 'a=%C0%AF'],
    ['an encoded surrogate', 'a=%ED%A0%80'],
    ['a raw half surrogate', 'a=\ud83d'],
    ['%u escapes', 'a=%u0041'],
  ])('refuses %s', (_case, text) => {
    expect(parseForm(text)).toEqual({ ok: false, reason: 'malformed' })
  })

  it('refuses more parameters than allowed', () => {
    expect(parseForm('a=1&b=2&c=3', 2)).toEqual({ ok: false, reason: 'too_many' })
    expect(parseForm('a&'.repeat(101))).toEqual({ ok: false, reason: 'too_many' })
    expect(parseForm('a=1&b=2', 2)).toMatchObject({ ok: true })
  })

  it.each([
    ['two values', 'state=a&state=b'],
    ['the same value twice', 'state=a&state=a'],
    ['an empty value first', 'state=&state=a'],
    ['an empty value last', 'state=a&state='],
    ['two empty values', 'state=&state='],
    ['another spelling of the name', 'state=a&%73tate=b'],
    ['three values', 'state=a&state=b&state=c'],
  ])('names a parameter with %s and does not give it out [AS-08]', (_case, text) => {
    expect(parsed(`${text}&x=1`)).toEqual({ form: { x: '1' }, repeated: ['state'] })
  })

  it('does not take brackets for lists: a[] is a name like any other [AS-08]', () => {
    expect(parsed('a[]=1&a=2')).toEqual({ form: { 'a[]': '1', a: '2' }, repeated: [] })
  })

  it.each([['state='], ['state'], ['state&&'], ['&']])('counts %j as absent [AS-08]', (text) => {
    expect(parsed(text).form).toEqual({})
  })

  it('keeps names that objects already have', () => {
    const result = parseForm('__proto__=1&constructor=2')
    expect(result.ok && [...result.form]).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
    const empty = parseForm('')
    expect(empty.ok && empty.form.get('constructor')).toBe(undefined)
  })

  it.each([
    ['a=b+c%20d', 'b c d'],
    ['a=%2B%26%3D', '+&='],
    ['a=x=y=z', 'x=y=z'],
    ['a=%F0%9F%94%91', '🔑'],
    ['a=1;b=2', '1;b=2'],
    ['a=?#', '?#'],
  ])('reads %j', (text, value) => {
    expect(parsed(text).form['a']).toBe(value)
  })

  it('agrees with URLSearchParams on all that it writes', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name, maxLength: 20 }), (pairs) => {
        const result = parseForm(new URLSearchParams(pairs).toString())
        expect(result.ok && [...result.form]).toEqual(pairs)
      }),
    )
  })

  it('never throws, and never gives out an empty or repeated value', () => {
    const alphabet = fc.constantFrom(...Array.from('ab=&%+0Cé;'))
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 60 }), (text) => {
        const result = parseForm(text)
        if (!result.ok) return
        for (const [name, value] of result.form) {
          expect(value).not.toBe('')
          expect(new URLSearchParams(text).getAll(name)).toEqual([value])
        }
      }),
    )
  })
})
