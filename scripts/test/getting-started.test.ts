import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { root } from '../lib/workspace.mjs'

/** A free port whose neighbour is free as well: the development provider takes it. */
async function freePair(): Promise<number> {
  const listen = (port: number) =>
    new Promise<ReturnType<typeof createServer> | undefined>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(undefined)).listen(port, '127.0.0.1', () => resolve(server))
    })
  for (;;) {
    const first = await listen(0)
    const port = (first?.address() as AddressInfo).port
    const second = port < 65_535 ? await listen(port + 1) : undefined
    first?.close()
    second?.close()
    if (second) return port
  }
}

it('the server of the guide starts, refuses a stranger and says where to go', async () => {
  const port = await freePair()
  const server = spawn(
    process.execPath,
    ['--conditions=sallyport:source', '--import', 'tsx', 'docs/snippets/getting-started.ts'],
    { cwd: root, env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  onTestFinished(() => void server.kill())
  const ready = await new Promise<string>((resolve, reject) => {
    let output = ''
    server.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    server.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    server.once('exit', () => reject(new Error(output)))
  })
  expect(ready).toBe(`http://127.0.0.1:${String(port)}/mcp`)

  const answer = await fetch(ready, { method: 'POST' })
  expect(answer.status).toBe(401)
  const challenge = answer.headers.get('www-authenticate') ?? ''
  expect(challenge).toContain('scope="notes:read notes:write"')
  const metadata = await fetch(/resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '')
  expect(await metadata.json()).toMatchObject({ resource: ready })
})
