import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { ListToolsRequestSchema, type JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { wrapServer } from '../../../src/host/sdk/index.js'
import { alice, testGuard } from './support.js'

/** A server whose list of tools takes as long as the test wants. */
async function slowList() {
  const server = new Server({ name: 'notes', version: '1' }, { capabilities: { tools: {} } })
  let finish = (): void => undefined
  const finished = new Promise<void>((resolve) => (finish = resolve))
  server.setRequestHandler(ListToolsRequestSchema, async () => {
    await finished
    return { tools: ['zeta', 'hidden'].map((name) => ({ name, inputSchema: { type: 'object' as const } })) }
  })
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const { sallyport, reasons } = testGuard()
  await wrapServer(server, sallyport).connect(theirs)
  const heard: JSONRPCMessage[] = []
  ours.onmessage = (message) => void heard.push(message)
  await ours.start()
  const say = (message: object) => ours.send({ jsonrpc: '2.0', ...message } as JSONRPCMessage, { authInfo: alice })
  const settle = async () => {
    finish()
    await new Promise((resolve) => setTimeout(resolve, 20))
    return JSON.stringify(heard)
  }
  return { say, settle, heard, reasons }
}

describe('two requests with one id', () => {
  it.each([1, 0, 'a', ''])('do not show a list by the rules of another method: %j [ST-59] [TL-02]', async (id) => {
    const { say, settle } = await slowList()
    await say({ id, method: 'tools/list' })
    await say({ id, method: 'ping' })
    const heard = await settle()
    expect(heard).toContain('zeta')
    expect(heard).not.toContain('hidden')
  })

  it('refuse the second while the first runs, and take its id again afterwards [ST-59]', async () => {
    const { say, settle, heard, reasons } = await slowList()
    await say({ id: 1, method: 'tools/list' })
    await say({ id: 1, method: 'ping' })
    expect(heard).toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32600, message: 'Invalid Request' } }])
    expect(reasons()).toEqual(['request_id_in_use'])
    await settle()
    await say({ id: 1, method: 'ping' })
    await settle()
    expect(heard.at(-1)).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
  })

  // Version 1 of the SDK takes the id 0 of a cancellation for none, and goes on.
  it.each([1, 0, 'a', ''])('do not become two by a cancellation: %j [ST-59] [ST-64]', async (id) => {
    const { say, settle } = await slowList()
    await say({ id, method: 'tools/list' })
    await say({ method: 'notifications/cancelled', params: { requestId: id } })
    await say({ id, method: 'ping' })
    expect(await settle()).not.toContain('hidden')
  })
})
