import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listen, type ListenOptions } from '../../../src/host/node/index.js'

const hello = (_request: unknown, response: { end(text: string): unknown }) => void response.end('hello')

async function listening(options: ListenOptions, handler: Parameters<typeof listen>[0] = hello) {
  const result = await listen(handler, options)
  onTestFinished(() => result.close())
  return result
}

function warnings(): string[] {
  const seen: string[] = []
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void seen.push(String(warning)))
  onTestFinished(() => spy.mockRestore())
  return seen
}

describe('listen', () => {
  it('opens the port to this machine only [ST-06]', async () => {
    const seen = warnings()
    const { server, port } = await listening({ port: 0 })
    expect(server.address()).toMatchObject({ address: '127.0.0.1', port })
    expect(await (await fetch(`http://127.0.0.1:${String(port)}`)).text()).toBe('hello')
    expect(seen).toEqual([])
  })

  it.each(['127.0.0.1', '127.0.0.2', 'localhost', 'LOCALHOST', '::1'])(
    'asks for nothing on %s [ST-06]',
    async (host) => {
      const attempt = listening({ port: 0, host })
      // A machine without IPv6 cannot listen there; that is not our refusal.
      await attempt.catch((error: unknown) => expect(error).not.toMatchObject({ code: 'ERR_CONFIG' }))
    },
  )

  it.each(['0.0.0.0', '::', '192.0.2.1', 'notes.example.com', '127.0.0.1.example.com', 'notes.localhost', ''])(
    'does not open %j with nothing that authenticates callers [ST-07]',
    async (host) => {
      const server = createServer(hello)
      await expect(listen(server, { port: 0, host })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
      expect(server.listening).toBe(false)
    },
  )

  it('opens to others what a gate protects, once that is ready [ST-07]', async () => {
    const seen = warnings()
    const ready = vi.fn(() => Promise.resolve())
    const { server } = await listening({ port: 0, host: '0.0.0.0', protectedBy: { ready } })
    expect(server.address()).toMatchObject({ address: '0.0.0.0' })
    expect(ready).toHaveBeenCalledOnce()
    expect(seen).toEqual([])
  })

  it('opens nothing while the gate cannot start [ST-07]', async () => {
    const server = createServer(hello)
    const protectedBy = { ready: () => Promise.reject(new Error('no keys')) }
    await expect(listen(server, { port: 0, host: '0.0.0.0', protectedBy })).rejects.toThrow('no keys')
    expect(server.listening).toBe(false)
  })

  it('warns of an open port without authentication that was asked for [ST-06] [ST-07]', async () => {
    const seen = warnings()
    await listening({ port: 0, host: '0.0.0.0', unsafelyWithoutAuthentication: true })
    expect(seen).toEqual([expect.stringContaining('0.0.0.0 without authentication')])
  })

  it.each<[string, object]>([
    ['neither a port nor a socket', {}],
    ['a port and a socket', { port: 0, socketPath: '/tmp/x.sock' }],
    ['a port that is none', { port: 65_536 }],
    ['an unknown option', { port: 0, hostname: '127.0.0.1' }],
    ['a gate that is none', { port: 0, protectedBy: {} }],
  ])('refuses %s [ST-06]', async (_case, options) => {
    await expect(listen(hello, options)).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('reports a port that is taken [ST-06]', async () => {
    const { port = 0 } = await listening({ port: 0 })
    await expect(listen(hello, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('closes: the port is free again, and a second time is an error [ST-06]', async () => {
    const result = await listen(hello, { port: 0 })
    await fetch(`http://127.0.0.1:${String(result.port)}`).then((answer) => answer.text())
    await result.close()
    await expect(fetch(`http://127.0.0.1:${String(result.port)}`)).rejects.toThrow()
    await expect(result.close()).rejects.toMatchObject({ code: 'ERR_SERVER_NOT_RUNNING' })
  })
})
