import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateKeySet } from '../../../src/primitives/keys/index.js'
import type { Issued, RevokedKind, Task } from './protocol.js'

/** One process of a deployment. */
export interface Member {
  issue(of: { subject: string; clientId: string; grantId?: string }): Promise<Issued>
  /** The status with which its gate answers the token. */
  call(token: string): Promise<number>
  /** Opens a stream, and resolves when its gate has ended it. */
  stream(token: string): Promise<void>
  revoke(kind: RevokedKind, of: Issued): Promise<void>
  /** Trims the log of so many tombstones that it held a moment ago. */
  trim(count: number): Promise<void>
  /** Puts its clock off by so many milliseconds. */
  skew(ms: number): Promise<void>
  /** It stands still until {@link resume}; what it is asked waits. */
  suspend(): void
  resume(): void
}

export interface Fleet {
  readonly members: readonly [Member, Member, Member]
  end(): Promise<void>
}

function memberOf(child: ChildProcess): Member {
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
  const ask = <Result>(task: Task): Promise<Result> =>
    new Promise((resolve, reject) => {
      const id = ++asked
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      child.send({ id, task })
    })
  return {
    issue: (of) => ask({ do: 'issue', ...of }),
    call: (token) => ask({ do: 'call', token }),
    stream: (token) => ask({ do: 'stream', token }),
    revoke: (kind, of) => ask({ do: 'revoke', kind, of }),
    trim: (count) => ask({ do: 'trim', count }),
    skew: (ms) => ask({ do: 'skew', ms }),
    suspend: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  }
}

/**
 * Starts three processes of one deployment, with the keys of one file.
 *
 * @param program calls `serveProcess` with a store opened from its arguments
 */
export async function startFleet(program: URL, args: readonly string[]): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-fleet-'))
  const keyPath = join(folder, 'keys.json')
  writeFileSync(keyPath, JSON.stringify(await generateKeySet()), { mode: 0o600 })
  const flags = ['--conditions=sallyport:source', '--import', import.meta.resolve('tsx')]
  const children = Array.from({ length: 3 }, () =>
    spawn(process.execPath, [...flags, fileURLToPath(program), ...args, keyPath], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  )
  const end = async (): Promise<void> => {
    await Promise.all(
      children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const exit = once(child, 'exit')
        child.kill('SIGKILL')
        await exit
      }),
    )
    rmSync(folder, { recursive: true })
  }
  const ready = (child: ChildProcess) =>
    Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('a process did not start'))),
    ])
  try {
    await Promise.all(children.map(ready))
    const [a, b, c] = children.map(memberOf)
    if (a === undefined || b === undefined || c === undefined) throw new Error('three processes')
    return { members: [a, b, c], end }
  } catch (error) {
    await end()
    throw error
  }
}
