import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Stage } from './stage.js'

/** Another process on the same store and keys; a load balancer would send requests to either. */
export interface Twin {
  /** Where it listens. Its issuer and resource are those of the stage. */
  readonly origin: string
  stop(): void
}

export async function startTwin(stage: Stage, keysFile: string): Promise<Twin> {
  const { clientSecret } = JSON.parse(readFileSync(join(stage.dataDir, 'idp.json'), 'utf8')) as { clientSecret: string }
  const program = fileURLToPath(new URL('twin.ts', import.meta.url))
  const database = join(stage.dataDir, 'sallyport.db')
  const child = spawn(
    process.execPath,
    [
      '--conditions=sallyport:source',
      '--import=tsx',
      program,
      stage.origin,
      database,
      keysFile,
      stage.idpOrigin,
      clientSecret,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const stop = (): void => void child.kill('SIGKILL')
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('ready ')) return { origin: line.slice('ready '.length), stop }
  }
  throw new Error('The twin ended before it served.')
}
