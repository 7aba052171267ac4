import { describe, expect, it, onTestFinished } from 'vitest'
import { enforceLock, guardResults } from '../../../../src/host/sdk/index.js'
import { ownWords } from '../../../../src/host/sdk/own-words.js'
import { addTool, GENERATIONS, lockOf, surfaceOf, type AnyMcpServer } from '../enforce-lock/support.js'

const marked = /<untrusted-text-[0-9a-f]{24}>/

describe.each(GENERATIONS)('guardResults and enforceLock on $name', (generation) => {
  function newServer(): AnyMcpServer {
    const server = generation.newServer({ instructions: 'Be brief.' })
    addTool(server, [], 'add')
    return server
  }

  async function open(server: AnyMcpServer) {
    const [near, far] = generation.pair()
    const client = generation.newClient()
    onTestFinished(() => client.close())
    await server.connect(far as never)
    await client.connect(near as never)
    return client
  }

  it.each(['results first', 'lock first'])('agree on what is sent, %s [F-53] [F-60]', async (order) => {
    // A lock is made of what clients see, instructions included.
    const seen = await open(guardResults(newServer()))
    const instructions = seen.getInstructions() ?? ''
    expect(instructions).toContain('untrusted-text-TAG')
    const lock = await lockOf({ ...(await surfaceOf(generation, newServer())), instructions })

    const server = newServer()
    if (order === 'results first') guardResults(server)
    enforceLock(server, { lock })
    if (order === 'lock first') guardResults(server)
    const client = await open(server)
    expect(client.getInstructions()).toBe(instructions)
    expect(JSON.stringify(await client.callTool({ name: 'add' }))).toMatch(marked)
  })

  it('leave alone what this library says itself, such as the question of confirmSensitive [F-60] [F-62]', async () => {
    const server = newServer() as AnyMcpServer & { server: { _requestHandlers: Map<string, unknown> } }
    const question = { content: [{ type: 'text', text: 'Ask the person to open https://notes.example/confirm/1.' }] }
    guardResults(server)
    const handlers = server.server._requestHandlers
    const client = await open(server)
    handlers.set('tools/call', () => question)
    expect(JSON.stringify(await client.callTool({ name: 'add' }))).toMatch(marked)
    handlers.set('tools/call', () => ownWords(question))
    expect(await client.callTool({ name: 'add' })).toMatchObject(question)
  })
})
