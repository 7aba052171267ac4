import { describe, expect, it } from 'vitest'
import { lintElicitation } from '../../../../src/services/elicitation/index.js'
import { allowOnce, linkIn, textOf, WIPE, world, type Answer } from './world.js'

const FORM = { elicitation: {} }

describe('a client with forms', () => {
  it.each([
    ['a bare elicitation', { elicitation: {} }],
    ['forms', { elicitation: { form: {} } }],
    ['forms and addresses', { elicitation: { form: {}, url: {} } }],
  ])(
    'that declared %s shows exactly what is to be done, and the tool runs once [F-62] [EL-19]',
    async (_case, capabilities) => {
      const w = await world()
      const { call, asked } = await w.legacyClient(capabilities, allowOnce)
      expect(textOf(await call())).toBe('wipe done')
      expect(asked).toHaveLength(1)
      expect(asked[0]?.message).toContain('"folder": "old"')
      expect(asked[0]?.message).toContain('"depth": 2')
      expect(asked[0]).toMatchObject({ mode: 'form', requestedSchema: { required: ['decision'] } })
      expect(w.ran).toEqual([['wipe', WIPE.arguments]])
      const kinds = w.events.map(({ kind }) => kind).filter((kind) => kind.startsWith('confirmation.'))
      expect(kinds).toEqual(['confirmation.requested', 'confirmation.approved'])
    },
  )

  it('is asked again for the same call: an approval is used once [F-62]', async () => {
    const w = await world()
    const answers: Answer[] = [allowOnce, () => ({ action: 'decline' })]
    const { call, asked } = await w.legacyClient(FORM, (params) => answers.shift()?.(params) ?? { action: 'cancel' })
    await call()
    expect(textOf(await call())).toContain('declined')
    expect(asked).toHaveLength(2)
    expect(w.ran).toHaveLength(1)
  })

  it.each<[string, Answer, string]>([
    ['declines', () => ({ action: 'decline' }), 'declined'],
    ['chooses to decline', () => ({ action: 'accept', content: { decision: 'Decline' } }), 'declined'],
    ['closes the form', () => ({ action: 'cancel' }), 'closed the question'],
    ['submits the form unread', () => ({ action: 'accept', content: {} }), 'did not answer'],
    ['submits nothing at all', () => ({ action: 'accept' }), 'did not answer'],
    ['answers something else', () => ({ action: 'accept', content: { decision: 'yes' } }), 'did not answer'],
    ['answers with a boolean', () => ({ action: 'accept', content: { decision: true as never } }), 'did not answer'],
    ['answers a field of its own', () => ({ action: 'accept', content: { approved: 'Allow once' } }), 'did not answer'],
    ['fails', () => Promise.reject(new Error('no screen')), 'did not answer'],
  ])('whose person %s runs nothing [EL-21] [F-62]', async (_case, answer, said) => {
    const w = await world()
    const { call } = await w.legacyClient(FORM, answer)
    const result = await call()
    expect(result.isError).toBe(true)
    expect(textOf(result)).toContain(said)
    expect(w.ran).toEqual([])
  })

  it('is not asked again for a while about what its person declined, and may ask for something else [EL-21]', async () => {
    const w = await world()
    const { call, asked } = await w.legacyClient(FORM, () => ({ action: 'decline' }))
    for (const _ of [1, 2, 3]) expect(textOf(await call())).toContain('declined')
    expect(asked).toHaveLength(1)
    await call({ ...WIPE, arguments: { folder: 'other' } })
    expect(asked).toHaveLength(2)
    w.runtime.advance(300_000)
    await call()
    expect(asked).toHaveLength(3)
    expect(w.ran).toEqual([])
  })

  it.each<[string, Answer]>([
    ['closes the form', () => ({ action: 'cancel' })],
    ['submits nothing', () => ({ action: 'accept' })],
    ['fails', () => Promise.reject(new Error('no screen'))],
  ])('whose person %s is asked twice in a while, however often the model tries [EL-21]', async (_case, answer) => {
    const w = await world()
    const { call, asked } = await w.legacyClient(FORM, answer)
    for (const _ of [1, 2, 3, 4, 5]) expect((await call()).isError).toBe(true)
    expect(asked).toHaveLength(2)
    expect(textOf(await call())).toContain('declined')
    await call({ ...WIPE, arguments: { folder: 'other' } })
    expect(asked).toHaveLength(3)
    w.runtime.advance(300_000)
    await call()
    expect(asked).toHaveLength(4)
    expect(w.ran).toEqual([])
  })

  it('whose person closed the form by mistake may say yes when asked again [EL-21]', async () => {
    const w = await world()
    const answers: Answer[] = [() => ({ action: 'cancel' }), allowOnce]
    const { call } = await w.legacyClient(FORM, (params) => answers.shift()?.(params) ?? { action: 'decline' })
    expect(textOf(await call())).toContain('closed the question')
    expect(textOf(await call())).toBe('wipe done')
    expect(w.ran).toHaveLength(1)
  })

  it('that goes away while the question is open leaves nothing behind that runs [EL-21]', async () => {
    const w = await world()
    let [ask, answer] = [(): void => undefined, (): void => undefined]
    const asked = new Promise<void>((resolve) => (ask = resolve))
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const { client } = await w.legacyClient(FORM, async (params) => {
      ask()
      await answered
      return allowOnce(params)
    })
    const cancelled = new AbortController()
    const call = client.callTool(WIPE, undefined, { signal: cancelled.signal })
    await asked
    cancelled.abort()
    await expect(call).rejects.toThrow()
    answer()
    await client.ping()
    expect(w.ran).toEqual([])
  })

  it('sees what is hidden in arguments, whole, and nothing that becomes a link [EL-17] [F-62]', async () => {
    const w = await world({ confirm: { tools: { pay: true } } })
    const { call, asked } = await w.legacyClient(FORM, () => ({ action: 'decline' }))
    const long = 'x'.repeat(3000)
    await call({
      name: 'pay',
      arguments: { iban: `DE\u202e02\u200b see https://evil.example www.evil.example ${long}` },
    })
    const message = asked[0]?.message ?? ''
    expect(message).toContain('DE⟨U+202E⟩02⟨U+200B⟩')
    expect(message).toContain('https⟨U+003A⟩//evil.example www⟨U+002E⟩evil.example')
    expect(message).toContain(long)
    expect(lintElicitation(asked[0])).toEqual([])
  })

  it('never gets a form that asks for a secret [EL-10] [EL-18]', async () => {
    const w = await world()
    const { call, asked } = await w.legacyClient(FORM, allowOnce)
    await call()
    expect(lintElicitation(asked[0])).toEqual([])
    const seen = JSON.stringify(asked)
    for (const secret of ['upstream-token-', 'Bearer', (await w.caller()).token]) expect(seen).not.toContain(secret)
  })

  it('runs tools that are not sensitive without a question [TL-07]', async () => {
    const w = await world()
    const { call, asked } = await w.legacyClient(FORM, allowOnce)
    expect(textOf(await call({ name: 'list' }))).toBe('list done')
    expect(asked).toEqual([])
  })
})

