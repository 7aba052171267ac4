import { expect, it } from 'vitest'
import {
  assertInputRequired,
  readInputResponses,
  type InputRequest,
} from '../../../src/services/request-state/index.js'

const form = (properties: Record<string, unknown>, required: string[] = []): InputRequest => ({
  method: 'elicitation/create',
  params: { mode: 'form', message: 'Really?', requestedSchema: { type: 'object', properties, required } },
})
const url: InputRequest = { method: 'elicitation/create', params: { mode: 'url', url: 'https://a.test', message: 'm' } }
const sampling: InputRequest = { method: 'sampling/createMessage', params: { messages: [], maxTokens: 10 } }
const withTools: InputRequest = { method: 'sampling/createMessage', params: { messages: [], tools: [] } }
const roots: InputRequest = { method: 'roots/list' }
const asking = (request: InputRequest) => ({ resultType: 'input_required' as const, inputRequests: { it: request } })

it.each(['tools/call', 'resources/read', 'prompts/get'])('lets %s ask for input [EL-07]', (method) => {
  const result = asking(roots)
  expect(assertInputRequired(result, { method, capabilities: { roots: {} } })).toBe(result)
})

it.each(['tools/list', 'completion/complete', 'server/discover', 'subscriptions/listen', ''])(
  'does not let "%s" ask for input [EL-07]',
  (method) => {
    expect(() => assertInputRequired(asking(roots), { method, capabilities: { roots: {} } })).toThrow(TypeError)
  },
)

it('needs a question or a state [EL-07]', () => {
  const call = { method: 'tools/call', capabilities: {} }
  expect(() => assertInputRequired({ resultType: 'input_required' }, call)).toThrow(TypeError)
  expect(() => assertInputRequired({ resultType: 'input_required', inputRequests: {} }, call)).toThrow(TypeError)
  expect(assertInputRequired({ resultType: 'input_required', requestState: 'v1.s' }, call)).toBeDefined()
})

it('does not ask what no client can be asked [EL-07]', () => {
  const call = { method: 'tools/call', capabilities: { elicitation: {}, sampling: {}, roots: {} } }
  expect(() => assertInputRequired(asking({ method: 'tools/call' }), call)).toThrow(TypeError)
})

it.each<[string, InputRequest, unknown, object]>([
  ['a form of a client without elicitation', form({}), { roots: {} }, { elicitation: { form: {} } }],
  ['a form of a client that only opens pages', form({}), { elicitation: { url: {} } }, { elicitation: { form: {} } }],
  ['a page of a client that only shows forms', url, { elicitation: { form: {} } }, { elicitation: { url: {} } }],
  ['a page of a client with bare elicitation', url, { elicitation: {} }, { elicitation: { url: {} } }],
  ['a model', sampling, {}, { sampling: {} }],
  ['a model with tools', withTools, { sampling: {} }, { sampling: { tools: {} } }],
  ['roots', roots, undefined, { roots: {} }],
  ['roots that are declared as true', roots, { roots: true }, { roots: {} }],
  ['roots of a prototype', roots, Object.create({ roots: {} }) as object, { roots: {} }],
])(
  'answers -32021 and what is missing when it asks for %s [EL-07] [ST-46]',
  (_case, request, capabilities, missing) => {
    expect(() => assertInputRequired(asking(request), { method: 'tools/call', capabilities })).toThrow(
      expect.objectContaining({ code: -32021, data: { requiredCapabilities: missing } }) as Error,
    )
  },
)

it.each<[string, InputRequest, unknown]>([
  ['a form with bare elicitation, the older way', form({}), { elicitation: {} }],
  ['a form', form({}), { elicitation: { form: {}, url: {} } }],
  ['a page', url, { elicitation: { url: {} } }],
  ['a model with tools', withTools, { sampling: { tools: {} } }],
])('asks a client that declared it for %s [EL-07]', (_case, request, capabilities) => {
  expect(assertInputRequired(asking(request), { method: 'tools/call', capabilities })).toBeDefined()
})

it('names all that is missing at once, as one object [ST-46]', () => {
  const result = { resultType: 'input_required' as const, inputRequests: { a: form({}), b: url, c: roots } }
  expect(() => assertInputRequired(result, { method: 'tools/call', capabilities: {} })).toThrow(
    expect.objectContaining({
      data: { requiredCapabilities: { elicitation: { form: {}, url: {} }, roots: {} } },
    }) as Error,
  )
})

