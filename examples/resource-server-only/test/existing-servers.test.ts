import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as bearerAuth from '../../../docs/snippets/existing/bearer-auth.js'
import * as legacySse from '../../../docs/snippets/existing/legacy-sse.js'
import { stage } from './stage.js'

describe('a server with the older SSE transport', () => {
  async function opened() {
    const { origin, tokenOf } = await stage(legacySse.createApp)
    const headersOf = async (account: string) => ({
      authorization: `Bearer ${await tokenOf(account, `${origin}/sse`)}`,
      'content-type': 'application/json',
    })
    const send = (path: string, headers: Record<string, string>, message: object) =>
      fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(message) })
    return { origin, headersOf, send }
  }

  it('lets the genuine client in with a token, and nobody without [F-91]', async () => {
    const { origin, headersOf } = await opened()
    expect((await fetch(`${origin}/sse`)).status).toBe(401)
    expect((await fetch(`${origin}/messages?sessionId=x`, { method: 'POST', body: '{}' })).status).toBe(401)

    const headers = await headersOf('alice')
    const requestInit = { headers }
    const withToken: typeof fetch = (url, init) =>
      fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } })
    const client = new Client({ name: 'test', version: '1' })
    onTestFinished(() => client.close())
    await client.connect(new SSEClientTransport(new URL(`${origin}/sse`), { requestInit, fetch: withToken }))
    const answer = await client.callTool({ name: 'whoami', arguments: {} })
    expect(JSON.stringify(answer.content)).toContain('alice')
  })

  it('keeps a stream from others with a good token of their own [ST-23] [F-33]', async () => {
    const { origin, headersOf, send } = await opened()
    const stream = await fetch(`${origin}/sse`, { headers: await headersOf('alice') })
    const reader = stream.body?.getReader()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    const path = /\/messages\?sessionId=\S+/.exec(first)?.[0] ?? ''
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }
    expect((await send(path, await headersOf('bob'), ping)).status).toBe(404)
    expect((await send(path, await headersOf('alice'), ping)).status).toBe(202)
    await reader?.cancel()
  })
})

describe("a server that keeps the SDK's requireBearerAuth", () => {
  it('gets the rules of operations from wrapServer, and no foreign token [F-91] [RS-69]', async () => {
    const { endpoint, tokenOf, post } = await stage(bearerAuth.createApp)
    const token = await tokenOf('alice')
    const ask = async (method: string, params: object) =>
      (await post(token, { jsonrpc: '2.0', id: 1, method, params })).text()
    expect(await ask('tools/call', { name: 'whoami', arguments: {} })).toContain('"code":403')
    expect(await ask('tools/list', {})).toContain('"tools":[]')
    const foreign = await post(await tokenOf('alice', 'https://notes.example.com/api'), {})
    expect(foreign.status).toBe(401)
    expect(foreign.headers.get('www-authenticate')).toContain(`${new URL(endpoint).origin}/.well-known/`)
  })
})
