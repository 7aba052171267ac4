import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { AuditEvent } from '../../../src/audit/index.js'
import { fakeRuntime } from '../../../src/host/testing/fake-runtime.js'
import { createStdioGuard, wrapServer, type StdioGuardOptions } from '../../../src/host/sdk/index.js'

const operations = {
  default: [],
  'tools/dear': { scope: [], cost: 4 },
  'tools/dearer': { scope: [], cost: 1_000 },
  'tools/denied': 'deny',
} as const

/** A genuine client and server; the two messages that open their session are paid for. */
async function process(options: Partial<StdioGuardOptions>) {
  const runtime = fakeRuntime()
  const events: AuditEvent[] = []
  const audit = [{ write: (event: AuditEvent) => void events.push(event) }]
  const guard = createStdioGuard({ operations, audit, ...options }, runtime)
  const ran: string[] = []
  const server = wrapServer(new McpServer({ name: 's', version: '1' }), guard)
  for (const name of ['free', 'rare', 'dear', 'dearer', 'denied']) {
    server.registerTool(name, {}, () => {
      ran.push(name)
      return { content: [] }
    })
  }
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await server.connect(theirs)
  const client = new Client({ name: 'c', version: '1' }, { capabilities: { roots: { listChanged: true } } })
  await client.connect(ours)
  onTestFinished(() => client.close())
  runtime.advance(3_600_000)
  const call = (name: string) => client.callTool({ name })
  return { runtime, events, ran, client, call }
}

const refused = (retryAfterMs: number) => ({ code: 429, data: { retryAfterMs } })

