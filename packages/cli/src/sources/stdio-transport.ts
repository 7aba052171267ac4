import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseJSONRPCMessage, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/client'
import { parseStrict, type JsonFault } from './strict-json.js'

/** How long a server has to end after its input was closed, and again after SIGTERM. */
const GRACE_MS = 500

const MAX_STDERR = 65_536

const OWN_GROUP = process.platform !== 'win32'

export interface StdioOptions {
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** Of all that the server may print to its standard output. */
  readonly maxBytes: number
  /** The server said what must not be read on. */
  readonly onFault: (fault: JsonFault | 'too_large') => void
}

/** A local server and what it wrote to its standard error. */
export interface StdioConnection {
  readonly transport: Transport
  stderr(): string
  /** Exit code or signal of a process that ended by itself. */
  ended(): string | undefined
}

/** What `npx` starts is a process below it: the whole group goes. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(OWN_GROUP ? -child.pid : child.pid, signal)
  } catch {
    // It has ended already.
  }
}

/** Who interrupts us means the server too; it sits in a group of its own and would not hear of it. */
function endsWithUs(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const onExit = (): void => kill(child, 'SIGKILL')
  const onSignal = (signal: NodeJS.Signals): void => {
    release()
    kill(child, 'SIGKILL')
    process.kill(process.pid, signal)
  }
  const release = (): void => {
    process.off('exit', onExit)
    for (const signal of signals) process.off(signal, onSignal)
  }
  process.once('exit', onExit)
  for (const signal of signals) process.once(signal, onSignal)
  return release
}

/** Starts a server without a shell and speaks to it over its standard input and output, one message a line. */
export function stdioConnection({ argv, env, maxBytes, onFault }: StdioOptions): StdioConnection {
  const [program, ...args] = argv
  let child: ChildProcess | undefined
  let release = (): void => undefined
  let stderr = ''
  let ended: string | undefined
  let received = 0
  let rest: Buffer[] = []

  const onLine = (line: string): void => {
    // Servers print banners where only messages belong; those are passed over.
    if (!/^\s*[[{]/.test(line)) return
    const parsed = parseStrict(line)
    if (!parsed.ok) {
      if (parsed.reason !== 'malformed') onFault(parsed.reason)
      return
    }
    let message: JSONRPCMessage
    try {
      message = parseJSONRPCMessage(parsed.value)
    } catch (error) {
      transport.onerror?.(error as Error)
      return
    }
    transport.onmessage?.(message)
  }

  const onData = (chunk: Buffer): void => {
    received += chunk.byteLength
    if (received > maxBytes) return onFault('too_large')
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8')
      rest = []
      start = end + 1
      onLine(line)
    }
    if (start < chunk.byteLength) rest.push(chunk.subarray(start))
  }

  const exited = (process: ChildProcess): boolean => process.exitCode !== null || process.signalCode !== null

  const transport: Transport = {
    start: () =>
      new Promise((resolve, reject) => {
        const started = spawn(program, args, {
          env: { ...env },
          stdio: ['pipe', 'pipe', 'pipe'],
          shell: false,
          windowsHide: true,
          detached: OWN_GROUP,
        })
        child = started
        release = endsWithUs(started)
        started.once('spawn', resolve)
        started.once('error', reject)
        started.once('exit', (code, signal) => (ended = signal ?? `exit code ${String(code)}`))
        started.once('close', () => transport.onclose?.())
        started.stdin.on('error', () => undefined)
        started.stdout.on('data', onData)
        started.stderr.on('data', (chunk: Buffer) => {
          stderr = (stderr + chunk.toString('utf8')).slice(-MAX_STDERR)
        })
      }),
    async send(message) {
      const line = `${JSON.stringify(message)}\n`
      if (child?.stdin?.writable !== true) throw new Error('The server has closed its input.')
      child.stdin.write(line)
    },
    async close() {
      const running = child
      if (running === undefined) return
      child = undefined
      running.stdin?.end()
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const giveUp = new AbortController()
        const gone = exited(running) || new Promise<true>((resolve) => running.once('exit', () => resolve(true)))
        await Promise.race([gone, sleep(GRACE_MS, undefined, { signal: giveUp.signal }).catch(() => undefined)])
        giveUp.abort()
        if (!exited(running)) kill(running, signal)
      }
      // What it left behind in its group.
      kill(running, 'SIGKILL')
      running.stdout?.destroy()
      running.stderr?.destroy()
      release()
    },
  }
  return { transport, stderr: () => stderr, ended: () => ended }
}
