import { describe, expect, it } from 'vitest'
import { lintElicitation } from '../../../../src/services/elicitation/index.js'
import { RESOURCE } from '../../../compositions/authorization-server/harness.js'
import { allowOnce, linkIn, messageIn, messageOf, textOf, WIPE, world, type Answer, type World } from './world.js'

const FORM = { elicitation: { form: {} } }

/** A body as somebody would send it who made it up, or who changed one that they saw. */
async function send(w: World, body: object, person = 'alice', client = 'one'): Promise<Record<string, unknown>> {
  const { token } = await w.caller(person, client)
  const response = await w.wires.modern(RESOURCE, messageOf(token, JSON.stringify(body)))
  return (await messageIn(response)) as Record<string, unknown>
}

function callOf(capabilities: object, more: object = {}, params: object = WIPE) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  }
  return { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { ...params, ...more, _meta } }
}

interface Round {
  readonly resultType: string
  readonly requestState: string
  readonly inputRequests?: { confirmation: { method: string; params: { url?: string; mode: string } } }
  readonly content?: unknown
}

const APPROVED = { confirmation: { action: 'accept', content: { decision: 'Allow once' } } }

describe('a client of 2026-07-28 with forms', () => {
  it('gets the question as a result, and the tool runs once with the answer [F-62] [EL-07] [EL-20]', async () => {
    const w = await world()
    const { call, asked } = await w.modernClient(FORM, allowOnce)
    expect(textOf(await call())).toBe('wipe done')
    expect(asked).toHaveLength(1)
    expect(asked[0]?.message).toContain('"folder": "old"')
    expect(lintElicitation(asked[0])).toEqual([])
    expect(w.ran).toEqual([['wipe', WIPE.arguments]])
    expect(JSON.stringify(w.bodies)).not.toContain('elicitationId')
  })

  it.each<[string, Answer, string]>([
    ['declines', () => ({ action: 'decline' }), 'declined'],
    ['chooses to decline', () => ({ action: 'accept', content: { decision: 'Decline' } }), 'declined'],
    ['closes the form', () => ({ action: 'cancel' }), 'closed the question'],
  ])('whose person %s runs nothing [EL-21]', async (_case, answer, said) => {
    const w = await world()
    const { call } = await w.modernClient(FORM, answer)
    const result = await call()
    expect(result.isError).toBe(true)
    expect(textOf(result)).toContain(said)
    expect(w.ran).toEqual([])
  })

  it.each<[string, object]>([
    ['the form', FORM],
    ['the page', { elicitation: { url: {} } }],
  ])('whose person closes %s is asked twice in a while, however often the model tries [EL-21]', async (_case, can) => {
    const w = await world()
    const { call, asked } = await w.modernClient(can, () => ({ action: 'cancel' }))
    for (const _ of [1, 2, 3, 4, 5]) expect((await call()).isError).toBe(true)
    expect(asked).toHaveLength(2)
    expect(textOf(await call())).toContain('declined')
    w.runtime.advance(300_000)
    await call()
    expect(asked).toHaveLength(3)
    expect(w.ran).toEqual([])
  })

  it.each<[string, object]>([
    ['an accept without content', { action: 'accept' }],
    ['an empty form', { action: 'accept', content: {} }],
    ['another word', { action: 'accept', content: { decision: 'yes' } }],
    ['a boolean', { action: 'accept', content: { decision: true } }],
    ['another action', { action: 'approve' }],
  ])('that answers with %s is refused [EL-08]', async (_case, confirmation) => {
    const w = await world()
    const { result } = (await send(w, callOf(FORM))) as { result: Round }
    const { requestState } = result
    const answered = await send(w, callOf(FORM, { requestState, inputResponses: { confirmation } }))
    expect(answered).toHaveProperty('error.code', -32602)
    expect(w.ran).toEqual([])
  })

  it('is asked the same again when it comes back without an answer, or with others [EL-08] [EL-09]', async () => {
    const w = await world()
    const { result } = (await send(w, callOf(FORM))) as { result: Round }
    const inputResponses = { other: { action: 'accept', content: { decision: 'Allow once' } } }
    const again = (await send(w, callOf(FORM, { requestState: result.requestState, inputResponses }))) as {
      result: Round
    }
    expect(again.result.inputRequests).toEqual(result.inputRequests)
    expect(w.ran).toEqual([])
    const { requestState } = again.result
    await send(w, { ...callOf(FORM, { requestState, inputResponses: APPROVED }), id: 'another' })
    expect(w.ran).toHaveLength(1)
  })

  it('cannot answer a question that was not put [EL-08] [F-62]', async () => {
    const w = await world()
    const { result } = (await send(w, callOf(FORM, { inputResponses: APPROVED }))) as { result: Round }
    expect(result.resultType).toBe('input_required')
    expect(w.ran).toEqual([])
  })

  describe('whose approval comes back', () => {
    async function approvedFor(change: (state: string) => object, person = 'alice', client = 'one') {
      const w = await world({ confirm: { tools: { wipe: true, pay: true } } })
      const { result } = (await send(w, callOf(FORM))) as { result: Round }
      const body = callOf(FORM, { inputResponses: APPROVED, ...change(result.requestState) })
      const answer = await send(w, body, person, client)
      return { w, answer, state: result.requestState }
    }

    it.each<[string, (state: string) => object]>([
      ['tampered with', (requestState) => ({ requestState: `${requestState}-TAMPERED` })],
      ['truncated', (requestState) => ({ requestState: requestState.slice(0, -4) })],
      ['made up', () => ({ requestState: 'v1.k.AAAA' })],
      ['for other arguments', (requestState) => ({ requestState, arguments: { folder: 'old', depth: 3 } })],
      ['for one byte more', (requestState) => ({ requestState, arguments: { folder: 'old ', depth: 2 } })],
      ['for another tool', (requestState) => ({ requestState, name: 'pay', arguments: { iban: 'DE02' } })],
    ])('%s: an error, no new question and no result [EL-01] [EL-04] [F-62]', async (_case, change) => {
      const { w, answer } = await approvedFor(change)
      expect(answer).toHaveProperty('error.code', -32602)
      expect(answer).not.toHaveProperty('result')
      expect(w.ran).toEqual([])
    })

    it.each([
      ['another person', 'bob', 'one'],
      ['another client of the same person', 'alice', 'two'],
    ])('from %s: an error [EL-02] [EL-12]', async (_case, person, client) => {
      const { w, answer } = await approvedFor((requestState) => ({ requestState }), person, client)
      expect(answer).toHaveProperty('error.code', -32602)
      expect(w.ran).toEqual([])
    })

    it('twice: an error for the second, also when both come at once [EL-05] [F-62]', async () => {
      const { w, state } = await approvedFor((requestState) => ({ requestState }))
      expect(w.ran).toHaveLength(1)
      const again = callOf(FORM, { requestState: state, inputResponses: APPROVED })
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(w, again)))
      for (const answer of answers) expect(answer).toHaveProperty('error.code', -32602)
      expect(w.ran).toHaveLength(1)
    })

    it('after five minutes: the question has run out [EL-03] [EL-21]', async () => {
      const w = await world()
      const { result } = (await send(w, callOf(FORM))) as { result: Round }
      w.runtime.advance(300_000)
      const late = callOf(FORM, { requestState: result.requestState, inputResponses: APPROVED })
      const answer = (await send(w, late)) as { result: Round }
      expect(textOf(answer.result)).toContain('did not answer in time')
      expect(w.ran).toEqual([])
    })
  })
})