const asked = {
  confirm: form({ sure: { type: 'boolean' }, env: { type: 'string', enum: ['test', 'live'] } }, ['sure']),
  roots,
}

it('reads what was asked, and drops everything else [EL-08]', () => {
  const read = readInputResponses(asked, {
    confirm: { action: 'accept', content: { sure: true, admin: true }, isAdmin: true },
    roots: { roots: [{ uri: 'file:///home/a', name: 'a', secret: 1 }] },
    other: { action: 'accept', content: { sure: true } },
  })
  expect(read).toEqual({
    responses: {
      confirm: { action: 'accept', content: { sure: true } },
      roots: { roots: [{ uri: 'file:///home/a', name: 'a' }] },
    },
    missing: [],
  })
})

it('says what to ask again [EL-08]', () => {
  expect(readInputResponses(asked, { confirm: { action: 'decline', content: { sure: true } } })).toEqual({
    responses: { confirm: { action: 'decline' } },
    missing: ['roots'],
  })
  expect(readInputResponses(asked, undefined)).toEqual({ responses: {}, missing: ['confirm', 'roots'] })
  expect(readInputResponses(asked, Object.create({ roots: { roots: [] } }))).toMatchObject({
    missing: ['confirm', 'roots'],
  })
})

it.each<[string, InputRequest, unknown]>([
  ['no object', roots, []],
  ['a text', roots, 'yes'],
  ['null', roots, null],
  ['the answer to another kind of question', roots, { action: 'accept', content: {} }],
  ['roots that are no list', roots, { roots: {} }],
  ['a root that is no file', roots, { roots: [{ uri: 'https://a.test' }] }],
  ['an unknown action', asked.confirm, { action: 'maybe' }],
  ['an accepted form without content', asked.confirm, { action: 'accept' }],
  ['a required field that is missing', asked.confirm, { action: 'accept', content: { env: 'test' } }],
  ['a field of another type', asked.confirm, { action: 'accept', content: { sure: 'true' } }],
  ['a choice that was not offered', asked.confirm, { action: 'accept', content: { sure: true, env: 'prod' } }],
  ['half a number', form({ n: { type: 'integer' } }), { action: 'accept', content: { n: 1.5 } }],
  ['a number as text', form({ n: { type: 'number' } }), { action: 'accept', content: { n: '1' } }],
  [
    'several choices, one of them not offered',
    form({ all: { type: 'array', items: { enum: ['a', 'b'] } } }),
    { action: 'accept', content: { all: ['a', 'c'] } },
  ],
  [
    'a choice that was not offered by title',
    form({ one: { type: 'string', oneOf: [{ const: 'a', title: 'A' }] } }),
    { action: 'accept', content: { one: 'A' } },
  ],
  ['a message without a role', sampling, { content: { type: 'text', text: 'x' }, model: 'm' }],
  ['an answer to a form that could not be asked', { method: 'elicitation/create' }, { action: 'accept', content: {} }],
  ['an answer to an unknown question', { method: 'tools/call' }, {}],
])('refuses as an answer: %s [EL-08]', (_case, request, answer) => {
  expect(() => readInputResponses({ it: request }, { it: answer })).toThrow(
    expect.objectContaining({ code: -32602, message: 'Invalid inputResponses: it' }) as Error,
  )
})

it.each([[[]], ['x'], [7]])('refuses %j in place of all answers [EL-08]', (given) => {
  expect(() => readInputResponses(asked, given)).toThrow(expect.objectContaining({ code: -32602 }) as Error)
})

it('takes no content from a page that was opened: what happened there comes another way [EL-08]', () => {
  const answer = { action: 'accept', content: { paid: true } }
  expect(readInputResponses({ pay: url }, { pay: answer }).responses).toEqual({ pay: { action: 'accept' } })
})

it('reads an answer of a model [EL-08]', () => {
  const answer = { role: 'assistant', content: { type: 'text', text: 'x' }, model: 'm', extra: 1 }
  expect(readInputResponses({ ask: sampling }, { ask: answer }).responses).toEqual({
    ask: { role: 'assistant', content: { type: 'text', text: 'x' }, model: 'm' },
  })
})
