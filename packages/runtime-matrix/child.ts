import { spawn, type ChildProcess } from 'node:child_process'

export interface Ended {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Starts a program in a group of its own, so that `npx` takes what it started along when it ends. */
export function start(command: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(command, args, {
    env: { ...process.env, npm_config_loglevel: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
}

export function stop(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program to its end; after `limitMs` it is stopped. */
export function runToEnd(child: ChildProcess, limitMs: number): Promise<Ended> {
  const parts: Record<'output' | 'errors', string> = { output: '', errors: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (parts.output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (parts.errors += text))
  const timer = setTimeout(() => stop(child), limitMs)
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, ...parts })
    })
  })
}
