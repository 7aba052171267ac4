import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { InputError } from '@sallyport/core/errors'
import type { Settings } from './options.js'
import type { CommandResult } from './types.js'

/** The program and what it started: its group on POSIX, its tree on Windows. A program may leave its group on purpose. */
function killAll(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    const taskkill = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe')
    spawn(taskkill, ['/PID', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => child.kill())
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

/** Keeps what comes until both outputs together are too long. */
function collector(maxBytes: number, onFull: () => void) {
  let left = maxBytes
  return (stream: NodeJS.ReadableStream | null): (() => string) => {
    const parts: Buffer[] = []
    stream?.on('data', (chunk: Buffer) => {
      if (chunk.length > left) onFull()
      parts.push(chunk.subarray(0, left))
      left = Math.max(0, left - chunk.length)
    })
    return () => Buffer.concat(parts).toString('utf8')
  }
}

const notStarted = (cause: unknown): InputError =>
  new InputError('The program cannot be started now.', { reason: 'command_not_started', cause })

function start(args: readonly string[], { program, cwd, env }: Settings, hasInput: boolean): ChildProcess {
  try {
    return spawn(program, args, {
      cwd,
      env,
      shell: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
  } catch (cause) {
    // Some errors of the system are thrown, such as that of arguments that are too long (E2BIG).
    throw notStarted(cause)
  }
}

/** Starts the program without a shell, in a group of its own, and waits until nothing of it is left. */
export function runProcess(
  args: readonly string[],
  settings: Settings,
  input: Uint8Array,
  signal?: AbortSignal,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    let ended: CommandResult['ended'] = 'exit'
    const child = start(args, settings, input.length > 0)
    const stop = (why: CommandResult['ended']) => {
      if (ended === 'exit') ended = why
      killAll(child)
      // What has left the group may hold the outputs open for ever.
      child.stdout?.destroy()
      child.stderr?.destroy()
    }
    const onAbort = () => stop('aborted')
    const timer = setTimeout(() => stop('timeout'), settings.timeoutMs)
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    const collect = collector(settings.maxOutputBytes, () => stop('output'))
    const stdout = collect(child.stdout)
    const stderr = collect(child.stderr)
    // It may end without reading.
    child.stdin?.on('error', () => undefined).end(input)
    child.once('error', (cause) => {
      settle()
      reject(notStarted(cause))
    })
    // What it started and left behind holds the outputs open.
    child.once('exit', () => killAll(child))
    child.once('close', (exitCode) => {
      settle()
      resolve({ ended, exitCode: ended === 'exit' ? exitCode : null, stdout: stdout(), stderr: stderr() })
    })
  })
}
