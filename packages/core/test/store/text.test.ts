import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromStored, toStored } from '../../src/store/index.js'

/** Code units, so that halves of surrogate pairs come up. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))

describe('texts in a database', () => {
  it('come back as they were [F-92]', () => {
    fc.assert(fc.property(anyText, (text) => fromStored(toStored(text)) === text))
  })

  it('hold nothing that a database refuses [F-92]', () => {
    fc.assert(fc.property(anyText, (text) => !/[\0\p{Cs}]/u.test(toStored(text))))
  })

  it.each([['a\0b'], ['\ud800'], ['\u001a0000'], ['\udc00\ud800'], ['\u001a']])('keep %j apart from others', (text) => {
    expect(toStored(text)).not.toBe(text)
    expect(fromStored(toStored(text))).toBe(text)
  })
})
