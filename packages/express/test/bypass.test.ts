import express from 'express'
import { describe, expect, it } from 'vitest'
import { protect } from '../src/index.js'
import { majors, startApp, type AppOptions } from './support/app.js'
import { callMcp, message } from './support/call-mcp.js'
import { register, signIn } from './support/oauth-client.js'
import { openWalker } from './support/walker.js'

async function counted(setup: AppOptions) {
  const ran: unknown[] = []
  const app = await startApp({ ...setup, handler: (req, res) => void (ran.push(req.body), res.json({ ran: true })) })
  const { tokens } = await signIn(app, await register(app), openWalker(), { scope: 'notes:read' })
  return { app, token: tokens.access_token, ran }
}

const PING = JSON.stringify(message('ping'))
const ADD = message('tools/call', { name: 'notes_add' })

describe.each(Object.entries(majors))('behind parsers on %s', (_name, framework) => {
  it.each([
    ['any JSON value', express.json({ strict: false }), ['null', '1', '"ping"', '[]', `[${PING}]`, '{}']],
    ['text', express.text({ type: '*/*' }), [PING, JSON.stringify(ADD)]],
    ['bytes', express.raw({ type: '*/*' }), [PING, JSON.stringify(ADD)]],
    [
      'forms',
      express.urlencoded({ extended: true, type: '*/*' }),
      ['a[__proto__][method]=ping', 'jsonrpc=2.0&id=1&method=ping&method=ping'],
    ],
  ])('runs nothing that a parser of %s made no message of [ST-08] [ST-17]', async (_case, parser, bodies) => {
    const { app, token, ran } = await counted({ framework, before: (host) => void host.use('/mcp', parser) })
    for (const body of bodies) {
      const { status } = await callMcp(app, token, body)
      expect([body, status]).toEqual([body, 400])
    }
    expect(ran).toEqual([])
  })

  it('judges a message that a parser has changed as the handler will get it [ST-17] [RS-69]', async () => {
    const reviver = (key: string, value: unknown) => (key === 'method' && value === 'ping' ? 'tools/call' : value)
    const { app, token, ran } = await counted({ framework, before: (host) => void host.use(express.json({ reviver })) })
    expect((await callMcp(app, token, message('ping', { name: 'notes_add' }))).status).toBe(403)
    expect(
      (
        await callMcp(
          app,
          token,
          '{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"ping","params":{"name":"notes_add"}}',
        )
      ).status,
    ).toBe(403)
    expect(ran).toEqual([])
  })

  it('judges a request whose method a middleware has changed by the new one [ST-16] [RS-20]', async () => {
    const { app, token, ran } = await counted({
      framework,
      before: (host) =>
        void host.use((req, _res, next) => {
          req.method = req.get('x-method') ?? req.method
          next()
        }),
    })
    const ask = (authorization: string, method: string) =>
      callMcp(app, undefined, message('ping'), { authorization, 'x-method': method })
    expect((await ask('Bearer nonsense', 'DELETE')).status).toBe(401)
    expect((await ask(`Bearer ${token}`, 'PUT')).status).toBe(405)
    expect((await ask(`Bearer ${token}`, 'HEAD')).status).toBe(405)
    expect(ran).toEqual([])
    expect((await ask(`Bearer ${token}`, 'DELETE')).status).toBe(200)
    expect(ran).toEqual([undefined])
  })

  it('judges once more, and by the same message, where protect stands twice [ST-17]', async () => {
    const { app, token, ran } = await counted({ framework })
    const host = framework()
    host.use('/mcp', protect(app.sallyport))
    host.all('/mcp', protect(app.sallyport), (req, res) => void (ran.push(req.body), res.end()))
    const server = host.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const endpoint = `http://127.0.0.1:${String((server.address() as { port: number }).port)}/mcp`
    expect((await callMcp({ ...app, endpoint }, token, ADD)).status).toBe(403)
    expect((await callMcp({ ...app, endpoint }, token)).status).toBe(200)
    expect(ran).toEqual([message('ping')])
    server.closeAllConnections()
    server.close()
  })
})
