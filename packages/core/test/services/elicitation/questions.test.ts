import { describe, expect, it } from 'vitest'
import { ConfigError, LimitError, StoreError } from '../../../src/errors/index.js'
import { createConfirmations, type ConfirmationsOptions } from '../../../src/services/elicitation/index.js'
import { ALICE, BOB, setUp, WIPE } from './support.js'

describe('an id', () => {
  it('is opaque and drawn from 192 bits behind the shard of the person [EL-15]', async () => {
    const { confirmations } = setUp()
    const ids = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => (await confirmations.ask(ALICE, { tool: `t${String(i)}` })).id),
    )
    expect(new Set(ids).size).toBe(40)
    for (const id of ids) expect(id).toMatch(/^qL8[A-Za-z0-9_-]{32}$/)
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a made-up id', `qL8${'A'.repeat(32)}`],
    ['a path', '../../grant/1'],
    ['an id that goes on', `qL8${'A'.repeat(33)}`],
    ['an object', { id: 'x' }],
  ])('that is %s names no question [EL-14]', async (_case, id) => {
    const { confirmations } = setUp()
    await confirmations.ask(ALICE, WIPE)
    expect(await confirmations.find(id, ALICE)).toEqual({ found: false, reason: 'confirmation_unknown' })
    expect(await confirmations.decide(id, ALICE, 'approve', 'page')).toMatchObject({ found: false })
  })
})

describe('in the hands of somebody else', () => {
  it.each([
    ['another person', BOB],
    ['the same subject of another issuer', { ...ALICE, issuer: 'https://login.example.org' }],
    ['another client', { ...ALICE, clientId: 'c_2' }],
    ['a token for another resource', { ...ALICE, resource: 'https://notes.example.com/admin' }],
  ])(
    'a question of Alice is nobody’s: %s can neither read nor answer nor end it [EL-12] [EL-14]',
    async (_case, decider) => {
      const { confirmations, kinds } = setUp()
      const { id } = await confirmations.ask(ALICE, WIPE)
      const refused = { found: false, reason: 'confirmation_foreign' }
      expect(await confirmations.find(id, decider)).toEqual(refused)
      expect(await confirmations.decide(id, decider, 'approve', 'client')).toEqual(refused)
      expect(await confirmations.decide(id, decider, 'decline', 'client')).toEqual(refused)
      await confirmations.withdraw(id, decider, 'dismissed')
      expect((await confirmations.use(ALICE, WIPE)).standing).toBe('pending')
      expect(kinds()).toEqual(['confirmation.requested'])
    },
  )

  it('is the person’s own on our page, which knows no client [EL-14]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    const { issuer, subject } = ALICE
    expect(await confirmations.find(id, { issuer, subject })).toMatchObject({ found: true })
  })
})

