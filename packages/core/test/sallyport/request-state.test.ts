import { expect, it } from 'vitest'
import { keysFromSecret } from '../../src/primitives/keys/index.js'
import { modernServer, SECRET } from './modern-server.js'

type Body = { id: unknown; method: string; params: Record<string, unknown> & { requestState?: string } }

const isRetry = (body: Record<string, unknown>) => 'requestState' in ((body['params'] as object | undefined) ?? {})

/** Alice was asked once and has not answered yet: what her client would send when she says yes. */
async function asked(changes: Parameters<typeof modernServer>[0] = {}) {
  const server = await modernServer(changes)
  const client = await server.connect()
  const first = await client.callTool({ name: 'deploy', arguments: { env: 'test' } }, { allowInputRequired: true })
  const sent = server.bodies.at(-1) as unknown as Body
  const { requestState = '' } = first as { requestState?: string }
  const retry: Body = {
    ...sent,
    id: 77,
    params: { ...sent.params, requestState, inputResponses: { sure: { action: 'accept', content: { sure: true } } } },
  }
  return { ...server, client, retry, requestState, sent }
}

const REFUSED = { error: { code: -32602, message: 'Invalid or expired requestState' } }

it('carries a call through three rounds of a real client and server [EL-01] [F-34]', async () => {
  const { connect, bodies } = await modernServer()
  const client = await connect({}, [false, true, true])
  const result = await client.callTool({ name: 'deploy', arguments: { env: 'test' } })
  expect(result.content).toEqual([{ type: 'text', text: 'deploy test after 2 rounds, not for the client' }])
  expect(bodies.filter(isRetry)).toHaveLength(3)
  expect(JSON.stringify(bodies)).not.toContain('not for the client')
})

it('gives each retry a new id, and none is taken for a duplicate, even with the old id [EL-09]', async () => {
  const { connect, bodies, replay, retry, sent } = await asked()
  const client = await connect({}, [true, true])
  await client.callTool({ name: 'deploy', arguments: { env: 'live' } })
  const ids = bodies.filter(({ method }) => method === 'tools/call').map(({ id }) => JSON.stringify(id))
  expect(new Set(ids.slice(1)).size).toBe(ids.length - 1)
  expect(await replay({ ...retry, id: sent.id })).toMatchObject({ result: { resultType: 'input_required' } })
})

it.each<[string, (state: string) => unknown]>([
  ['tampered with', (state) => `${state}-TAMPERED`],
  ['cut', (state) => state.slice(0, -4)],
  ['flipped in one place', (state) => state.slice(0, 60) + (state[60] === 'A' ? 'B' : 'A') + state.slice(61)],
  ['encoded again', (state) => btoa(state)],
  ['empty', () => ''],
  ['no text', () => 7],
  ['an object', () => ({ step: 2 })],
])('answers a state that is %s with an error, and with no new prompt [EL-01]', async (_case, change) => {
  const { replay, retry, requestState } = await asked()
  const answer = await replay({ ...retry, params: { ...retry.params, requestState: change(requestState) } })
  expect(answer).toMatchObject({ error: { code: -32602 } })
  expect(answer).not.toHaveProperty('result')
})

it.each<[string, Record<string, unknown>]>([
  ['another person', { sub: 'bob' }],
  ['another client of the same person', { client_id: 'c2' }],
])('refuses the state to %s [EL-02] [F-34]', async (_case, claims) => {
  const { replay, retry, events } = await asked()
  expect(await replay(retry, claims)).toMatchObject(REFUSED)
  expect(events.at(-1)).toMatchObject({ kind: 'state.refused', reason: 'state_unreadable' })
  expect(await replay(retry)).toHaveProperty('result')
})

it('takes the state from a fresh token of the same person and client [EL-02]', async () => {
  const { replay, retry } = await asked()
  expect(await replay(retry, { jti: 'j2' })).toHaveProperty('result')
})

