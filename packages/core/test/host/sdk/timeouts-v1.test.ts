import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { AuditEvent } from '../../../src/audit/index.js'
import { createStdioGuard, wrapServer, type WrapOptions } from '../../../src/host/sdk/index.js'
import { fakeRuntime } from '../../../src/host/testing/fake-runtime.js'
import { serve, testGuard } from './support.js'

/** A server with a tool that ends when it is told to, heeding its signal or not, and a genuine client. */
async function world(options: WrapOptions = {}, heeds = true) {
  const runtime = fakeRuntime()
  const events: AuditEvent[] = []
  const audit = [{ write: (event: AuditEvent) => void events.push(event) }]
  const guard = createStdioGuard({ operations: { default: [] }, audit }, runtime)
  const running: { finish: (text: string) => void; signal: AbortSignal }[] = []
  const inner = new McpServer({ name: 's', version: '1' })
  const server = wrapServer(inner, guard, options, runtime)
  server.registerTool('slow', {}, async (extra) => {
    const token = extra._meta?.progressToken
    if (token !== undefined) {
      await extra.sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress: 1 } })
    }
    const text = await new Promise<string>((resolve, reject) => {
      running.push({ finish: resolve, signal: extra.signal })
      if (heeds) extra.signal.addEventListener('abort', () => reject(new Error('stopped')))
    })
    return { content: [{ type: 'text', text }] }
  })
  server.registerTool('quick', {}, () => ({ content: [] }))
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const sent: { id?: unknown }[] = []
  const send = theirs.send.bind(theirs)
  theirs.send = (message, sendOptions) => {
    sent.push(message as { id?: unknown })
    return send(message, sendOptions)
  }
  await server.connect(theirs)
  const client = new Client({ name: 'c', version: '1' })
  await client.connect(ours)
  onTestFinished(() => client.close())
  const begin = async (onprogress?: () => void) => {
    const before = running.length
    const answer = client.callTool(
      { name: 'slow' },
      undefined,
      onprogress && { onprogress, resetTimeoutOnProgress: true },
    )
    const outcome = answer.then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    )
    await vi.waitFor(() => expect(running.length).toBe(before + 1))
    return { outcome, tool: running[before]! }
  }
  return { runtime, events, client, sent, begin, theirs }
}

const timedOut = (timeoutMs: number) => ({ error: { code: 504, data: { timeoutMs } } })