describe('a client of 2026-07-28 that opens addresses', () => {
  const URLS = { elicitation: { url: {} } }

  it('is sent to the page, comes back while the person reads, and runs once they allowed it [EL-14] [EL-20]', async () => {
    const w = await world()
    const { result } = (await send(w, callOf(URLS))) as { result: Round }
    const { params } = result.inputRequests?.confirmation ?? {}
    expect(params).toEqual({
      mode: 'url',
      url: expect.stringMatching(/^https:\/\/notes\.example\/confirm\/[\w-]{35}$/) as string,
      message: expect.not.stringContaining('old') as string,
    })
    const inputResponses = { confirmation: { action: 'accept' } }
    const opened = (await send(w, callOf(URLS, { requestState: result.requestState, inputResponses }))) as {
      result: Round
    }
    expect(Object.keys(opened.result)).not.toContain('inputRequests')
    expect(w.ran).toEqual([])
    await w.onPage(params?.url ?? '', 'approve')
    const { requestState } = opened.result
    const done = (await send(w, callOf(URLS, { requestState }))) as { result: Round }
    expect(textOf(done.result)).toBe('wipe done')
    expect(w.ran).toEqual([['wipe', WIPE.arguments]])
    expect(await send(w, callOf(URLS, { requestState }))).toHaveProperty('error.code', -32602)
  })

  it('does it all by itself: the SDK asks, opens and waits [F-62]', async () => {
    const w = await world({ confirm: { tools: { wipe: true }, waitMs: 5_000 } })
    const { call } = await w.modernClient(URLS, async (params) => {
      await w.onPage((params as { url: string }).url, 'approve')
      return { action: 'accept' }
    })
    expect(textOf(await call())).toBe('wipe done')
    expect(w.ran).toHaveLength(1)
  })

  it.each([
    ['declined', { action: 'decline' }, 'declined'],
    ['closed', { action: 'cancel' }, 'closed the question'],
  ] as const)(
    'whose person %s the question runs nothing, and the link is dead [EL-21]',
    async (_case, answer, said) => {
      const w = await world()
      let url = ''
      const { call } = await w.modernClient(URLS, (params) => {
        url = (params as { url: string }).url
        return answer
      })
      expect(textOf(await call())).toContain(said)
      expect(await w.onPage(url, 'approve')).toBe(404)
      expect(w.ran).toEqual([])
    },
  )

  it('that says it has opened the page has not approved anything: the page has to say so [F-62] [EL-14]', async () => {
    const w = await world()
    const { result } = (await send(w, callOf(URLS))) as { result: Round }
    let { requestState } = result
    const inputResponses = { confirmation: { action: 'accept', content: { decision: 'Allow once' } } }
    for (const more of [{ inputResponses }, {}, { inputResponses }]) {
      const answer = (await send(w, callOf(URLS, { requestState, ...more }))) as { result: Round }
      expect(answer.result.resultType).toBe('input_required')
      requestState = answer.result.requestState
    }
    expect(w.ran).toEqual([])
    w.runtime.advance(300_000)
    const late = (await send(w, callOf(URLS, { requestState }))) as { result: Round }
    expect(textOf(late.result)).toContain('did not answer in time')
  })

  it('is told when the person declined on the page [EL-21]', async () => {
    const w = await world()
    const { result } = (await send(w, callOf(URLS))) as { result: Round }
    await w.onPage(result.inputRequests?.confirmation.params.url ?? '', 'decline')
    const { requestState } = result
    const inputResponses = { confirmation: { action: 'accept' } }
    const answer = (await send(w, callOf(URLS, { requestState, inputResponses }))) as { result: Round }
    expect(textOf(answer.result)).toContain('declined')
    expect(w.ran).toEqual([])
  })
})

