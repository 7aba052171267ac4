import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  freePort,
  spawnExample,
  type ExampleOptions,
  type ExampleProcess,
  type StartingExample,
} from '../../demo/example-process.js'

/** The example on fixed ports and one DATA_DIR, through any number of deaths. */
export interface Stage extends Pick<ExampleProcess, 'endpoint' | 'origin' | 'idpOrigin'> {
  readonly dataDir: string
  /** What all its processes wrote. */
  output(): string
  /** `SIGKILL`: no farewell, nothing flushed. */
  kill(): Promise<void>
  /** Kills it, unless it is dead already, and serves again. */
  restart(): Promise<void>
  /** Ends everything and forgets the data. */
  close(): Promise<void>
}

export type StageOptions = Omit<ExampleOptions, 'port' | 'idpPort' | 'dataDir'>

const warm = new URL('warm.ts', import.meta.url).href

/** A spare process waits all the time, with everything loaded, so that a restart takes no longer than it must. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-stage-'))
  const settings: ExampleOptions = {
    ...options,
    port: await freePort(),
    idpPort: await freePort(),
    dataDir,
    imports: [...(options.imports ?? []), warm],
  }
  const outputs: (() => string)[] = []
  let spare = spawnSpare(settings)

  async function serve(): Promise<ExampleProcess> {
    const { child, serving } = spare
    child.stdin.write('go\n')
    const example = await serving
    outputs.push(example.output)
    spare = spawnSpare(settings)
    return example
  }

  let running = await serve()
  return {
    endpoint: running.endpoint,
    origin: running.origin,
    idpOrigin: running.idpOrigin,
    dataDir,
    output: () => outputs.map((output) => output()).join(''),
    kill: () => running.stop('SIGKILL'),
    async restart() {
      await running.stop('SIGKILL')
      running = await serve()
    },
    async close() {
      spare.child.kill('SIGKILL')
      await running.stop('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function spawnSpare(settings: ExampleOptions): StartingExample {
  const starting = spawnExample(settings)
  // It is awaited when it is needed; one that is killed unused is no failure.
  starting.serving.catch(() => undefined)
  return starting
}
