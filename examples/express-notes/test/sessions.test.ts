import { afterAll, expect, it } from 'vitest'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import { callMcp, obtainCode, redeem, register, tokensOf, type Tokens } from './support/raw-client.js'
import { openStage } from './support/stage.js'

const stage = await openStage({ args: ['--sessions'] })
afterAll(() => stage.close())

async function letIn(account: string): Promise<Tokens> {
  const clientId = await register(stage)
  return tokensOf(clientId, await redeem(stage, await obtainCode(stage, createScriptedPerson(account), clientId)))
}

const alice = await letIn('alice')
const INITIALIZE = {
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
}

async function openSession({ accessToken }: Tokens): Promise<string> {
  const response = await callMcp(stage, accessToken, INITIALIZE)
  await response.text()
  return response.headers.get('mcp-session-id') ?? ''
}

async function statusOf(method: string, { accessToken }: Tokens, sessionId: string): Promise<number> {
  if (method === 'POST') {
    return (await callMcp(stage, accessToken, { method: 'ping' }, { 'mcp-session-id': sessionId })).status
  }
  const accept = 'text/event-stream'
  const headers = { accept, authorization: `Bearer ${accessToken}`, 'mcp-session-id': sessionId }
  const response = await fetch(stage.endpoint, { method, headers })
  await response.body?.cancel()
  return response.status
}

it.each([
  ['another person', () => letIn('bob')],
  ['the same person through another client', () => letIn('alice')],
])('does not know a session in the hands of %s [ST-23] [ST-24] [ST-26] [ST-27]', async (_who, letStrangerIn) => {
  const sessionId = await openSession(alice)
  const stranger = await letStrangerIn()

  for (const method of ['POST', 'GET', 'DELETE']) expect(await statusOf(method, stranger, sessionId)).toBe(404)
  expect(await statusOf('POST', stranger, crypto.randomUUID())).toBe(404)

  expect(await statusOf('POST', alice, sessionId)).toBe(200)
  expect(await statusOf('DELETE', alice, sessionId)).toBe(200)
  expect(await statusOf('POST', alice, sessionId)).toBe(404)
})

it('takes no session id for a credential [ST-20]', async () => {
  const sessionId = await openSession(alice)
  for (const method of ['POST', 'GET', 'DELETE']) {
    const response = await fetch(stage.endpoint, { method, headers: { 'mcp-session-id': sessionId } })
    expect(response.status).toBe(401)
  }
})

it('chooses ids of 256 bits, whatever a client brings along [ST-21] [ST-29]', async () => {
  expect(await openSession(alice)).toMatch(/^[\w-]{43}$/)
  const chosen = await callMcp(stage, alice.accessToken, INITIALIZE, { 'mcp-session-id': 'chosen' })
  expect([chosen.status, chosen.headers.get('mcp-session-id')]).toEqual([404, null])
  expect(await statusOf('POST', alice, 'chosen')).toBe(404)
})

it('wants a session for everything but initialize [ST-25]', async () => {
  expect((await callMcp(stage, alice.accessToken, { method: 'ping' })).status).toBe(400)
})
