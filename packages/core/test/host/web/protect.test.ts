import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { expect, it, vi } from 'vitest'
import type { Outcome } from '../../../src/compositions/resource-server/index.js'
import { protect, type WebHandler } from '../../../src/host/web/index.js'
import { connect } from '../../compositions/authorization-server/steps.js'
import { deployment } from '../../sallyport/deployment.js'
import { RESOURCE } from '../../compositions/authorization-server/harness.js'

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' }

async function open(handler: WebHandler, options: Parameters<typeof deployment>[0] = {}) {
  const d = deployment(options)
  const { tokens } = await connect(d)
  const completed: Outcome[] = []
  const gate = d.sallyport.gate()
  const complete = (...args: Parameters<typeof gate.completed>) => void completed.push(args[1])
  const fetch = protect({ ...d.sallyport, gate: () => ({ ...gate, completed: complete }) }, handler)
  const post = (body: BodyInit, init: RequestInit & { duplex?: 'half' } = {}) => {
    const headers = {
      authorization: `Bearer ${tokens.access_token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(init.headers as Record<string, string> | undefined),
    }
    return new Request(RESOURCE, { method: 'POST', body, ...init, headers })
  }
  return { ...d, fetch, post, completed, token: tokens.access_token }
}

const echo: WebHandler = (_request, context) => Response.json(context.parsedBody ?? null)

it('answers OAuth endpoints itself, and sends every other path through the gate [F-90] [ST-16]', async () => {
  const handler = vi.fn(echo)
  const { fetch } = await open(handler)
  const document = await fetch(new Request(`${new URL(RESOURCE).origin}/.well-known/oauth-protected-resource/mcp`))
  expect(await document.json()).toMatchObject({ resource: RESOURCE })
  for (const path of ['/mcp', '/mcp/', '/', '/token/', '//token', '/TOKEN']) {
    const answer = await fetch(new Request(new URL(RESOURCE).origin + path, { method: 'GET' }))
    expect([path, answer.status]).toEqual([path, 401])
    expect(answer.headers.get('www-authenticate')).toContain('resource_metadata=')
  }
  expect(handler).not.toHaveBeenCalled()
})

it('hands over the caller and the message that was judged, and tells of the end once [ST-17] [F-90]', async () => {
  const handler = vi.fn(echo)
  const { fetch, post, completed, token } = await open(handler)
  const answer = await fetch(post(JSON.stringify(PING)))
  expect(await answer.json()).toEqual(PING)
  const { authInfo } = handler.mock.calls[0]![1]
  expect(authInfo).toMatchObject({ scopes: ['notes:read'], token: expect.stringMatching(/^sallyport:/) as string })
  expect(JSON.stringify(authInfo)).not.toContain(token)
  expect(completed).toEqual([{ status: 200 }])
})

it('gives back the place of an answer that cannot be passed on [TL-28]', async () => {
  const { fetch, post, completed } = await open(async () => {
    const answer = new Response('data: {}\n\n', { headers: { 'content-type': 'text/event-stream' } })
    answer.body?.getReader()
    return Promise.resolve(answer)
  })
  await expect(fetch(post(JSON.stringify(PING)))).rejects.toThrow(TypeError)
  expect(completed).toEqual([{ status: 500 }])
})

it('shows no handler the session id of a request that stands alone [ST-40] [ST-67]', async () => {
  const seen: (string | null)[] = []
  const { fetch, post } = await open(({ headers }, { parsedBody }) => {
    seen.push(headers.get('mcp-session-id'), headers.get('mcp-method'))
    return Response.json(parsedBody)
  })
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const headers = { 'mcp-session-id': 's1', 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' }
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta } }
  expect((await fetch(post(JSON.stringify(message), { headers }))).status).toBe(200)
  expect(seen).toEqual([null, 'tools/list'])
})

it.each([
  ['not JSON', '{"jsonrpc":', 400],
  ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
  ['a batch', JSON.stringify([PING]), 400],
  ['a member named twice', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', 400],
  ['over the cap', JSON.stringify({ ...PING, params: { text: 'x'.repeat(2_000) } }), 413],
])('refuses a body that is %s [ST-08] [ST-15] [ST-17]', async (_case, body, status) => {
  const handler = vi.fn(echo)
  const { fetch, post, completed } = await open(handler, { maxBodyBytes: 1_000 })
  expect((await fetch(post(body))).status).toBe(status)
  expect(handler).not.toHaveBeenCalled()
  expect(completed).toEqual([])
})

it('holds no more of a stream than the cap, and takes one that breaks off for gone [ST-15] [ST-64]', async () => {
  const { fetch, post, events } = await open(echo, { maxBodyBytes: 1_000 })
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled++
      controller.enqueue(new Uint8Array(400))
    },
  })
  expect((await fetch(post(endless, { duplex: 'half' }))).status).toBe(413)
  expect(pulled).toBeLessThan(10)
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
  expect((await fetch(post(broken, { duplex: 'half' }))).status).toBe(400)
  expect(events).toContainEqual(expect.objectContaining({ kind: 'request.refused', reason: 'body_aborted' }))
})

it.each(['in mid-body', 'before the body is read'])(
  'waits for no body whose client has gone %s, and lets go of it [ST-15] [ST-64]',
  async (when) => {
    const { fetch, post, events, completed } = await open(echo)
    const client = new AbortController()
    const cancelled = vi.fn()
    const stalled = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"jsonrpc":"2.0"')),
      cancel: cancelled,
    })
    if (when !== 'in mid-body') client.abort()
    // Not `init.signal` alone: that errors the body by itself on some runtimes and not on others.
    const request = new Proxy(post(stalled, { duplex: 'half' }), {
      get(target, name) {
        const value: unknown = name === 'signal' ? client.signal : Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    const answer = fetch(request)
    if (when === 'in mid-body') setTimeout(() => client.abort(), 20)
    expect((await answer).status).toBe(400)
    expect(cancelled).toHaveBeenCalledTimes(1)
    expect(events).toContainEqual(expect.objectContaining({ kind: 'request.refused', reason: 'body_aborted' }))
    expect(completed).toEqual([])
  },
)

it('takes two lines that a server joined for two [RS-22]', async () => {
  const { fetch, token } = await open(echo)
  const headers = new Headers({ 'content-type': 'application/json', authorization: `Bearer ${token}` })
  headers.append('authorization', `Bearer ${token}`)
  expect((await fetch(new Request(RESOURCE, { method: 'POST', headers, body: '{}' }))).status).toBe(400)
})

const stream = (source: UnderlyingDefaultSource): Response =>
  new Response(new ReadableStream(source), {
    headers: { 'content-type': 'text/event-stream', 'mcp-session-id': 's1' },
  })

it.each([
  ['ends', { pull: (c: ReadableStreamDefaultController) => c.close() }],
  ['breaks', { pull: (c: ReadableStreamDefaultController) => c.error(new Error('broken')) }],
])('tells the gate once of a stream that %s [ST-64]', async (_case, source) => {
  const { fetch, post, completed } = await open(() => stream(source))
  const answer = await fetch(post(JSON.stringify(PING)))
  expect(completed).toEqual([])
  await answer.text().catch(() => undefined)
  expect(completed).toEqual([{ status: 200 }])
})

it('cancels the handler’s stream with the answer, and tells the gate once [ST-64]', async () => {
  const cancel = vi.fn()
  const client = new AbortController()
  const { fetch, post, completed } = await open(() => stream({ cancel }))
  const answer = await fetch(post(JSON.stringify(PING), { signal: client.signal }))
  await answer.body?.cancel('gone')
  client.abort()
  expect(cancel).toHaveBeenCalledWith('gone')
  expect(completed).toEqual([{ status: 200 }])
})

it('tells the gate when the client goes before there is an answer, or the handler fails [ST-64]', async () => {
  const client = new AbortController()
  const { fetch, post, completed } = await open(() => {
    if (client.signal.aborted) throw new Error('failed')
    client.abort()
    return new Response('late')
  })
  await fetch(post(JSON.stringify(PING), { signal: client.signal }))
  expect(completed).toEqual([{ status: 499 }])
  await expect(fetch(post(JSON.stringify(PING)))).rejects.toThrow('failed')
  expect(completed).toEqual([{ status: 499 }, { status: 500 }])
})

it('does not start work for a client that has gone already [ST-64]', async () => {
  const handler = vi.fn(echo)
  const { fetch, post } = await open(handler)
  await fetch(post(JSON.stringify(PING), { signal: AbortSignal.abort() }))
  expect(handler).not.toHaveBeenCalled()
})

it('reads no more of a form than an OAuth endpoint needs, and believes no Host [AS-50] [UR-16]', async () => {
  const { fetch } = await open(echo)
  const { origin } = new URL(RESOURCE)
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = `grant_type=${'a'.repeat(70_000)}`
  expect((await fetch(new Request(`${origin}/token`, { method: 'POST', headers: form, body }))).status).toBe(413)
  const evil = await fetch(new Request('https://evil.example/.well-known/oauth-authorization-server'))
  expect(await evil.text()).not.toContain('evil.example')
})

it('stands in front of an SDK v2 handler; an accepted notification gets 202 without a body [F-90] [ST-10]', async () => {
  const mcp = createMcpHandler(() => {
    const server = new McpServer({ name: 'notes', version: '1.0.0' })
    server.registerTool('whoami', {}, (ctx) => ({
      content: [{ type: 'text', text: String(ctx.http?.authInfo?.scopes) }],
    }))
    return server
  })
  const { fetch, post } = await open((request, context) => mcp.fetch(request, context))
  const call = { ...PING, method: 'tools/call', params: { name: 'whoami', arguments: {} } }
  expect(await (await fetch(post(JSON.stringify(call)))).text()).toContain('notes:read')
  const note = await fetch(post(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })))
  expect([note.status, await note.text()]).toEqual([202, ''])
})
