import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64Url, encodeBase64Url } from '../../../src/foundation/index.js'
import { systemRuntime } from '../../../src/foundation/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'

const keyOf = (kid: string, fill?: number) => ({
  kid,
  secret: fill === undefined ? systemRuntime.randomBytes(32) : new Uint8Array(32).fill(fill),
})

describe('createSealer', () => {
  it('opens what it sealed, for any text and context [F-02]', async () => {
    const sealer = createSealer([keyOf('k1')], 'test')
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, context) => {
        expect(await sealer.open(await sealer.seal(text, context), context)).toBe(text)
      }),
    )
  })

  it('writes the version, the key and canonical base64url, and never the same value twice', async () => {
    const sealer = createSealer([keyOf('k-1_A')], 'test')
    const [one, two] = await Promise.all([sealer.seal('x', ''), sealer.seal('x', '')])
    expect(one).toMatch(/^v1\.k-1_A\.[A-Za-z0-9_-]+$/)
    expect(one).not.toBe(two)
    // 12 bytes of iv, one of text, 16 of tag
    expect(decodeBase64Url(one.split('.')[2]!)).toHaveLength(29)
  })

  it('seals as NIST test case 13 of GCM says, with our associated data', async () => {
    // An all-zero key and iv: the ciphertext of one zero byte is the first byte of test case 14, 0xce.
    const sealer = createSealer([keyOf('k', 0)], 'test', { randomBytes: (length) => new Uint8Array(length) })
    const bytes = decodeBase64Url((await sealer.seal('\0', '')).split('.')[2]!)!
    expect(bytes.slice(0, 12)).toEqual(new Uint8Array(12))
    expect(bytes[12]).toBe(0xce)
  })

  it('refuses a value with any single bit flipped [AS-61] [PX-12]', async () => {
    const sealer = createSealer([keyOf('k1')], 'test')
    const sealed = await sealer.seal('consent of alice', 'browser-1')
    const body = sealed.split('.')[2]!
    const bytes = decodeBase64Url(body)!
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(await sealer.open(`v1.k1.${encodeBase64Url(flipped)}`, 'browser-1')).toBeUndefined()
    }
  })

  it('refuses every truncation and every extension', async () => {
    const sealer = createSealer([keyOf('k1')], 'test')
    const sealed = await sealer.seal('state', 'c')
    for (let length = 0; length < sealed.length; length++) {
      expect(await sealer.open(sealed.slice(0, length), 'c')).toBeUndefined()
    }
    for (const tail of ['A', '=', '.', ' ', '\n', '-TAMPERED']) {
      expect(await sealer.open(sealed + tail, 'c')).toBeUndefined()
    }
  })

  it('never throws and never opens anything it did not seal', async () => {
    const sealer = createSealer([keyOf('k1')], 'test')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `v1.k1.${text.replaceAll('=', '')}`),
        ),
        async (text) => {
          expect(await sealer.open(text, '')).toBeUndefined()
        },
      ),
    )
  })

  it('refuses base64url that decodes to the same bytes in another spelling', async () => {
    const sealer = createSealer([keyOf('k1')], 'test')
    const sealed = await sealer.seal('ab', '') // 30 bytes: no spare bits; one more leaves four
    const longer = await sealer.seal('abc', '')
    expect(await sealer.open(sealed.replace('v1.', 'V1.'), '')).toBeUndefined()
    const last = longer.at(-1)!
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = alphabet[alphabet.indexOf(last) ^ 1]!
    expect(await sealer.open(longer.slice(0, -1) + twin, '')).toBeUndefined()
    expect(await sealer.open(longer, '')).toBe('abc')
  })
})

describe('values are not interchangeable', () => {
  const key = keyOf('k1')

  it.each([
    ['another context', 'cookie', 'browser-2'],
    ['another purpose', 'form', 'browser-1'],
    ['purpose and context cut elsewhere', 'cookiebrowser', '-1'],
  ])('refuses %s [AS-61] [F-10]', async (_case, purpose, context) => {
    const sealed = await createSealer([key], 'cookie').seal('x', 'browser-1')
    expect(await createSealer([key], purpose).open(sealed, context)).toBeUndefined()
    expect(await createSealer([key], 'cookie').open(sealed, 'browser-1')).toBe('x')
  })

  it('refuses a value under the name of another key, even when the bytes are the same [F-10]', async () => {
    const sealed = await createSealer([key], 'cookie').seal('x', '')
    const renamed = createSealer([{ kid: 'k2', secret: key.secret }], 'cookie')
    expect(await renamed.open(sealed.replace('.k1.', '.k2.'), '')).toBeUndefined()
    expect(await renamed.open(sealed, '')).toBeUndefined()
  })

  it('refuses another key under the same name [F-10]', async () => {
    const sealed = await createSealer([key], 'cookie').seal('x', '')
    expect(await createSealer([keyOf('k1')], 'cookie').open(sealed, '')).toBeUndefined()
  })
})

describe('rotation', () => {
  it('seals with the first key and opens with all of them, until one is dropped [F-02] [F-06]', async () => {
    const [old, fresh] = [keyOf('old'), keyOf('new')]
    const before = await createSealer([old], 'vault').seal('x', '')
    const rotated = createSealer([fresh, old], 'vault')
    expect(await rotated.open(before, '')).toBe('x')
    expect(await rotated.seal('y', '')).toMatch(/^v1\.new\./)
    expect(await createSealer([fresh], 'vault').open(before, '')).toBeUndefined()
  })

  it('is not affected by a later change of the key it was given', async () => {
    const key = keyOf('k1')
    const copy = { kid: 'k1', secret: Uint8Array.from(key.secret) }
    const sealer = createSealer([key], 'vault')
    key.secret.fill(0)
    expect(await createSealer([copy], 'vault').open(await sealer.seal('x', ''), '')).toBe('x')
  })

  it.each([
    ['no key', []],
    ['a short key', [{ kid: 'k', secret: new Uint8Array(16) }]],
    ['a long key', [{ kid: 'k', secret: new Uint8Array(33) }]],
    ['a repeated kid', [keyOf('k'), keyOf('k')]],
  ])('refuses to start with %s', (_case, keys) => {
    expect(() => createSealer(keys, 'vault')).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })
})
