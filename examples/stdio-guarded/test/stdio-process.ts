import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly data?: unknown }
}

/** Fails the process that opens a port. */
const NO_PORTS = `data:text/javascript,import net from 'node:net'
net.Server.prototype.listen = () => { throw new Error('opened a port') }`

/** The example as clients start it, with everything that it writes. */
export function startServer(env: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-stdio-'))
  const script = join(import.meta.dirname, '../server.ts')
  const child = spawn(
    process.execPath,
    ['--conditions=sallyport:source', '--import=tsx', `--import=${encodeURI(NO_PORTS)}`, script],
    { env: { ...env, PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir } },
  )
  const output: string[] = []
  const waiting = new Map<number, (message: Message) => void>()
  createInterface(child.stdout).on('line', (line) => {
    output.push(line)
    const message = JSON.parse(line) as Message
    if (message.id !== undefined) waiting.get(message.id)?.(message)
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(async () => {
    child.kill()
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  })
  const send = (message: object) => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  let ids = 0
  const ask = (method: string, params: object = {}): Promise<Message> =>
    new Promise((resolve) => {
      const id = ++ids
      waiting.set(id, resolve)
      send({ id, method, params })
    })
  return {
    output,
    log: () => log,
    ended,
    ask,
    send,
    call: (name: string, args: object = {}) => ask('tools/call', { name, arguments: args }),
    /** As a client that goes. */
    endInput: () => child.stdin.end(),
    async open(): Promise<void> {
      const clientInfo = { name: 'test', version: '1' }
      await ask('initialize', { protocolVersion: '2025-11-25', capabilities: { sampling: {}, roots: {} }, clientInfo })
      send({ method: 'notifications/initialized' })
    },
  }
}