describe('a client of 2026-07-28 that declared too little', () => {
  it.each([
    ['no mode at all', {}],
    ['forms alone, where only the page counts', { elicitation: {} }],
  ])('(%s) gets a link, never a mode that it did not declare [EL-19]', async (_case, capabilities) => {
    const w = await world({ confirm: { tools: { wipe: { by: 'page' } } } })
    const { result } = (await send(w, callOf(capabilities))) as { result: Round }
    expect(result.inputRequests).toBeUndefined()
    await w.onPage(linkIn(result), 'approve')
    expect(textOf((await send(w, callOf(capabilities)))['result'])).toBe('wipe done')
    expect(w.ran).toHaveLength(1)
  })

  it.each([
    ['elicitation', { form: {} }, {}],
    ['page', { url: {} }, { elicitation: {} }],
  ] as const)(
    'is told -32021 what it lacks where links are not wanted, by %s [EL-19]',
    async (by, lacks, capabilities) => {
      const w = await world({ confirm: { tools: { wipe: true }, by, undeclared: 'refuse' } })
      const answer = await send(w, callOf(capabilities))
      expect(answer).toMatchObject({ error: { code: -32021, data: { requiredCapabilities: { elicitation: lacks } } } })
      expect(w.ran).toEqual([])
    },
  )

  it('is told -32021 where there is neither form nor page [EL-19] [EL-07]', async () => {
    const w = await world({ authorizationServer: { confirmations: false } })
    expect(await send(w, callOf({}))).toHaveProperty('error.code', -32021)
    expect(w.ran).toEqual([])
  })
})

it('asks clients of 2025 on the same server in the way of their revision, by link without a session [EL-19] [EL-20]', async () => {
  const w = await world()
  const { call } = await w.modernClient({ elicitation: {} }, allowOnce, 'alice', 'legacy')
  const result = await call()
  await w.onPage(linkIn(result), 'approve')
  expect(textOf(await call())).toBe('wipe done')
  expect(w.ran).toHaveLength(1)
})