describe('a question that nobody answers', () => {
  it('ends after five minutes, for the person too, and is noted once [EL-21]', async () => {
    const { confirmations, runtime, events } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    runtime.advance(300_000)
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
    expect(await confirmations.decide(id, ALICE, 'approve', 'page')).toEqual({
      found: false,
      reason: 'confirmation_expired',
    })
    expect(await confirmations.find(id, ALICE)).toEqual({ found: false, reason: 'confirmation_unknown' })
    expect(events.filter(({ kind }) => kind === 'confirmation.expired')).toMatchObject([
      { subject: ALICE.subject, clientId: 'c_1', operation: 'tools/notes_wipe', confirmation: id },
    ])
  })

  it.each([
    ['dismissed', 'confirmation.declined'],
    ['expired', 'confirmation.expired'],
  ] as const)('is taken back when it was %s, and may be put again [EL-21]', async (why, kind) => {
    const { confirmations, kinds } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.withdraw(id, ALICE, why)
    await confirmations.withdraw(id, ALICE, why)
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
    const gone = { found: false, reason: 'confirmation_unknown' }
    expect(await confirmations.decide(id, ALICE, 'approve', 'client')).toEqual(gone)
    expect(await confirmations.find(id, ALICE)).toEqual(gone)
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('unasked')
    expect(kinds()).toEqual(['confirmation.requested', kind])
  })

  it.each(['dismissed', 'expired'] as const)(
    'stands as declined for a while when it was %s twice [EL-21]',
    async (why) => {
      const { confirmations, runtime } = setUp()
      const closeOne = async (owner = ALICE, action = WIPE) =>
        confirmations.withdraw((await confirmations.ask(owner, action)).id, owner, why)
      const standing = async () => (await confirmations.use(ALICE, WIPE)).standing
      await closeOne(BOB)
      await closeOne({ ...ALICE, clientId: 'c_2' })
      await closeOne(ALICE, { ...WIPE, tool: 'other' })
      await closeOne()
      expect(await standing()).toBe('unasked')
      runtime.advance(200_000)
      await closeOne()
      for (const _ of [1, 2, 3]) expect(await standing()).toBe('declined')
      expect((await confirmations.use(BOB, WIPE)).standing).toBe('unasked')
      // The first is forgotten, and with it that there were two.
      runtime.advance(100_000)
      expect(await standing()).toBe('unasked')
      await closeOne()
      expect(await standing()).toBe('declined')
    },
  )

  it('is closed once by 50 who close it at once, and not once it was allowed [EL-21]', async () => {
    const { confirmations, kinds } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await Promise.all(Array.from({ length: 50 }, () => confirmations.withdraw(id, ALICE, 'dismissed')))
    expect(kinds()).toEqual(['confirmation.requested', 'confirmation.declined'])
    const second = await confirmations.ask(ALICE, WIPE)
    const third = await confirmations.ask(ALICE, WIPE)
    await confirmations.withdraw(second.id, ALICE, 'dismissed')
    await confirmations.decide(third.id, ALICE, 'approve', 'page')
    // What a person allows on another of the open questions counts for more than what was closed.
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('approved')
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('declined')
  })

  it('takes room while it counts, so that other arguments are no way around it [EL-21]', async () => {
    const { confirmations } = setUp({ maxPerCaller: 10 })
    const attempts = Array.from({ length: 11 }, (_, i) => ({ ...WIPE, arguments: { folder: 'old' + ' '.repeat(i) } }))
    const nag = async () => {
      for (const one of attempts) {
        await confirmations.withdraw((await confirmations.ask(ALICE, one)).id, ALICE, 'dismissed')
      }
    }
    await expect(nag()).rejects.toMatchObject({ reason: 'confirmations_exhausted' })
  })

  it('is not taken back once it is answered [EL-21]', async () => {
    const { confirmations } = setUp()
    const { id } = await confirmations.ask(ALICE, WIPE)
    await confirmations.decide(id, ALICE, 'approve', 'page')
    await confirmations.withdraw(id, ALICE, 'dismissed')
    expect((await confirmations.use(ALICE, WIPE)).standing).toBe('approved')
  })
})

