import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A program of ours in a process of its own. It ends when this process does: its standard input closes. */
export interface Child {
  /** The rest of the line that says that it serves. */
  readonly ready: string
  /** Writes a line to its standard input. */
  tell(line: string): void
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
}

export interface ChildEvents {
  /** A line it has printed. */
  readonly said?: (line: string) => void
  /** It had served, and has ended without a {@link Child.kill}. */
  readonly died?: (lastWords: string) => void
}

const READY = 'ready '
const START_MS = 60_000
const LAST_WORDS = 2_000

/** From sources where this process runs from sources, which only the test runner does in a way of its own. */
const built =
  process.execArgv.includes('--import') && !process.execArgv.some((flag) => flag.endsWith('sallyport:source'))
const conditions = built ? [] : ['--conditions=sallyport:source']

/** @throws {Error} when it ends, or says nothing for too long, before it serves */
export async function startChild(program: URL, config: unknown, events: ChildEvents = {}): Promise<Child> {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    [...conditions, '--import', import.meta.resolve('tsx'), fileURLToPath(program)],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, SOAK_CONFIG: JSON.stringify(config) } },
  )
  let serves = false
  let killed = false
  let lastWords = ''
  child.stdin.on('error', () => undefined)
  child.stderr.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-LAST_WORDS)))
  const exited = once(child, 'exit').then(([code, signal]) => {
    const words = `${String(code ?? signal)} ${lastWords}`.trim()
    if (serves && !killed) events.died?.(words)
    return words
  })
  const kill = async (): Promise<void> => {
    killed = true
    child.kill('SIGKILL')
    await exited
  }

  const ready = new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith(READY)) resolve(line.slice(READY.length))
      else events.said?.(line)
    })
  })
  const waiting = new AbortController()
  const late = setTimeout(START_MS, undefined, { signal: waiting.signal }).then(
    () => 'said nothing in time',
    () => 'served',
  )
  const first = await Promise.race([
    ready,
    exited.then((words) => new Error(words)),
    late.then((why) => new Error(why)),
  ])
  waiting.abort()
  serves = typeof first === 'string'
  if (typeof first === 'string') return { ready: first, kill, tell: (line) => void child.stdin.write(`${line}\n`) }
  await kill()
  throw new Error(`${fileURLToPath(program)} does not start: ${first.message}`)
}

/** In a child: what it was started with, and its end with its parent. */
export function readConfig(): unknown {
  process.stdin.resume().once('end', () => process.exit(0))
  return JSON.parse(process.env['SOAK_CONFIG'] ?? 'null')
}

/** In a child: says that it serves. */
export function sayReady(what = ''): void {
  process.stdout.write(`${READY}${what}\n`)
}
