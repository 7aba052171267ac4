import { createMcpHandler, InMemoryTransport, McpServer, type JSONRPCMessage } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createStdioGuard, wrapServer } from '../../../src/host/sdk/index.js'
import { alice, RESOURCE, testGuard } from './support.js'

/** Logs in three ways, of which the SDK holds back one by itself. */
function chattyServer(): McpServer {
  const server = new McpServer({ name: 's', version: '1' }, { capabilities: { logging: {} } })
  server.registerTool('talk', {}, async (ctx) => {
    await ctx.mcpReq.log('error', 'by log')
    for (const level of ['debug', 'error'] as const) {
      await ctx.mcpReq.notify({ method: 'notifications/message', params: { level, data: `by notify, ${level}` } })
    }
    await server.sendLoggingMessage({ level: 'error', data: 'about no request' })
    return { content: [{ type: 'text', text: 'done' }] }
  })
  return server
}

const PREFIX = 'io.modelcontextprotocol'

function call(id: number, logLevel?: string) {
  const asked = logLevel === undefined ? {} : { [`${PREFIX}/logLevel`]: logLevel }
  const _meta = { [`${PREFIX}/protocolVersion`]: '2026-07-28', [`${PREFIX}/clientCapabilities`]: {}, ...asked }
  return { jsonrpc: '2.0' as const, id, method: 'tools/call', params: { name: 'talk', arguments: {}, _meta } }
}

async function overHttp(newServer: () => McpServer, logLevel?: string): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'talk',
  }
  const request = new Request(RESOURCE, { method: 'POST', headers, body: JSON.stringify(call(1, logLevel)) })
  return (await createMcpHandler(newServer).fetch(request, { authInfo: alice })).text()
}

/** What comes back on a connection of 2026-07-28 or of an older revision, up to the answer to request 2. */
async function overStdio(opening: JSONRPCMessage[], last: JSONRPCMessage): Promise<string> {
  const [client, transport] = InMemoryTransport.createLinkedPair()
  const guard = createStdioGuard({ operations: { default: [] }, audit: [] })
  const handle = serveStdio(() => wrapServer(chattyServer(), guard), { transport })
  onTestFinished(() => handle.close())
  const heard: JSONRPCMessage[] = []
  const answered = new Promise<void>((resolve) => {
    client.onmessage = (message) => {
      heard.push(message)
      if ('id' in message && message.id === 2) resolve()
    }
  })
  await client.start()
  for (const message of opening) await client.send(message)
  await client.send(last)
  await answered
  return JSON.stringify(heard)
}

describe('log messages of a request of 2026-07-28', () => {
  const guarded = () => wrapServer(chattyServer(), testGuard().sallyport)

  it('reach a request that did not ask, without the guard: the control [ST-69]', async () => {
    expect(await overHttp(chattyServer)).toContain('by notify, debug')
  })

  it.each(['none', 'LOUD', ''])('do not reach one that asked for %j [ST-69]', async (level) => {
    const body = await overHttp(guarded, level === 'none' ? undefined : level)
    expect(body).not.toContain('notifications/message')
    if (level === 'none') expect(body).toContain('done')
  })

  it('reach one that asked, from its level on [ST-69]', async () => {
    const body = await overHttp(guarded, 'warning')
    expect(body).toContain('by log')
    expect(body).toContain('by notify, error')
    expect(body).not.toContain('by notify, debug')
  })

  it('of a process that speaks it stay with the request that asked [ST-69] [LO-09]', async () => {
    expect(await overStdio([], call(2))).not.toContain('notifications/message')
    const asked = await overStdio([call(1)], call(2, 'debug'))
    expect(asked.match(/by log/g)).toHaveLength(1)
    expect(asked).toContain('by notify, debug')
    expect(asked).not.toContain('about no request')
  })
})

it('leaves older clients the level of their session [ST-69]', async () => {
  const clientInfo = { name: 'c', version: '1' }
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }
  const opening: JSONRPCMessage[] = [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
  ]
  const heard = await overStdio(opening, {
    jsonrpc: '2.0',
    id: 2,
    method: 'tools/call',
    params: { name: 'talk', arguments: {} },
  })
  for (const text of ['by log', 'by notify, debug', 'about no request']) expect(heard).toContain(text)
})