describe('room', () => {
  const action = (i: number) => ({ tool: `t${String(i)}` })

  it('ends for one caller and not for others, and comes back [F-62]', async () => {
    const { confirmations, runtime } = setUp({ maxPerCaller: 3 })
    for (const i of [1, 2, 3]) await confirmations.ask(ALICE, action(i))
    await expect(confirmations.ask(ALICE, action(4))).rejects.toMatchObject({ reason: 'confirmations_exhausted' })
    expect((await confirmations.use(ALICE, action(4))).standing).toBe('unasked')
    await confirmations.ask(BOB, action(4))
    await confirmations.ask({ ...ALICE, clientId: 'c_2' }, action(4))
    const used = await confirmations.use(ALICE, action(1))
    await confirmations.decide('id' in used ? used.id : '', ALICE, 'approve', 'page')
    await confirmations.use(ALICE, action(1))
    await confirmations.ask(ALICE, action(5))
    runtime.advance(900_000)
    await confirmations.ask(ALICE, action(6))
  })

  it('holds for 50 who ask at once [F-62]', async () => {
    const { confirmations } = setUp({ maxPerCaller: 5 })
    const asked = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => confirmations.ask(ALICE, action(i))))
    const kept = asked.filter(({ status }) => status === 'fulfilled')
    expect(kept.length).toBeLessThanOrEqual(5)
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(LimitError)
  })

  it('is not given to more arguments than a person can check', async () => {
    const { confirmations, kinds } = setUp({ maxArgumentsLength: 100 })
    const asked = confirmations.ask(ALICE, { tool: 't', arguments: { text: 'x'.repeat(100) } })
    await expect(asked).rejects.toThrow(RangeError)
    expect(kinds()).toEqual([])
  })

  it.each([
    ['half a surrogate pair', '\ud800'],
    ['no number', Number.NaN],
    ['a big integer', 1n],
  ])('is not given to arguments with %s, which two readers would read differently', async (_case, value) => {
    const { confirmations } = setUp()
    await expect(confirmations.ask(ALICE, { tool: 't', arguments: { value } })).rejects.toThrow(TypeError)
    await expect(confirmations.use(ALICE, { tool: 't', arguments: { value } })).rejects.toThrow(TypeError)
  })
})

it('stores no argument, no tool and no person in clear [EL-15]', async () => {
  const { confirmations, records } = setUp()
  const { id } = await confirmations.ask(ALICE, { tool: 'very_special_tool', arguments: { iban: 'DE0212030000' } })
  const record = await records.get(`confirmation:${id}`)
  expect(record?.value).toMatch(/^v1\.s1\./)
  for (const secret of ['very_special_tool', 'DE0212030000', ALICE.subject]) expect(record?.value).not.toContain(secret)
})

it('notes who, which tool and which question, never an argument', async () => {
  const { confirmations, events } = setUp()
  const { id } = await confirmations.ask(ALICE, { tool: 'pay', arguments: { iban: 'DE0212030000' } })
  await confirmations.decide(id, ALICE, 'approve', 'page')
  expect(events).toEqual([
    expect.objectContaining({ kind: 'confirmation.requested', operation: 'tools/pay', confirmation: id }),
    expect.objectContaining({ kind: 'confirmation.approved', outcome: 'allowed', by: 'page' }),
  ])
  expect(JSON.stringify(events)).not.toContain('DE02')
})

it('does not take a record for its own that it cannot open', async () => {
  const { confirmations, records } = setUp()
  const { id } = await confirmations.ask(ALICE, WIPE)
  const [key, options] = [`confirmation:${id}`, { expiresAtMs: Number.MAX_SAFE_INTEGER }]
  const record = await records.get(key)
  await records.compareAndSwap(key, record?.version ?? '', 'v1.s1.AAAA', options)
  await expect(confirmations.find(id, ALICE)).rejects.toThrow(StoreError)
})

it('tells of an answer once, and only those who wait for this question [EL-20]', async () => {
  const { confirmations } = setUp()
  const [one, other] = [await confirmations.ask(ALICE, WIPE), await confirmations.ask(BOB, WIPE)]
  const heard: string[] = []
  confirmations.onDecided(one, () => heard.push('one'))
  confirmations.onDecided(other, () => heard.push('other'))
  confirmations.onDecided(one, () => heard.push('stopped'))()
  await confirmations.decide(one.id, BOB, 'approve', 'page')
  expect(heard).toEqual([])
  await confirmations.decide(one.id, ALICE, 'decline', 'page')
  await confirmations.decide(one.id, ALICE, 'decline', 'page')
  expect(heard).toEqual(['one'])
})

it.each([
  ['an unknown option', { lifetime: 1 }],
  ['a lifetime of a day', { lifetimeMs: 86_400_000 }],
  ['no room at all', { maxPerCaller: 0 }],
])('refuses %s', (_case, change) => {
  const { records } = setUp()
  const options = { records, keys: [{ kid: 'a', secret: new Uint8Array(32) }], ...change } as ConfirmationsOptions
  expect(() => createConfirmations(options, { record: () => undefined })).toThrow(ConfigError)
})
