import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../src/foundation/index.js'
import { ALICE, setUp, WIPE } from './support.js'

const action = (given: unknown) => ({ ...WIPE, arguments: given })

/** Whether an approval of the first arguments lets the second ones through. */
async function passes(approved: unknown, used: unknown): Promise<boolean> {
  const { confirmations } = setUp()
  const { id } = await confirmations.ask(ALICE, action(approved))
  await confirmations.decide(id, ALICE, 'approve', 'page')
  return (await confirmations.use(ALICE, action(used))).standing === 'approved'
}

const json = (text: string): unknown => JSON.parse(text)

describe('an approval does not hold for arguments that only look the same', () => {
  it.each<[string, unknown, unknown]>([
    ['a number as text', { n: 1 }, { n: '1' }],
    ['a number next to it', { n: 1 }, { n: 1.0000000000000002 }],
    ['a large number next to it', { n: 1e21 }, { n: 1.0000000000000001e21 }],
    ['null and absence', { a: null }, {}],
    ['an empty list and an empty object', { a: [] }, { a: {} }],
    ['no arguments and null', {}, null],
    ['a member that is called __proto__', {}, json('{"__proto__":{"a":1}}')],
    ['two of those', json('{"__proto__":{"a":1}}'), json('{"__proto__":{"a":2}}')],
    ['a prototype’s member and one’s own', { constructor: 1 }, json('{"__proto__":{"constructor":1}}')],
    ['composed and decomposed letters', { p: 'caf\u00e9' }, { p: 'cafe\u0301' }],
    ['composed and decomposed names', { 'caf\u00e9': 1 }, { 'cafe\u0301': 1 }],
    ['a ligature', { p: '\ufb01le' }, { p: 'file' }],
    ['a hidden character', { p: 'old' }, { p: 'ol\u200bd' }],
    ['another case', { p: 'old' }, { p: 'Old' }],
    ['an escape and what it stands for', { p: '\n' }, { p: String.raw`\n` }],
    ['texts that are cut elsewhere', { a: 'b","c":"d' }, { a: 'b', c: 'd' }],
    ['lists that are nested otherwise', [[1], 2], [1, [2]]],
    ['a false and a zero', { a: false }, { a: 0 }],
  ])('%s [F-62]', async (_case, approved, used) => {
    expect(await passes(approved, used)).toBe(false)
    expect(await passes(used, approved)).toBe(false)
  })

  it.each<[string, unknown, unknown]>([
    ['1e21 and 1000000000000000000000', json('{"n":1e21}'), json('{"n":1000000000000000000000}')],
    ['1.0 and 1', json('{"n":1.0}'), json('{"n":1}')],
    ['-0 and 0', json('{"n":-0}'), json('{"n":0}')],
    ['an escaped letter and the letter', json('{"\\u0061":"\\u0062"}'), json('{"a":"b"}')],
  ])('but %s are one value to every handler [F-62]', async (_case, approved, used) => {
    expect(await passes(approved, used)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['half a character', { p: '\ud800' }],
    ['half a character in a name', { '\udc00': 1 }],
    ['no number', { n: Number.NaN }],
    ['an endless number', { n: Number.POSITIVE_INFINITY }],
    ['a date', { d: new Date(0) }],
    ['nothing', { a: undefined }],
    ['a big number', { n: 1n }],
  ])('nobody is asked about %s: it has no exact form [F-62]', async (_case, given) => {
    const { confirmations, kinds } = setUp()
    await expect(confirmations.ask(ALICE, action(given))).rejects.toThrow(TypeError)
    await expect(confirmations.use(ALICE, action(given))).rejects.toThrow(TypeError)
    expect(kinds()).toEqual([])
  })

  it('and two members of one name never arrive [F-62]', () => {
    expect(parseJson('{"params":{"arguments":{"to":"bob","to":"eve"}}}')).toEqual({
      ok: false,
      reason: 'duplicate_key',
    })
    expect(parseJson('{"params":{"arguments":{"to":"bob","t\\u006f":"eve"}}}')).toMatchObject({ ok: false })
  })

  it('holds for what JSON says the same, and for nothing else, whatever the arguments are [F-62]', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (a, b) => {
        const same = (one: unknown): unknown => JSON.parse(JSON.stringify(one))
        expect(await passes(a, same(a))).toBe(true)
        if (JSON.stringify(a) !== JSON.stringify(b) && !sameJson(a, b)) expect(await passes(a, b)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('nor for fifty others at once, of the same and of other arguments [F-62]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'approve', 'client')
    const uses = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        confirmations.use(ALICE, i % 2 === 0 ? WIPE : action({ folder: 'old', depth: i })),
      ),
    )
    const passed = uses.flatMap(({ standing }, i) => (standing === 'approved' ? [i % 2] : []))
    expect(passed).toEqual([0])
  })
})

/** Numbers and orders of members apart, as the ground truth of the property. */
function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b) || a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
}
