import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** What it has printed so far. */
  readonly lines: readonly string[]
  /** Resolves with the first line that matches. */
  until(prefix: string): Promise<string>
  send(line: string): void
  kill(): Promise<void>
  /** Resolves when it has ended by itself. @throws {Error} when it failed */
  ended(): Promise<void>
}

/** Starts a program in a process of its own. */
export function startChild(program: URL, ...args: readonly string[]): Child {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    ['--conditions=sallyport:source', '--import', import.meta.resolve('tsx'), fileURLToPath(program), ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines: string[] = []
  const reader = createInterface(child.stdout)
  reader.on('line', (line) => lines.push(line))
  const closed = once(reader, 'close')
  const exit = once(child, 'exit')
  return {
    lines,
    async until(prefix) {
      for (;;) {
        const line = lines.find((each) => each.startsWith(prefix))
        if (line !== undefined) return line
        const ended = await Promise.race([once(reader, 'line').then(() => false), exit.then(() => true)])
        if (ended && !lines.some((each) => each.startsWith(prefix))) throw new Error(`ended before "${prefix}"`)
      }
    },
    send: (line) => void child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL')
      await Promise.all([exit, closed])
    },
    async ended() {
      const [code] = (await exit) as [number | null]
      await closed
      if (code !== 0) throw new Error(`ended with ${String(code)}`)
    },
  }
}
