import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createTransportRegistry, wrapServer, type TransportRegistryOptions } from '@sallyport/core/sdk'
import type { Sallyport, SallyportOptions } from '@sallyport/core'
import { memoryStore } from '@sallyport/core/store'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { accessToken } from '../../adapter-contract/support/access-token.js'
import { startDeployment, type Deployment } from '../../adapter-contract/support/deployment.js'
import { oauthRoutes, protect } from '../src/index.js'
import { callMcp, message } from './support/call-mcp.js'

const INITIALIZE = message('initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
})
const COUNT = message('tools/call', { name: 'count' })

function notes(sallyport: Sallyport): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  let count = 0
  server.registerTool('count', {}, () => ({ content: [{ type: 'text', text: `count ${String(++count)}` }] }))
  server.registerTool('logout', {}, async (extra) => {
    // By now the stream of the answer is open.
    await new Promise((resolve) => setTimeout(resolve, 50))
    const rotated = await sallyport.sessions.rotate(extra)
    return { content: [{ type: 'text', text: `rotated ${String(rotated)}` }] }
  })
  return wrapServer(server, sallyport)
}

async function setUp(options: Partial<SallyportOptions> = {}, registry: TransportRegistryOptions = {}) {
  const store = memoryStore()
  const made: { transports?: ReturnType<typeof createTransportRegistry<StreamableHTTPServerTransport>> } = {}
  const app = await startDeployment(
    (sallyport) => {
      const transports = createTransportRegistry(
        sallyport,
        async (given) => {
          const transport = new StreamableHTTPServerTransport(given)
          await notes(sallyport).connect(transport)
          return transport
        },
        registry,
      )
      made.transports = transports
      onTestFinished(() => transports.close())
      const served = express()
      served.use(oauthRoutes(sallyport))
      served.all('/mcp', protect(sallyport), (req, res, next) => {
        transports.handleRequest(req, res, req.body).catch(next)
      })
      return served
    },
    { options: { store, ...options } },
  )
  if (made.transports === undefined) throw new Error('not opened')
  return { app, store, transports: made.transports }
}

async function begin(app: Deployment, token: string): Promise<{ 'mcp-session-id': string }> {
  const answer = await callMcp(app, token, INITIALIZE)
  await answer.text()
  expect(answer.status).toBe(200)
  return { 'mcp-session-id': answer.headers.get('mcp-session-id') ?? '' }
}

const send = (app: Deployment, token: string, method: string, headers: Record<string, string>) =>
  fetch(app.endpoint, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', ...headers },
  })

const bodyless = ({ headers }: Response) => [...headers].filter(([name]) => !['date', 'keep-alive'].includes(name))