describe('a client that can do neither', () => {
  it.each([
    ['nothing', {}],
    ['an elicitation that is none', { elicitation: undefined }],
    ['only other things', { roots: {}, sampling: {} }],
  ])('and declared %s gets a link that opens nothing by itself [EL-15] [EL-19]', async (_case, capabilities) => {
    const w = await world()
    const { call } = await w.legacyClient(JSON.parse(JSON.stringify(capabilities)) as object)
    const result = await call()
    expect(result.isError).toBe(true)
    expect(linkIn(result)).toMatch(/^https:\/\/notes\.example\/confirm\/[\w-]{35}$/)
    for (const said of ['wipe', 'folder', 'alice']) expect(linkIn(result)).not.toContain(said)
    expect(w.ran).toEqual([])
  })

  it('comes again with the same arguments once its person has allowed it, and passes once [F-62] [EL-14]', async () => {
    const w = await world()
    const { call } = await w.legacyClient({})
    const url = linkIn(await call())
    expect(linkIn(await call())).toBe(url)
    expect(await w.onPage(url, 'approve')).toBe(303)
    expect(textOf(await call())).toBe('wipe done')
    expect(linkIn(await call())).not.toBe(url)
    expect(w.ran).toEqual([['wipe', WIPE.arguments]])
  })

  it.each([
    ['another argument', { ...WIPE, arguments: { folder: 'old', depth: 3 } }],
    ['one byte more', { ...WIPE, arguments: { folder: 'old ', depth: 2 } }],
    ['an argument less', { ...WIPE, arguments: { folder: 'old' } }],
    ['another tool', { name: 'pay', arguments: { iban: 'old' } }],
  ])('is asked anew for %s [F-62]', async (_case, other) => {
    const w = await world({ confirm: { tools: { wipe: true, pay: true } } })
    const { call } = await w.legacyClient({})
    const url = linkIn(await call())
    await w.onPage(url, 'approve')
    expect(linkIn(await call(other))).not.toBe(url)
    expect(w.ran).toEqual([])
  })

  it('cannot use what another client of the same person, or another person, was allowed [EL-12] [F-62]', async () => {
    const w = await world()
    const [alice, other, bob] = [
      await w.legacyClient({}),
      await w.legacyClient({}, undefined, 'alice', 'two'),
      await w.legacyClient({}, undefined, 'bob'),
    ]
    const url = linkIn(await alice.call())
    await w.onPage(url, 'approve')
    expect(linkIn(await other.call())).not.toBe(url)
    expect(linkIn(await bob.call())).not.toBe(url)
    expect(w.ran).toEqual([])
    await alice.call()
    expect(w.ran).toHaveLength(1)
  })

  it('gains nothing from Bob, whose browser opens the link of Alice [EL-14]', async () => {
    const w = await world()
    const { call } = await w.legacyClient({})
    const url = linkIn(await call())
    expect(await w.onPage(url, 'approve', 'bob')).toBe(404)
    expect(linkIn(await call())).toBe(url)
    expect(w.ran).toEqual([])
  })

  it('keeps its approval over a new session: what counts is the person, not the session id [EL-13]', async () => {
    const w = await world()
    const before = await w.legacyClient({})
    await w.onPage(linkIn(await before.call()), 'approve')
    const after = await w.legacyClient({})
    expect(textOf(await after.call())).toBe('wipe done')
  })

  it('lets one of 50 simultaneous retries through [F-62]', async () => {
    const w = await world()
    const { call } = await w.legacyClient({})
    await w.onPage(linkIn(await call()), 'approve')
    const results = await Promise.all(Array.from({ length: 50 }, () => call()))
    expect(results.filter((result) => result.isError !== true)).toHaveLength(1)
    expect(w.ran).toHaveLength(1)
  })

  it('gets no link where the operator does not want one [EL-19]', async () => {
    const w = await world({ confirm: { tools: { wipe: true }, undeclared: 'refuse' } })
    const { call } = await w.legacyClient({})
    expect(textOf(await call())).toContain('cannot ask')
    expect(w.ran).toEqual([])
  })
})

