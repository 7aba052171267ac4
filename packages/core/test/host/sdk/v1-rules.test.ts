import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it } from 'vitest'
import { callerOf, wrapServer, wrapTransport, type SdkGuard } from '../../../src/host/sdk/index.js'
import { alice, authInfoFor, testGuard, writer } from './support.js'

function notesServer(ran: string[] = []): McpServer {
  const server = new McpServer({ name: 'notes', version: '1' }, { capabilities: { resources: { subscribe: true } } })
  for (const name of ['zeta', 'add', 'wipe', 'hidden', 'alpha']) {
    server.registerTool(name, { description: name }, (extra) => {
      ran.push(name)
      return { content: [{ type: 'text', text: callerOf(extra).subject }] }
    })
  }
  for (const name of ['hello', 'secret']) {
    server.registerPrompt(name, {}, () => ({ messages: [{ role: 'user', content: { type: 'text', text: name } }] }))
  }
  for (const uri of ['note://plain', 'note://secret']) {
    server.registerResource(uri, uri, {}, () => ({ contents: [{ uri, text: uri }] }))
  }
  const template = (pattern: string) => new ResourceTemplate(pattern, { list: undefined })
  server.registerResource('open', template('note://open/{id}'), {}, ({ href }) => ({
    contents: [{ uri: href, text: '' }],
  }))
  server.registerResource('vault', template('note://vault/{id}'), {}, ({ href }) => ({
    contents: [{ uri: href, text: '' }],
  }))
  return server
}

/** A client whose every message carries this caller. */
async function connect(server: McpServer, guard: SdkGuard | undefined, authInfo: AuthInfo | undefined) {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  await (guard ? wrapServer(server, guard) : server).connect(theirs)
  const send = ours.send.bind(ours)
  ours.send = (message, options) => send(message, { ...options, ...(authInfo && { authInfo }) })
  const client = new Client({ name: 'c', version: '1' })
  await client.connect(ours)
  return client
}

describe('an SDK v1 server behind wrapServer', () => {
  it('runs what the caller may, and tells handlers who calls [F-91] [TL-02]', async () => {
    const { sallyport } = testGuard()
    const client = await connect(notesServer(), sallyport, alice)
    expect(await client.callTool({ name: 'zeta' })).toMatchObject({ content: [{ text: 'alice' }] })
  })

  it.each([
    ['a scope is missing', 'add', alice, 'insufficient_scope'],
    ['a role is missing', 'wipe', writer, 'role_missing'],
    ['the rule denies', 'hidden', writer, 'operation_denied'],
  ])('refuses a call where %s, without running it [TL-02] [F-80] [RS-69]', async (_case, name, authInfo, reason) => {
    const ran: string[] = []
    const { sallyport, events } = testGuard()
    const client = await connect(notesServer(ran), sallyport, authInfo)
    await expect(client.callTool({ name })).rejects.toMatchObject({ code: 403 })
    expect(ran).toEqual([])
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'request.refused', reason, operation: `tools/${name}`, status: 403 }),
    )
  })

  it('refuses prompts and resources by their own rules [F-80] [RS-69]', async () => {
    const { sallyport } = testGuard()
    const client = await connect(notesServer(), sallyport, alice)
    await expect(client.getPrompt({ name: 'secret' })).rejects.toMatchObject({ code: 403 })
    await expect(client.readResource({ uri: 'note://secret' })).rejects.toMatchObject({ code: 403 })
    await expect(client.subscribeResource({ uri: 'NOTE://secret' })).rejects.toMatchObject({ code: 403 })
    expect(await client.readResource({ uri: 'note://plain' })).toMatchObject({ contents: [{ text: 'note://plain' }] })
  })

  it('accepts a broader scope where the hierarchy says so [RS-63]', async () => {
    const scopes = { write: { description: 'Write', implies: ['read'] }, read: 'Read' }
    const { sallyport } = testGuard({ scopes })
    const client = await connect(notesServer(), sallyport, authInfoFor({ subject: 'w', scopes: ['write'] }))
    expect(await client.callTool({ name: 'zeta' })).toMatchObject({ content: [{ text: 'w' }] })
  })

  it.each([
    ['nobody', undefined],
    ['AuthInfo of another verifier', { token: 't', clientId: 'c', scopes: ['read'], expiresAt: 4e9 }],
    ['a token for another resource', authInfoFor({ subject: 'a', resource: 'https://notes.example/admin' })],
  ])('runs nothing for %s [ST-20] [RS-65]', async (_case, authInfo) => {
    const { sallyport, reasons } = testGuard()
    await expect(connect(notesServer(), sallyport, authInfo)).rejects.toMatchObject({ code: 401 })
    expect(reasons()).toContain('caller_unknown')
  })

  it('asks the authorize hook last, and takes only true for yes [RS-65]', async () => {
    const answers: unknown[] = [false, 'yes', Promise.resolve(true)]
    const authorize = ({ operation }: { operation: { key: string } }) => {
      if (operation.key !== 'tools/zeta') return true
      if (answers.length === 0) throw new Error('private')
      return answers.shift() as boolean
    }
    const { sallyport, reasons } = testGuard({ authorize })
    const client = await connect(notesServer(), sallyport, alice)
    await expect(client.callTool({ name: 'zeta' })).rejects.toMatchObject({ code: 403 })
    await expect(client.callTool({ name: 'zeta' })).rejects.toMatchObject({ code: 403 })
    expect(await client.callTool({ name: 'zeta' })).toMatchObject({ content: [{ text: 'alice' }] })
    await expect(client.callTool({ name: 'zeta' })).rejects.not.toThrow('private')
    expect(reasons()).toEqual(['authorize_denied', 'authorize_denied', 'authorize_failed'])
  })

  it('shows in every list what the caller may use, in the order of the server [ST-59] [TL-02] [F-80]', async () => {
    const { sallyport } = testGuard()
    const lists = async (authInfo: AuthInfo) => {
      const client = await connect(notesServer(), sallyport, authInfo)
      const { resourceTemplates } = await client.listResourceTemplates()
      return {
        tools: (await client.listTools()).tools.map(({ name }) => name),
        prompts: (await client.listPrompts()).prompts.map(({ name }) => name),
        resources: (await client.listResources()).resources.map(({ uri }) => uri),
        templates: resourceTemplates.map(({ uriTemplate }) => uriTemplate),
      }
    }
    expect(await lists(alice)).toEqual({
      tools: ['zeta', 'alpha'],
      prompts: ['hello'],
      resources: ['note://plain'],
      templates: ['note://open/{id}'],
    })
    expect(await lists(writer)).toMatchObject({
      tools: ['zeta', 'add', 'alpha'],
      prompts: ['hello', 'secret'],
      resources: ['note://plain', 'note://secret'],
    })
    expect(await lists(authInfoFor({ subject: 'x', scopes: ['write', 'read'], roles: ['admin'] }))).toMatchObject({
      tools: ['zeta', 'add', 'wipe', 'alpha'],
    })
    expect(JSON.stringify(await lists(alice))).toBe(JSON.stringify(await lists(alice)))
  })

  it('shows with listObtainable what only scopes are lacking for, and still refuses to run it [ST-59] [RS-60]', async () => {
    const { sallyport } = testGuard({ listObtainable: true })
    const client = await connect(notesServer(), sallyport, alice)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['zeta', 'add', 'alpha'])
    await expect(client.callTool({ name: 'add' })).rejects.toMatchObject({ code: 403 })
  })

  it('delivers no news of a resource that the caller may not read [ST-63]', async () => {
    const { sallyport } = testGuard()
    const heard = async (guard: SdkGuard | undefined, authInfo: AuthInfo) => {
      const server = notesServer()
      const client = await connect(server, guard, authInfo)
      const uris: string[] = []
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void uris.push(params.uri))
      await server.server.sendResourceUpdated({ uri: 'note://secret' })
      await server.server.sendResourceUpdated({ uri: 'note://plain' })
      await client.listPrompts()
      return uris
    }
    expect(await heard(undefined, alice)).toEqual(['note://secret', 'note://plain'])
    expect(await heard(sallyport, alice)).toEqual(['note://plain'])
    expect(await heard(sallyport, writer)).toEqual(['note://secret', 'note://plain'])
  })
})

