import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/foundation/index.js'
import { ALICE, BOB, setUp, WIPE } from './support.js'

it('lets one of 50 parallel uses of an approval through [F-62]', async () => {
  const { confirmations } = setUp()
  const { id } = await confirmations.ask(ALICE, WIPE)
  await confirmations.decide(id, ALICE, 'approve', 'page')
  const uses = await Promise.all(Array.from({ length: 50 }, () => confirmations.use(ALICE, WIPE)))
  expect(uses.filter(({ standing }) => standing === 'approved')).toEqual([{ standing: 'approved', id }])
  expect(new Set(uses.map(({ standing }) => standing))).toEqual(new Set(['approved', 'unasked']))
})

it('takes the first of 50 parallel answers, and tells all which it was [F-62]', async () => {
  const { confirmations, kinds } = setUp()
  const { id } = await confirmations.ask(ALICE, WIPE)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => confirmations.decide(id, ALICE, i % 2 === 0 ? 'approve' : 'decline', 'page')),
  )
  const states = new Set(answers.map((one) => one.found && one.confirmation.state))
  expect(states.size).toBe(1)
  expect(kinds().filter((kind) => /approved|declined/.test(kind))).toHaveLength(1)
})

it('knows nothing of an action that nobody was asked about', async () => {
  const { confirmations } = setUp()
  expect(await confirmations.use(ALICE, WIPE)).toEqual({ standing: 'unasked' })
})

it('keeps issuer, subject, client, resource, tool and arguments of the question [EL-12] [EL-13]', async () => {
  const { confirmations } = setUp()
  const { id } = await confirmations.ask(ALICE, WIPE)
  const found = await confirmations.find(id, ALICE)
  expect(found).toMatchObject({ found: true, confirmation: { ...ALICE, tool: 'notes_wipe', state: 'pending' } })
  expect(found.found && found.confirmation.argumentsJson).toBe('{"depth":2,"folder":"old"}')
})

it('stays pending until the person has decided, and is not used up by asking [EL-21]', async () => {
  const { confirmations } = setUp()
  const { id, endsAtMs } = await confirmations.ask(ALICE, WIPE)
  for (const _ of [1, 2]) {
    expect(await confirmations.use(ALICE, WIPE)).toEqual({ standing: 'pending', id, endsAtMs })
  }
})

describe('an approval', () => {
  it.each([
    ['another person', BOB, WIPE],
    ['the same subject of another issuer', { ...ALICE, issuer: 'https://login.example.org' }, WIPE],
    ['another client of the same person', { ...ALICE, clientId: 'c_2' }, WIPE],
    ['another resource', { ...ALICE, resource: 'https://notes.example.com/admin' }, WIPE],
    ['another tool', ALICE, { ...WIPE, tool: 'notes_wipe2' }],
    ['one more character', ALICE, { ...WIPE, arguments: { folder: 'old ', depth: 2 } }],
    ['an invisible character', ALICE, { ...WIPE, arguments: { folder: 'old\u200b', depth: 2 } }],
    ['another number', ALICE, { ...WIPE, arguments: { folder: 'old', depth: 3 } }],
    ['a number as text', ALICE, { ...WIPE, arguments: { folder: 'old', depth: '2' } }],
    ['one more argument', ALICE, { ...WIPE, arguments: { folder: 'old', depth: 2, force: true } }],
    ['a missing argument', ALICE, { ...WIPE, arguments: { folder: 'old' } }],
    [
      'an own __proto__',
      ALICE,
      { ...WIPE, arguments: JSON.parse('{"folder":"old","depth":2,"__proto__":1}') as unknown },
    ],
    ['no arguments', ALICE, { tool: 'notes_wipe' }],
  ])('is worth nothing for %s [F-62] [EL-12]', async (_case, owner, action) => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'approve', 'page')
    expect((await confirmations.use(owner, action)).standing).toBe('unasked')
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('approved')
  })

  it('holds for the same arguments in another order, and for no arguments written as none [F-62]', async () => {
    const { confirmations } = setUp()
    for (const [asked, used] of [
      [WIPE, { ...WIPE, arguments: { depth: 2, folder: 'old' } }],
      [{ tool: 'ping' }, { tool: 'ping', arguments: {} }],
    ] as const) {
      const { id } = await confirmations.ask(ALICE, asked)
      await confirmations.decide(id, ALICE, 'approve', 'page')
      expect((await confirmations.use(ALICE, used)).standing).toBe('approved')
    }
  })

  it('is used once, and shows as used to its person [F-62]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'approve', 'page')
    await confirmations.use(ALICE, WIPE)
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
    expect(await confirmations.find(id, ALICE)).toMatchObject({ confirmation: { state: 'used', argumentsJson: '' } })
    await confirmations.decide(id, ALICE, 'approve', 'page')
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
  })

  it('that only the client vouches for does not count where the page is asked for [F-62]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'approve', 'client')
    expect((await confirmations.use(ALICE, WIPE, 'page')).standing).toBe('unasked')
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('approved')
  })

  it('ends five minutes after it was given [F-62]', async () => {
    const { confirmations, runtime } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    runtime.advance(299_999)
    await confirmations.decide(id, ALICE, 'approve', 'page')
    runtime.advance(299_999)
    expect(await confirmations.find(id, ALICE)).toMatchObject({ found: true })
    runtime.advance(1)
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
  })

  it('is never found by other arguments, whatever they are [F-62]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'approve', 'page')
    const wiped = canonicalJson(WIPE.arguments)
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), async (given) => {
        let same: boolean
        try {
          same = canonicalJson(given) === wiped
        } catch {
          return expect(confirmations.use(ALICE, { ...WIPE, arguments: given })).rejects.toThrow(TypeError)
        }
        fc.pre(!same)
        expect((await confirmations.use(ALICE, { ...WIPE, arguments: given })).standing).toBe('unasked')
      }),
      { numRuns: 200 },
    )
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('approved')
  })
})

describe('a decline', () => {
  it('stands for this very action until it ends, and for no other [EL-21]', async () => {
    const { confirmations, runtime } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'decline', 'page')
    for (const _ of [1, 2]) expect(await confirmations.use(ALICE, WIPE)).toEqual({ standing: 'declined', id })
    expect((await confirmations.use(ALICE, { tool: 'notes_wipe' })).standing).toBe('unasked')
    runtime.advance(300_000)
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
  })

  it('cannot be turned into an approval [EL-21]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'decline', 'page')
    expect(await confirmations.decide(id, ALICE, 'approve', 'page')).toMatchObject({
      confirmation: { state: 'declined' },
    })
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('declined')
  })
})
