import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeySet } from '../../../src/primitives/keys/index.js'
import { startAskedChild, type AskedChild } from '../processes/asked-child.js'
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

function memberOf({ ask, signal }: AskedChild<Task>): Member {
  return {
    issue: (of) => ask({ do: 'issue', ...of }),
    call: (token) => ask({ do: 'call', token }),
    stream: (token) => ask({ do: 'stream', token }),
    revoke: (kind, of) => ask({ do: 'revoke', kind, of }),
    trim: (count) => ask({ do: 'trim', count }),
    skew: (ms) => ask({ do: 'skew', ms }),
    suspend: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
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
  const started = await Promise.allSettled(
    Array.from({ length: 3 }, () => startAskedChild<Task>(program, [...args, keyPath])),
  )
  const children = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const end = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.kill()))
    rmSync(folder, { recursive: true })
  }
  const [a, b, c] = children.map(memberOf)
  if (a === undefined || b === undefined || c === undefined) {
    await end()
    throw new Error('a process did not start')
  }
  return { members: [a, b, c], end }
}