describe('limits on stdio', () => {
  it('refuse the person as a JSON-RPC error that says when to come back, and keep the word [LO-09] [F-42]', async () => {
    const { call, ran, runtime } = await process({ limits: { user: { burst: 3, intervalMs: 1_000 } } })
    for (let at = 0; at < 3; at++) await call('free')
    await expect(call('free')).rejects.toMatchObject(refused(1_000))
    runtime.advance(400)
    await expect(call('rare')).rejects.toMatchObject(refused(600))
    runtime.advance(599)
    await expect(call('free')).rejects.toMatchObject(refused(1))
    expect(ran).toHaveLength(3)
    runtime.advance(1)
    await call('free')
    await expect(call('free')).rejects.toMatchObject(refused(1_000))
    expect(ran).toHaveLength(4)
  })

  it('refuse one tool and leave the others alone [LO-09] [F-42]', async () => {
    const { call, ran, runtime } = await process({ limits: { tools: { rare: { burst: 2, intervalMs: 60_000 } } } })
    await call('rare')
    await call('rare')
    await expect(call('rare')).rejects.toMatchObject(refused(60_000))
    await call('free')
    runtime.advance(59_999)
    await expect(call('rare')).rejects.toMatchObject(refused(1))
    runtime.advance(1)
    await call('rare')
    expect(ran).toEqual(['rare', 'rare', 'free', 'rare'])
  })

  it('take nothing from the person for a call that the limit of its tool refuses [LO-09]', async () => {
    const limits = { user: { burst: 2, intervalMs: 1_000 }, tools: { rare: { burst: 1, intervalMs: 60_000 } } }
    const { call, ran } = await process({ limits })
    await call('rare')
    for (let at = 0; at < 5; at++) await expect(call('rare')).rejects.toMatchObject(refused(60_000))
    await call('free')
    await expect(call('free')).rejects.toMatchObject(refused(1_000))
    expect(ran).toEqual(['rare', 'free'])
  })

  it('name the longer wait where both are used up [LO-09] [F-42]', async () => {
    const limits = { user: { burst: 1, intervalMs: 1_000 }, tools: { rare: { burst: 1, intervalMs: 60_000 } } }
    const { call } = await process({ limits })
    await call('rare')
    await expect(call('rare')).rejects.toMatchObject(refused(60_000))
    await expect(call('free')).rejects.toMatchObject(refused(1_000))
  })

  it('weigh by cost, and never ask for more than there can be [LO-09]', async () => {
    const { call, runtime, ran } = await process({ limits: { user: { burst: 5, intervalMs: 1_000 } } })
    await call('dear')
    await expect(call('dear')).rejects.toMatchObject(refused(3_000))
    runtime.advance(60_000)
    await call('dearer')
    await expect(call('free')).rejects.toMatchObject(refused(1_000))
    expect(ran).toEqual(['dear', 'dearer'])
  })

  it('are paid for refused calls, lists and pings too, so that nobody guesses for nothing [LO-09]', async () => {
    const { call, client, runtime } = await process({ limits: { user: { burst: 3, intervalMs: 1_000 } } })
    await expect(call('denied')).rejects.toMatchObject({ code: 403 })
    await client.listTools()
    await client.ping()
    await expect(call('denied')).rejects.toMatchObject(refused(1_000))
    await expect(client.listTools()).rejects.toMatchObject(refused(1_000))
    await expect(client.ping()).rejects.toMatchObject(refused(1_000))
    runtime.advance(1_000)
    await client.ping()
  })

  it('let notifications pass, with which nobody can be told to wait [LO-09]', async () => {
    const { client, call } = await process({ limits: { user: { burst: 2, intervalMs: 1_000 } } })
    for (let at = 0; at < 10; at++) await client.sendRootsListChanged()
    await call('free')
    await call('free')
    await expect(call('free')).rejects.toMatchObject(refused(1_000))
  })

  it('let exactly the burst through of 50 calls at once [LO-09]', async () => {
    const { call, ran } = await process({ limits: { tools: { rare: { burst: 7, intervalMs: 60_000 } } } })
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => call('rare')))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(7)
    expect(ran).toHaveLength(7)
  })

  it('hold 200 requests at once and five a second, unless told otherwise [LO-09]', async () => {
    const { call, runtime } = await process({})
    for (let at = 0; at < 200; at++) await call('free')
    await expect(call('free')).rejects.toMatchObject(refused(200))
    runtime.advance(1_000)
    for (let at = 0; at < 5; at++) await call('free')
    await expect(call('free')).rejects.toMatchObject(refused(200))
  })

  it.each(['constructor', '__proto__', 'Rare', 'rare '])(
    'find no limit of its own for a tool called %j [LO-09]',
    (name) => {
      const limits = { user: { burst: 2, intervalMs: 1_000 }, tools: { rare: { burst: 1, intervalMs: 60_000 } } }
      const guard = createStdioGuard({ operations, limits, audit: [] }, fakeRuntime())
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } }
      const ask = () => guard.decide(message, guard.localAuthInfo)
      expect([ask(), ask()]).toMatchObject([{ allowed: true }, { allowed: true }])
      expect(ask()).toMatchObject({ allowed: false, error: refused(1_000) })
    },
  )

  it('tell the audit log whose limit and which it was [LO-09]', async () => {
    const { call, events } = await process({
      principal: { subject: 'alice' },
      limits: { tools: { rare: { burst: 1, intervalMs: 60_000 } } },
    })
    await call('rare')
    await expect(call('rare')).rejects.toMatchObject(refused(60_000))
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'limit.exceeded', bucket: 'user-tool', retryAfterMs: 60_000, subject: 'alice' }),
    )
    expect(events.at(-1)).toMatchObject({ kind: 'request.refused', reason: 'principal_limit', status: 429 })
  })

  it.each([
    { user: { burst: 0, intervalMs: 1_000 } },
    { user: { burst: 1.5, intervalMs: 1_000 } },
    { user: { burst: 1, intervalMs: -1 } },
    { tools: { rare: { burst: 1 } } },
    { tool: {} },
  ])('refuse to start with %j [LO-09]', (limits) => {
    expect(() => createStdioGuard({ operations, limits: limits as never })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
  })
})
