import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { visible } from '@sallyport/core/tool-guard'
import { UntrustedError } from './untrusted.js'
import type { TrustedServer } from './verify-trusted.js'

/** What asks a program to end or to do something, and can be passed on. */
const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'] as const

/** A terminal has sent these to both of us already. */
const SENT_BY_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGWINCH'])

export interface StartOptions {
  /** Default: standard input, output and error of this process, which the server then has itself: no byte passes through us. */
  readonly stdio?: 'inherit' | 'pipe'
  /** Whether a terminal stands in front of us. Default: whether standard input is one. */
  readonly atTerminal?: boolean
}

/** Starts it without a shell, and waits. @returns its exit code; 128 and the number of the signal that ended it */
export async function start(
  server: TrustedServer,
  { stdio = 'inherit', atTerminal = process.stdin.isTTY }: StartOptions = {},
): Promise<number> {
  const { command, args, env, cwd } = server
  const child = spawn(command, args, { env: { ...env }, cwd, stdio, shell: false, windowsHide: true })
  const listeners = FORWARDED.filter((signal) => !(atTerminal && SENT_BY_TERMINAL.has(signal))).map((signal) => {
    const forward = (): void => void child.kill(signal)
    return { signal, forward }
  })
  // With a listener the signal does not end us: we stay to tidy up when the server has ended.
  const ignored = atTerminal ? [...SENT_BY_TERMINAL].map((signal) => ({ signal, forward: () => undefined })) : []
  const all = [...listeners, ...ignored]
  for (const { signal, forward } of all) process.on(signal, forward)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        reject(
          new UntrustedError(
            'cannot_start',
            `"${server.name}" cannot be started (${error.code ?? 'unknown'}).`,
            `Check that ${visible(cwd)} is there and that programs may be started below the cache folder (--cache).`,
            { cause: error },
          ),
        )
      })
      child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
    })
  } finally {
    for (const { signal, forward } of all) process.off(signal, forward)
  }
}