describe('a tool of an SDK v1 server that takes too long', () => {
  it('is told to stop, and its caller gets an error [TL-28]', async () => {
    const { begin, runtime, events } = await world({ toolTimeoutMs: 2_000 })
    const { outcome, tool } = await begin()
    runtime.advance(1_999)
    expect(tool.signal.aborted).toBe(false)
    runtime.advance(1)
    expect(await outcome).toMatchObject(timedOut(2_000))
    await vi.waitFor(() => expect(tool.signal.aborted).toBe(true))
    expect(events.at(-1)).toMatchObject({ kind: 'request.refused', reason: 'tool_timeout', status: 504 })
    expect(events.at(-1)).toMatchObject({ operation: 'tools/slow', subject: 'local' })
  })

  it('gets 5 minutes, unless told otherwise [TL-28]', async () => {
    const { begin, runtime } = await world()
    const { outcome } = await begin()
    runtime.advance(299_999)
    const late = Promise.resolve('still running')
    expect(await Promise.race([outcome, late])).toBe('still running')
    runtime.advance(1)
    expect(await outcome).toMatchObject(timedOut(300_000))
  })

  it('gains nothing by reporting progress [TL-28]', async () => {
    const { begin, runtime } = await world({ toolTimeoutMs: 2_000 })
    const onprogress = vi.fn()
    const { outcome } = await begin(onprogress)
    await vi.waitFor(() => expect(onprogress).toHaveBeenCalled())
    runtime.advance(2_000)
    expect(await outcome).toMatchObject(timedOut(2_000))
  })

  it('answers nobody any more, even if it never heard the signal [TL-28]', async () => {
    const { begin, runtime, sent, client } = await world({ toolTimeoutMs: 2_000 }, false)
    const { outcome, tool } = await begin()
    runtime.advance(2_000)
    expect(await outcome).toMatchObject(timedOut(2_000))
    const answered = sent.length
    tool.finish('too late')
    await client.ping()
    expect(
      sent
        .slice(answered)
        .map((message) => JSON.stringify(message))
        .join(),
    ).not.toContain('too late')
    expect(sent).toHaveLength(answered + 1)
  })

  it('leaves calls alone that came in time, and those that came later [TL-28]', async () => {
    const { begin, runtime, events, client } = await world({ toolTimeoutMs: 2_000 })
    const first = await begin()
    runtime.advance(1_500)
    const second = await begin()
    first.tool.finish('in time')
    expect(await first.outcome).toMatchObject({ result: { content: [{ text: 'in time' }] } })
    runtime.advance(1_999)
    expect(second.tool.signal.aborted).toBe(false)
    second.tool.finish('as well')
    expect(await second.outcome).toMatchObject({ result: { content: [{ text: 'as well' }] } })
    runtime.advance(10_000)
    await client.callTool({ name: 'quick' })
    expect(events.filter(({ reason }) => reason === 'tool_timeout')).toEqual([])
  })

  it('is not told twice when its caller has given up before [TL-28]', async () => {
    const { runtime, events, client, sent } = await world({ toolTimeoutMs: 2_000 })
    const given = new AbortController()
    const answer = client.callTool({ name: 'slow' }, undefined, { signal: given.signal })
    given.abort('enough')
    await expect(answer).rejects.toThrow('enough')
    await client.ping()
    const answered = sent.length
    runtime.advance(2_000)
    await client.ping()
    expect(sent).toHaveLength(answered + 1)
    expect(events.filter(({ reason }) => reason === 'tool_timeout')).toEqual([])
  })

  it('keeps no clock running when the connection ends [TL-28]', async () => {
    const { begin, runtime, events, theirs } = await world({ toolTimeoutMs: 2_000 })
    await begin()
    await theirs.close()
    runtime.advance(2_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(events.filter(({ reason }) => reason === 'tool_timeout')).toEqual([])
  })

  it.each([0, -1, 1.5, Infinity, 86_400_001, '1000'])('cannot be given %j milliseconds [TL-28]', (toolTimeoutMs) => {
    const guard = createStdioGuard({ operations: { default: [] }, audit: [] })
    const server = new McpServer({ name: 's', version: '1' })
    expect(() => wrapServer(server, guard, { toolTimeoutMs: toolTimeoutMs as number })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
  })
})

it('ends the HTTP answer of a tool that takes too long [TL-28]', async () => {
  const runtime = fakeRuntime()
  const guard = testGuard()
  const started = vi.fn()
  const url = await serve(async (request, response) => {
    const server = wrapServer(
      new McpServer({ name: 's', version: '1' }),
      guard.sallyport,
      { toolTimeoutMs: 2_000 },
      runtime,
    )
    server.registerTool('slow', {}, () => {
      started()
      return new Promise<never>(() => undefined)
    })
    const transport = new StreamableHTTPServerTransport({})
    await server.connect(transport)
    await transport.handleRequest(request, response)
  })
  const answer = fetch(url, {
    method: 'POST',
    headers: {
      authorization: 'Bearer alice',
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'slow' } }),
  })
  await vi.waitFor(() => expect(started).toHaveBeenCalled())
  runtime.advance(2_000)
  const text = await (await answer).text()
  expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '{}')).toEqual({
    jsonrpc: '2.0',
    id: 7,
    error: { code: 504, message: 'Timed out', data: { timeoutMs: 2_000 } },
  })
})
