import { describe, expect, it, onTestFinished } from 'vitest'
import { enforceLock, guardClient } from '../../../../src/host/sdk/index.js'
import { createLock, type ToolDefinition } from '../../../../src/policy/tool-guard/index.js'
import { lowLevel, tool } from './low-level-server.js'
import { approval, auditLog, connect, GENERATIONS, lockOf, type AnyClient, type AnyMcpServer } from './support.js'

const CANARY = 'https://canary.example/note.json'

const foreign = (reference = CANARY, keyword = '$ref'): ToolDefinition => ({
  ...tool('foreign'),
  inputSchema: { type: 'object', properties: { note: { [keyword]: reference } } },
})

const own: ToolDefinition = {
  ...tool('own'),
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { note: { $ref: '#/$defs/note' } },
    $defs: { note: { type: 'string' } },
  },
}

/** Counts what anybody asks the network for while the test runs. */
function watchNetwork(): unknown[] {
  const asked: unknown[] = []
  const { fetch } = globalThis
  onTestFinished(() => void (globalThis.fetch = fetch))
  globalThis.fetch = (...parameters) => {
    asked.push(parameters)
    return Promise.reject(new Error('no network'))
  }
  return asked
}

const named = async (client: AnyClient) => (await client.listTools()).tools.map(({ name }) => name)

describe.each(GENERATIONS)('a schema that leads elsewhere, on $name', (generation) => {
  function served(tools: readonly ToolDefinition[]) {
    const ran: string[] = []
    const { server, set } = lowLevel(generation, () => [{ tools }], ran)
    set()
    return { server: server as unknown as AnyMcpServer, ran }
  }

  async function enforced(tools: readonly ToolDefinition[], options: object = {}) {
    const log = auditLog()
    const { server, ran } = served(tools)
    enforceLock(server, { lock: await lockOf({ tools }), audit: [log.sink], ...options })
    return { client: await connect(generation, server), log, ran }
  }

  it.each([
    [CANARY, '$ref'],
    ['http://169.254.169.254/latest', '$ref'],
    ['//canary.example/note.json', '$ref'],
    [CANARY, '$dynamicRef'],
    ['file:///etc/passwd', '$ref'],
    ['note.json', '$ref'],
  ])('is not shown and not called, though it was approved: %s by %s [TL-15] [F-53]', async (reference, keyword) => {
    const asked = watchNetwork()
    const { client, log, ran } = await enforced([foreign(reference, keyword), own])
    expect(await named(client)).toEqual(['own'])
    await expect(client.callTool({ name: 'foreign' })).rejects.toMatchObject({ code: -32602 })
    await client.callTool({ name: 'own' })
    expect([ran, asked]).toEqual([['own'], []])
    expect(log.kinds()).toEqual(['tool.drifted', 'request.refused:definition_drifted'])
    expect(log.events[0]).toMatchObject({ name: 'foreign', drift: 'external_reference' })
  })

  it('counts in what a tool returns [TL-15]', async () => {
    const { client } = await enforced([{ ...tool('out'), outputSchema: { type: 'object', $ref: CANARY } }, own])
    expect(await named(client)).toEqual(['own'])
  })

  it('is for nobody to approve [TL-15] [F-53]', async () => {
    const asked: string[] = []
    const reapprove = ({ name }: { name: string }) => (asked.push(name), approval)
    const lock = await lockOf({ tools: [own] })
    const { client, log } = await enforced([foreign(), own], { lock, reapprove })
    for (let time = 0; time < 3; time++) expect(await named(client)).toEqual(['own'])
    expect([asked, log.kinds()]).toEqual([[], ['tool.drifted']])
  })

  it('is not opened by a lock that says it was approved [TL-15] [F-53]', async () => {
    const source = { current: await lockOf({ tools: [own] }) }
    const { client, log } = await enforced([foreign(), own], { lock: () => source.current })
    expect(await named(client)).toEqual(['own'])
    const result = await createLock({ tools: [foreign(), own] }, { server: { name: 'notes' }, approval })
    source.current = result.ok ? result.lock : expect.fail(result.problem)
    expect(await named(client)).toEqual(['own'])
    expect(log.kinds()).toEqual(['tool.drifted'])
  })

  it('is kept from a client, and no call for it is sent [TL-15] [F-53]', async () => {
    const asked = watchNetwork()
    const { server, ran } = served([foreign(), own])
    const [near, far] = generation.pair()
    const client = guardClient(generation.newClient(), { lock: await lockOf({ tools: [foreign(), own] }) })
    onTestFinished(() => client.close())
    await server.connect(far as never)
    await client.connect(near as never)
    await expect(client.callTool({ name: 'foreign' })).rejects.toMatchObject({ code: -32602 })
    expect([await named(client), ran, asked]).toEqual([['own'], [], []])
  })
})