describe('a session of SDK v1 behind the gate', () => {
  it('is served to its owner, with an id of ours [ST-21] [ST-22] [F-33]', async () => {
    const { app, transports } = await setUp()
    const token = await accessToken(app)
    const client = new Client({ name: 'c', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${token}` } }
    const transport = new StreamableHTTPClientTransport(new URL(app.endpoint), { requestInit })
    await client.connect(transport)
    expect(transport.sessionId).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await client.callTool({ name: 'count' })).toMatchObject({ content: [{ text: 'count 1' }] })
    expect(await client.callTool({ name: 'count' })).toMatchObject({ content: [{ text: 'count 2' }] })
    await transport.terminateSession()
    await client.close()
    expect(transports.size).toBe(0)
    const kinds = app.events.map(({ kind }) => kind).filter((kind) => kind.startsWith('session.'))
    expect(kinds).toEqual(['session.opened', 'session.ended'])
  })

  it('does not exist for anybody else, by POST, GET, replay and DELETE [ST-23] [ST-27] [ST-31] [F-30]', async () => {
    const { app } = await setUp()
    const [alice, mallory] = [await accessToken(app), await accessToken(app, 'notes:read', 'bob')]
    const session = await begin(app, alice)
    const attempts = [
      await callMcp(app, mallory, COUNT, session),
      await callMcp(app, mallory, INITIALIZE, session),
      await send(app, mallory, 'GET', session),
      await send(app, mallory, 'GET', { ...session, 'last-event-id': '0' }),
      await send(app, mallory, 'DELETE', session),
    ]
    const control = await callMcp(app, mallory, COUNT, { 'mcp-session-id': 'of-nobody' })
    const expected = await control.text()
    expect(control.status).toBe(404)
    for (const attempt of attempts) {
      expect(attempt.status).toBe(404)
      expect(await attempt.text()).toBe(expected)
      expect(bodyless(attempt)).toEqual(bodyless(control))
    }
    expect(await (await callMcp(app, alice, COUNT, session)).text()).toContain('count 1')
  })

  it('never has the id that a client chose [ST-29]', async () => {
    const { app } = await setUp()
    const token = await accessToken(app)
    const planted = { 'mcp-session-id': 'planted' }
    expect((await callMcp(app, token, INITIALIZE, planted)).status).toBe(404)
    expect((await callMcp(app, token, COUNT, planted)).status).toBe(404)
    expect((await begin(app, token))['mcp-session-id']).not.toBe('planted')
  })

  it('is dead at once when it is rotated, and the call that did it gets its answer [F-31] [F-33]', async () => {
    const { app, transports } = await setUp()
    const token = await accessToken(app)
    const session = await begin(app, token)
    const answer = await callMcp(app, token, message('tools/call', { name: 'logout' }), session)
    expect(await answer.text()).toContain('rotated true')
    expect((await callMcp(app, token, COUNT, session)).status).toBe(404)
    await expect.poll(() => transports.size).toBe(0)
    expect(await (await callMcp(app, token, COUNT, await begin(app, token))).text()).toContain('count 1')
  })

  it('ends with its grant, and its transport with it [F-31]', async () => {
    const { app, transports } = await setUp()
    const session = await begin(app, await accessToken(app))
    const other = await begin(app, await accessToken(app, 'notes:read', 'bob'))
    const opened = app.events.find(({ kind }) => kind === 'session.opened')
    await app.sallyport.revoke({ subject: opened?.subject ?? '' })
    expect(transports.size).toBe(1)
    expect(app.events).toContainEqual(expect.objectContaining({ kind: 'session.ended', by: 'grant' }))
    expect(session).not.toEqual(other)
  })

  it('is listed for its person and ended by them [F-31]', async () => {
    const { app, transports } = await setUp()
    const token = await accessToken(app)
    const session = await begin(app, token)
    const subject = app.events.find(({ kind }) => kind === 'session.opened')?.subject ?? ''
    const [shown] = await app.sallyport.sessions.list(subject)
    expect(await app.sallyport.sessions.endById('somebody else', shown?.id ?? '')).toBe(false)
    expect(await app.sallyport.sessions.endById(subject, shown?.id ?? '')).toBe(true)
    expect((await callMcp(app, token, COUNT, session)).status).toBe(404)
    expect(transports.size).toBe(0)
  })
})

describe('a registry of transports', () => {
  it('makes room by ending the session unused for longest [F-33]', async () => {
    const { app, transports } = await setUp({}, { maxTransports: 2 })
    const token = await accessToken(app)
    const first = await begin(app, token)
    const second = await begin(app, token)
    expect((await callMcp(app, token, COUNT, first)).status).toBe(200)
    const third = await begin(app, token)
    expect(transports.size).toBe(2)
    const statuses = [first, second, third].map(async (session) => (await callMcp(app, token, COUNT, session)).status)
    expect(await Promise.all(statuses)).toEqual([200, 404, 200])
  })

  it('closes on request what ended elsewhere, and leaves the rest [F-31] [F-33]', async () => {
    const { app, store, transports } = await setUp()
    const token = await accessToken(app)
    await begin(app, token)
    await begin(app, token)
    expect(await transports.sweep()).toBe(0)
    // Another process ends one of them: nobody here hears of it.
    const opened = app.events.find(({ kind }) => kind === 'session.opened')
    const ended = opened !== undefined && 'session' in opened ? opened.session : ''
    expect(await store.records.delete(`session:${ended}`)).toBe(true)
    expect(transports.size).toBe(2)
    expect(await transports.sweep()).toBe(1)
    expect(transports.size).toBe(1)
  })

  it('keeps nothing for requests that open no session [ST-25]', async () => {
    const { app, transports } = await setUp()
    const answer = await callMcp(app, await accessToken(app), COUNT)
    expect(answer.status).toBe(400)
    expect(transports.size).toBe(0)
  })
})
