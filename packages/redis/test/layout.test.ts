import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLayout } from '../src/layout.js'

const layout = createLayout('notes:')
const SUBJECT = `Abc${'x'.repeat(40)}`

/** What Redis hashes of a key: what stands between the first `{` and the next `}`, if anything does. */
function hashed(key: string): string {
  const open = key.indexOf('{')
  const close = key.indexOf('}', open)
  return open === -1 || close <= open + 1 ? key : key.slice(open + 1, close)
}

const HOSTILE = ['{', '}', '{}', '{abc}', '}{abc}', 'abc}', '{{log}}', '{log}h:', '', 'a', '{\0}', '\ud800{']

it('takes no brace of an id or kind for a hash tag [F-92]', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(text, text, (kind, id) => {
      const key = `${kind}:${id}`
      for (const made of [layout.record(key), layout.index(key), layout.receipt(key, 'a')])
        expect(hashed(made)).toMatch(/^[\w-]{3}$/)
      expect(hashed(layout.share(kind))).toBe('shares')
      expect(hashed(layout.buckets(key, 16))).not.toMatch(/[{}]|^(log|events|shares)$/)
    }),
  )
})

it('never gives two keys one name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      fc.pre(a !== b)
      expect(layout.record(`held:${a}`)).not.toBe(layout.record(`held:${b}`))
      expect(layout.index(`user:${a}`)).not.toBe(layout.index(`user:${b}`))
    }),
  )
})

it('keeps what belongs to one person in one slot [F-92]', () => {
  const issuer = 'https://as.example'
  const keys = [
    ...['grant', 'code', 'code-used', 'family', 'session', 'handle'].map((kind) => layout.record(`${kind}:AbcZ`)),
    layout.receipt('code:AbcZ', 'attempt'),
    layout.index(`user:${SUBJECT}`),
    layout.buckets(`user:${JSON.stringify([issuer, SUBJECT])}`, 16),
    layout.buckets(`user-client:${JSON.stringify([issuer, SUBJECT, 'c_one'])}`, 16),
  ]
  expect(new Set(keys.map(hashed))).toEqual(new Set(['Abc']))
})

it('spreads subjects of other issuers, and addresses over as many heaps as asked', () => {
  const subjects = Array.from({ length: 200 }, (_, i) => JSON.stringify(['https://idp.example', `user ${String(i)}`]))
  expect(new Set(subjects.map((id) => hashed(layout.buckets(`user:${id}`, 1)))).size).toBeGreaterThan(150)
  const addresses = Array.from({ length: 500 }, (_, i) => `address:token:192.0.2.${String(i)}`)
  expect(new Set(addresses.map((key) => layout.buckets(key, 16))).size).toBe(16)
  expect(new Set(addresses.map((key) => layout.buckets(key, 1))).size).toBe(1)
})
