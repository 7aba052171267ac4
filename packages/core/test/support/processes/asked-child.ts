import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const FLAGS = ['--conditions=sallyport:source', '--import', import.meta.resolve('tsx')]

/** A program of ours in a process of its own that does one task after another, and says first that it is ready. */
export interface AskedChild<Task> {
  ask<Result>(task: Task): Promise<Result>
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** Resolves when it is gone; also when it was gone before. */
  kill(): Promise<void>
}

function asker<Task>(child: ChildProcess): AskedChild<Task>['ask'] {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (reason: unknown) => void }>()
  let asked = 0
  child.on('message', (message: { id: number; result?: unknown; failed?: string }) => {
    const entry = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.failed === undefined) entry?.resolve(message.result)
    else entry?.reject(new Error(message.failed))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the process has ended'))
  })
  return <Result>(task: Task) =>
    new Promise<Result>((resolve, reject) => {
      const id = ++asked
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      child.send({ id, task })
    })
}

/** @throws {Error} when it ends before it is ready */
export async function startAskedChild<Task>(program: URL, args: readonly string[]): Promise<AskedChild<Task>> {
  const child = spawn(process.execPath, [...FLAGS, fileURLToPath(program), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ask = asker<Task>(child)
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('a process did not start'))),
  ])
  return {
    ask,
    signal: (name) => void child.kill(name),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}
