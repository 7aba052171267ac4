import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { wrapHandler, wrapServer } from '../../../src/host/sdk/index.js'
import { fakeRuntime } from '../../../src/host/testing/fake-runtime.js'
import { alice, RESOURCE, testGuard } from './support.js'

async function world(mode: 'legacy' | { pin: string }) {
  const runtime = fakeRuntime()
  const { sallyport, reasons } = testGuard()
  const running: { finish: (text: string) => void; signal: AbortSignal }[] = []
  const factory = () => {
    const server = wrapServer(new McpServer({ name: 's', version: '2' }), sallyport, { toolTimeoutMs: 2_000 }, runtime)
    server.registerTool('slow', {}, async (ctx) => {
      const text = await new Promise<string>((resolve) => {
        running.push({ finish: resolve, signal: ctx.mcpReq.signal })
      })
      return { content: [{ type: 'text', text }] }
    })
    return server
  }
  const handler = wrapHandler(createMcpHandler(factory), sallyport)
  const transport = new StreamableHTTPClientTransport(new URL(RESOURCE), {
    fetch: (input, init) => handler.fetch(new Request(input, init), { authInfo: alice }),
  })
  const client = new Client({ name: 'c', version: '1' }, { versionNegotiation: { mode } })
  onTestFinished(() => client.close())
  await client.connect(transport)
  return { runtime, reasons, running, client }
}

describe.each<[string, 'legacy' | { pin: string }]>([
  ['2026-07-28', { pin: '2026-07-28' }],
  ['2025-11-25', 'legacy'],
])('a tool of an SDK v2 server that takes too long, revision %s', (_revision, mode) => {
  it('is told to stop, and its caller gets an error [TL-28]', async () => {
    const { runtime, reasons, running, client } = await world(mode)
    const refused = expect(client.callTool({ name: 'slow' })).rejects.toMatchObject({
      code: 504,
      data: { timeoutMs: 2_000 },
    })
    await vi.waitFor(() => expect(running).toHaveLength(1))
    runtime.advance(1_999)
    expect(running[0]?.signal.aborted).toBe(false)
    runtime.advance(1)
    await refused
    await vi.waitFor(() => expect(running[0]?.signal.aborted).toBe(true))
    running[0]?.finish('too late')
    expect(reasons()).toEqual(['tool_timeout'])
  })

  it('may take as long as it was given [TL-28]', async () => {
    const { runtime, reasons, running, client } = await world(mode)
    const answer = client.callTool({ name: 'slow' })
    await vi.waitFor(() => expect(running).toHaveLength(1))
    runtime.advance(1_999)
    running[0]?.finish('in time')
    expect(await answer).toMatchObject({ content: [{ text: 'in time' }] })
    runtime.advance(10_000)
    expect(reasons()).toEqual([])
  })
})