describe('wrapping', () => {
  it('returns the same server, and judges once however often it is wrapped', async () => {
    const { sallyport, events } = testGuard()
    const server = notesServer()
    expect(wrapServer(wrapServer(server, sallyport), sallyport.access())).toBe(server)
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    const seen: object[] = []
    theirs.onmessage = (message) => void seen.push(message)
    expect(wrapTransport(theirs, sallyport)).toBe(theirs)
    await server.connect(theirs)
    await ours.start()
    await ours.send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'add' } }, { authInfo: alice })
    await ours.send({ jsonrpc: '2.0', id: 2, method: 'ping' }, { authInfo: alice })
    expect(events.filter(({ kind }) => kind === 'request.refused')).toHaveLength(1)
    expect(seen).toMatchObject([{ id: 2 }])
  })

  it.each([
    ['a second guard', (server: McpServer) => wrapServer(server, testGuard().sallyport)],
    ['a server that is connected', (server: McpServer) => server.connect(InMemoryTransport.createLinkedPair()[0])],
  ])('refuses %s', async (_case, prepare) => {
    const server = notesServer()
    await prepare(server)
    expect(() => wrapServer(server, testGuard().sallyport)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
    )
  })

  it('needs the name of the resource where there are several', () => {
    const resources = { notes: 'https://notes.example/mcp', admin: 'https://notes.example/admin' }
    const { sallyport } = testGuard({ resources })
    expect(() => wrapServer(notesServer(), sallyport)).toThrow('several resources')
    expect(wrapServer(notesServer(), sallyport.access('admin'))).toBeInstanceOf(McpServer)
  })

  it('does not let a cancellation overtake the request it is about [ST-64]', async () => {
    let decide = (_allowed: boolean) => {}
    const slow = new Promise<boolean>((resolve) => (decide = resolve))
    const authorize = ({ operation }: { operation: { key: string } }) => (operation.key === 'tools/zeta' ? slow : true)
    const { sallyport } = testGuard({ authorize })
    const order: unknown[] = []
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    wrapTransport(theirs, sallyport)
    theirs.onmessage = (message) => void order.push('method' in message && message.method)
    await ours.send({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'zeta' } }, { authInfo: alice })
    await ours.send(
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } },
      { authInfo: alice },
    )
    await ours.send({ jsonrpc: '2.0', method: 'notifications/other' }, { authInfo: alice })
    decide(true)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(order).toEqual(['notifications/other', 'tools/call', 'notifications/cancelled'])
  })
})
