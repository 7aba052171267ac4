import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { listen } from '../../../src/host/node/index.js'

const hello = (_request: unknown, response: { end(text: string): unknown }) => void response.end('hello')

async function path(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sallyport-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  return join(directory, 'mcp.sock')
}

async function open(socketPath: string) {
  const result = await listen(hello, { socketPath })
  onTestFinished(() => result.close())
  return result
}

function ask(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/mcp', agent: false }, (response) => {
      response.setEncoding('utf8').once('data', resolve)
    })
      .once('error', reject)
      .end()
  })
}

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)

it('makes a socket that only its owner can open, from its first instant [LO-03]', async () => {
  const socketPath = await path()
  const before = process.umask(0o000)
  onTestFinished(() => void process.umask(before))
  const modes: Promise<string>[] = []
  const server = createServer(hello)
  const { listen: bind } = server
  // Bound and not yet announced: this is the earliest at which anybody could connect.
  server.listen = ((...args: Parameters<typeof bind>) => {
    const result = bind.apply(server, args)
    modes.push(modeOf(socketPath))
    return result
  }) as typeof bind
  const { port, close } = await listen(server, { socketPath })
  onTestFinished(close)

  expect(await Promise.all(modes)).toEqual(['600'])
  expect(await modeOf(socketPath)).toBe('600')
  expect(port).toBeUndefined()
  expect(await ask(socketPath)).toBe('hello')
  expect(process.umask(0o000)).toBe(0o000)
})

it('takes the place of a server that was killed [LO-03]', async () => {
  const socketPath = await path()
  const script = `require('node:http').createServer().listen(${JSON.stringify(socketPath)}, () => console.log('up'))`
  const child = spawn(process.execPath, ['-e', script])
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')

  await open(socketPath)

  expect(await ask(socketPath)).toBe('hello')
  expect(await modeOf(socketPath)).toBe('600')
})

it('leaves a server alone that still answers [LO-03]', async () => {
  const socketPath = await path()
  await open(socketPath)
  await expect(listen(hello, { socketPath })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  expect(await ask(socketPath)).toBe('hello')
})

it('removes nothing that is no socket [LO-03]', async () => {
  const file = await path()
  await writeFile(file, 'precious')
  await expect(listen(hello, { socketPath: file })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  expect((await stat(file)).size).toBe(8)
})

it('fails where there is no directory [LO-03]', async () => {
  await expect(listen(hello, { socketPath: `${await path()}/no/mcp.sock` })).rejects.toMatchObject({
    code: 'ERR_CONFIG',
  })
})
