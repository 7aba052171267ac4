import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { sourceConditions } from './source-condition.js'

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** A port that was free a moment ago, from below those that systems hand out by themselves. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

export interface ExampleProcess {
  /** The MCP endpoint. */
  readonly endpoint: string
  readonly origin: string
  readonly idpOrigin: string
  /** Everything it wrote: audit events and warnings. */
  readonly output: () => string
  /** Ends it and waits for that; `SIGKILL` leaves it no time for a farewell. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface ExampleOptions {
  /** The server to run. */
  readonly script: URL
  readonly port: number
  readonly idpPort: number
  readonly dataDir: string
  readonly keysFile?: string
  readonly args?: readonly string[]
  /** Modules to be loaded before the server; tests watch it through them. */
  readonly imports?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A process on its way. */
export interface StartingExample {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>
  /** Resolves when it serves, rejects when it ends before that. */
  readonly serving: Promise<ExampleProcess>
}

/** Starts the example as a process of its own and resolves when it serves. */
export function startExample(options: ExampleOptions): Promise<ExampleProcess> {
  return spawnExample(options).serving
}

export function spawnExample(options: ExampleOptions): StartingExample {
  const script = fileURLToPath(options.script)
  const imports = ['tsx', ...(options.imports ?? [])].map((module) => `--import=${module}`)
  const conditions = sourceConditions.map((condition) => `--conditions=${condition}`)
  const child = spawn(process.execPath, [...conditions, ...imports, script, ...(options.args ?? [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: String(options.port),
      IDP_PORT: String(options.idpPort),
      DATA_DIR: options.dataDir,
      ...(options.keysFile && { KEYS_FILE: options.keysFile }),
      ...options.env,
    },
  })
  return { child, serving: untilServing(child, options) }
}

function untilServing(child: StartingExample['child'], options: ExampleOptions): Promise<ExampleProcess> {
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const origin = `http://127.0.0.1:${String(options.port)}`
  const running: ExampleProcess = {
    endpoint: `${origin}/mcp`,
    origin,
    idpOrigin: `http://127.0.0.1:${String(options.idpPort)}`,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await exited
    },
  }
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      output += `${line}\n`
      if (line.startsWith('ready ')) resolve(running)
    })
    void exited.then((code) => reject(new Error(`The example ended with ${String(code)} before it served:\n${output}`)))
  })
}
