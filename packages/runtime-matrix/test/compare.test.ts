import { describe, expect, it } from 'vitest'
import { compare, judgeReference } from '../compare.js'
import { renderPage } from '../page.js'
import { FLOW_STATUSES } from '../probe/flow.js'
import type { Answer } from '../probe/answers.js'

const answer = (rest: Partial<Answer> = {}): Answer => ({
  name: 'GET /jwks',
  status: 200,
  headers: [['content-type', 'application/json']],
  body: '{}',
  ...rest,
})

describe('compare', () => {
  it('finds nothing where every byte is the same', () => {
    expect(compare({ door: [answer()] }, { door: [answer()] })).toEqual({ compared: 1, differences: [] })
  })

  it.each([
    ['another status', [answer({ status: 404 })]],
    ['another body', [answer({ body: '{ }' })]],
    ['another header value', [answer({ headers: [['content-type', 'application/json; charset=utf-8']] })]],
    ['a header too many', [answer({ headers: [...answer().headers, ['server', 'x']] })]],
    ['no answer at all', []],
  ])('points out %s', (_case, answers) => {
    const { differences } = compare({ door: [answer()] }, { door: answers })
    expect(differences).toHaveLength(1)
    expect(differences[0]).toContain('GET /jwks')
  })

  it('points out a door that is missing', () => {
    expect(compare({ door: [answer()] }, {}).differences).toHaveLength(1)
  })
})

describe('judgeReference', () => {
  const flow = FLOW_STATUSES.map((status) => answer({ name: 'flow: a step', status }))

  it('takes a flow that ended as it must, the same behind every door', () => {
    expect(judgeReference({ one: flow, other: flow })).toEqual([])
  })

  it.each([
    ['a flow that went astray', { one: flow.map((step) => ({ ...step, status: 500 })) }],
    ['a flow that did not run', { one: [] }],
    ['doors that disagree', { one: [answer(), ...flow], other: [answer({ status: 404 }), ...flow] }],
  ])('points out %s', (_case, result) => {
    expect(judgeReference(result)).toHaveLength(1)
  })
})

it('leaves the contract out where it does not run', () => {
  const page = renderPage([{ name: 'Deno', compared: 12, contract: undefined, problems: [] }])
  expect(page).toContain('| Deno | 12 | – |')
})
