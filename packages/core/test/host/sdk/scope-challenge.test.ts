import {
  createMcpHandler,
  McpServer,
  requireScopes,
  ResourceTemplate,
  type AuthInfo,
  type ScopeChallengeHandler,
} from '@modelcontextprotocol/server'
import { describe, expect, it } from 'vitest'
import { scopeChallenge } from '../../../src/host/sdk/index.js'
import { alice, authInfoFor, RESOURCE, testGuard, writer } from './support.js'

/** A server that is not wrapped: the challenges are all that stands before its handlers. */
function notesServer(handler: ScopeChallengeHandler, ran: string[]): McpServer {
  const server = new McpServer({ name: 'notes', version: '2' })
  for (const name of ['zeta', 'add', 'wipe', 'hidden', 'many']) {
    server.registerTool(name, { scopeChallenge: handler }, () => {
      ran.push(name)
      return { content: [] }
    })
  }
  server.registerPrompt('secret', { scopeChallenge: handler }, () => {
    ran.push('secret')
    return { messages: [] }
  })
  const read = ({ href }: URL) => {
    ran.push(href)
    return { contents: [{ uri: href, text: '' }] }
  }
  server.registerResource('secret', 'note://secret', { scopeChallenge: handler }, read)
  const vault = new ResourceTemplate('note://vault/{id}', { list: undefined })
  server.registerResource('vault', vault, { scopeChallenge: handler }, read)
  return server
}

const operations = {
  default: ['read'],
  'tools/add': ['write'],
  'tools/many': ['write', 'audit', 'read'],
  'tools/wipe': { scope: ['write'], roles: ['admin'] },
  'tools/hidden': 'deny',
  'prompts/secret': ['write'],
  'resources/note://secret': ['write'],
  'resources/note://vault/1': ['write'],
} as const

const modern = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'c', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

describe.each(['2026-07-28', '2025-11-25'])('scopeChallenge in a server of SDK v2, revision %s', (revision) => {
  function deployment(handler?: ScopeChallengeHandler) {
    const { sallyport, reasons } = testGuard({ operations })
    const ran: string[] = []
    const { fetch } = createMcpHandler(() => notesServer(handler ?? scopeChallenge(sallyport), ran))
    const ask = async (method: string, params: Record<string, unknown>, authInfo?: AuthInfo) => {
      const isModern = revision === '2026-07-28'
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': revision,
        ...(isModern && { 'mcp-method': method, 'mcp-name': String(params['name'] ?? params['uri']) }),
      }
      const all = { ...params, ...(isModern && { _meta: modern }) }
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: all })
      const request = new Request(RESOURCE, { method: 'POST', headers, body })
      const response = await fetch(request, authInfo ? { authInfo } : {})
      const challenge = response.headers.get('www-authenticate')
      return { status: response.status, challenge, text: await response.text() }
    }
    const call = (name: string, authInfo?: AuthInfo) => ask('tools/call', { name, arguments: {} }, authInfo)
    return { ask, call, ran, reasons }
  }

  it('lets through who has the scopes [TL-02]', async () => {
    const { ask, call, ran } = deployment()
    expect((await call('zeta', alice)).status).toBe(200)
    expect((await call('add', writer)).status).toBe(200)
    expect((await ask('resources/read', { uri: 'note://secret' }, writer)).status).toBe(200)
    expect(ran).toEqual(['zeta', 'add', 'note://secret'])
  })

  it('answers 403 with all scopes at once, whatever part of them is there [TL-02] [RS-60] [RS-61] [F-81]', async () => {
    const { call, ran, reasons } = deployment()
    for (const scopes of [[], ['read'], ['write'], ['write', 'read']]) {
      const { status, challenge } = await call('many', authInfoFor({ subject: 'a', scopes }))
      expect(status).toBe(403)
      expect(challenge).toContain('error="insufficient_scope"')
      expect(challenge).toContain('scope="audit read write"')
      expect(challenge).toContain('resource_metadata="https://notes.example/.well-known/')
    }
    expect(ran).toEqual([])
    expect(new Set(reasons())).toEqual(new Set(['insufficient_scope']))
  })

  it.each([
    ['a tool', 'tools/call', { name: 'add', arguments: {} }],
    ['a prompt', 'prompts/get', { name: 'secret' }],
    ['a resource', 'resources/read', { uri: 'note://secret' }],
    ['a resource under another spelling', 'resources/read', { uri: 'NOTE://secret' }],
    ['a resource of a template', 'resources/read', { uri: 'note://vault/1' }],
  ])('names what %s needs [TL-02] [RS-61]', async (_case, method, params) => {
    const { ask, ran } = deployment()
    const { status, challenge } = await ask(method, params, alice)
    expect([status, challenge]).toEqual([403, expect.stringContaining('scope="write"')])
    expect(ran).toEqual([])
  })

  it('runs nothing without authInfo, where the SDK’s own requireScopes does: the control [TL-02] [RS-65]', async () => {
    const control = deployment(requireScopes('write'))
    expect((await control.call('add')).status).toBe(200)
    expect(control.ran).toEqual(['add'])
    const { call, ran, reasons } = deployment()
    for (const name of ['zeta', 'add']) {
      const { status, challenge } = await call(name)
      expect([status, challenge]).toEqual([500, null])
    }
    expect([ran, reasons()]).toEqual([[], ['caller_unknown', 'caller_unknown']])
  })

  it.each([
    ['a role is missing', 'wipe', writer, 'role_missing'],
    ['the rule denies', 'hidden', writer, 'operation_denied'],
    [
      'the token is for another resource',
      'zeta',
      authInfoFor({ subject: 'a', resource: 'https://b.example/' }),
      'caller_unknown',
    ],
    ['another verifier made authInfo', 'zeta', { token: 't', clientId: 'c', scopes: ['read'] }, 'caller_unknown'],
  ])('fails where %s, and asks for no scopes [TL-02] [RS-61] [RS-65]', async (_case, name, authInfo, reason) => {
    const { call, ran, reasons } = deployment()
    const { status, challenge, text } = await call(name, authInfo)
    expect([status, challenge]).toEqual([500, null])
    expect(text).not.toContain(reason)
    expect([ran, reasons()]).toEqual([[], [reason]])
  })
})