describe('a client of 2025-11-25 that opens addresses', () => {
  const URLS = { elicitation: { url: {} } }

  it('is told -32042 with an opaque address, and that it was answered; then the call passes once [EL-20] [EL-15]', async () => {
    const w = await world()
    const { client, call, asked } = await w.legacyClient(URLS)
    const completed: unknown[] = []
    client.fallbackNotificationHandler = async ({ method, params }) => void completed.push([method, params])
    const error = (await call().catch((thrown: unknown) => thrown)) as {
      code: number
      data: { elicitations: object[] }
    }
    expect(error.code).toBe(-32042)
    const [elicitation] = error.data.elicitations as { url: string; elicitationId: string; mode: string }[]
    expect(elicitation).toMatchObject({
      mode: 'url',
      url: expect.stringMatching(/^https:\/\/notes\.example\/confirm\//),
    })
    expect(elicitation?.url.endsWith(elicitation.elicitationId)).toBe(true)
    expect(asked).toEqual([])
    await w.onPage(elicitation?.url ?? '', 'approve')
    const { elicitationId } = elicitation ?? {}
    await expect.poll(() => completed).toEqual([['notifications/elicitation/complete', { elicitationId }]])
    expect(textOf(await call())).toBe('wipe done')
    await expect(call()).rejects.toMatchObject({ code: -32042 })
    expect(w.ran).toHaveLength(1)
  })

  it('hears of its own questions only [EL-20]', async () => {
    const w = await world()
    const [alice, bob] = [await w.legacyClient(URLS), await w.legacyClient(URLS, undefined, 'bob')]
    const heard: string[] = []
    bob.client.fallbackNotificationHandler = async ({ method }) => void heard.push(method)
    alice.client.fallbackNotificationHandler = async () => void heard.push('alice')
    const error = (await alice.call().catch((thrown: unknown) => thrown)) as {
      data: { elicitations: { url: string }[] }
    }
    await w.onPage(error.data.elicitations[0]?.url ?? '', 'decline')
    await expect.poll(() => heard).toEqual(['alice'])
    expect(textOf(await alice.call())).toContain('declined')
    await bob.client.ping()
    expect(heard).toEqual(['alice'])
  })
})

describe('where only the page counts', () => {
  const confirm = { tools: { wipe: { by: 'page' } } } as const

  it('the answer of a client’s form is not even asked for [F-62]', async () => {
    const w = await world({ confirm })
    const { call, asked } = await w.legacyClient(FORM, allowOnce)
    const url = linkIn(await call())
    expect(asked).toEqual([])
    expect(linkIn(await call())).toBe(url)
    await w.onPage(url, 'approve')
    expect(textOf(await call())).toBe('wipe done')
    expect(w.ran).toHaveLength(1)
  })

  it('nothing runs without a page [F-62]', async () => {
    const w = await world({ confirm, authorizationServer: { confirmations: false } })
    const { call, asked } = await w.legacyClient(FORM, allowOnce)
    expect(textOf(await call())).toContain('no way to ask')
    expect([asked, w.ran]).toEqual([[], []])
  })
})