it.each<[string, string, (retry: Body) => Body]>([
  ['another tool', 'state_other_name', (retry) => ({ ...retry, params: { ...retry.params, name: 'destroy' } })],
  [
    'other arguments',
    'state_other_params',
    (retry) => ({ ...retry, params: { ...retry.params, arguments: { env: 'live' } } }),
  ],
  ['another method', 'state_other_method', (retry) => ({ ...retry, method: 'prompts/get' })],
])('refuses the state on %s [EL-04]', async (_case, reason, change) => {
  const { replay, retry, events } = await asked()
  expect(await replay(change(retry))).toMatchObject(REFUSED)
  expect(events.at(-1)).toMatchObject({ kind: 'state.refused', reason })
})

it('refuses the state when its time is over [EL-03]', async () => {
  const { replay, retry, advance, events } = await asked()
  advance(600_000)
  expect(await replay(retry)).toMatchObject(REFUSED)
  expect(events.at(-1)).toMatchObject({ reason: 'state_expired' })
})

it('takes a state once, however many ask at the same time [EL-05]', async () => {
  const { replay, retry } = await asked()
  const answers = await Promise.all(Array.from({ length: 50 }, (_, id) => replay({ ...retry, id })))
  expect(answers.filter((answer) => 'result' in (answer as object))).toHaveLength(1)
  expect(await replay(retry)).toMatchObject(REFUSED)
})

it('takes a state again where the configuration says so [EL-05]', async () => {
  const { replay, retry } = await asked({ requestState: { reusable: true } })
  expect(await replay(retry)).toHaveProperty('result')
  expect(await replay(retry)).toHaveProperty('result')
})

it('knows the states of a rotated secret, and none of another one [EL-06]', async () => {
  const { requestState, retry } = await asked()
  const rotated = await modernServer({ keys: keysFromSecret([crypto.getRandomValues(new Uint8Array(32)), SECRET]) })
  expect(await rotated.replay({ ...retry, params: { ...retry.params, requestState } })).toHaveProperty('result')
  const foreign = await modernServer({ keys: keysFromSecret(crypto.getRandomValues(new Uint8Array(32))) })
  expect(await foreign.replay(retry)).toMatchObject(REFUSED)
})

it('does not take an access token for a state: they have no key in common [EL-06]', async () => {
  const { replay, retry, token } = await asked()
  const answer = await replay({ ...retry, params: { ...retry.params, requestState: await token() } })
  expect(answer).toMatchObject(REFUSED)
})

it('leaves it to the SDK to ask only what the client declared, on this server [EL-07] [ST-46]', async () => {
  const { replay, sent } = await asked()
  const meta = { ...(sent.params['_meta'] as object), 'io.modelcontextprotocol/clientCapabilities': {} }
  expect(await replay({ ...sent, params: { ...sent.params, _meta: meta } })).toMatchObject({
    error: { code: -32021, data: { requiredCapabilities: { elicitation: {} } } },
  })
})

it('asks again when the answer is missing, and ignores others [EL-08]', async () => {
  const { replay, retry } = await asked()
  const params = { ...retry.params, inputResponses: { other: { action: 'accept', content: { sure: true } } } }
  expect(await replay({ ...retry, params })).toMatchObject({
    result: { resultType: 'input_required', inputRequests: { sure: {} } },
  })
})

it('keeps no answer to a retry: the same message is judged anew each time [ST-61]', async () => {
  const { replay, retry } = await asked()
  expect(await replay(retry)).toHaveProperty('result')
  expect(await replay(retry)).not.toHaveProperty('result')
})

it('does nothing without the gate in front of it [EL-02]', async () => {
  const { sallyport, requestState } = await asked()
  const ctx = { mcpReq: { method: 'tools/call' } }
  await expect(sallyport.requestState.mint({}, ctx)).rejects.toMatchObject({ code: 'ERR_CONFIG', option: 'protect' })
  await expect(sallyport.requestState.verify(requestState, ctx)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  const { authInfo } = { authInfo: await sallyport.verifier.verifyAccessToken('x').catch(() => undefined) }
  await expect(sallyport.requestState.mint({}, { http: { authInfo } })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
})

it('says which option is missing where there are no keys [EL-06]', async () => {
  const { sallyport } = await modernServer({ keys: undefined as never })
  const attempt = sallyport.requestState.mint({}, {})
  await expect(attempt).rejects.toMatchObject({ code: 'ERR_CONFIG', option: 'keys' })
  await expect(sallyport.handles.get({}, 'x')).rejects.toMatchObject({ code: 'ERR_CONFIG', option: 'keys' })
})
