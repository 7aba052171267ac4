import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  freePort,
  spawnExample,
  type ExampleOptions,
  type ExampleProcess,
  type StartingExample,
} from 'sallyport-example-support/example-process'

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

export type StageOptions = Omit<ExampleOptions, 'script' | 'port' | 'idpPort' | 'dataDir'>

const script = new URL('../../server.ts', import.meta.url)
const warm = new URL('warm.ts', import.meta.url).href

/**
 * Starts the example. From the first restart on a spare process waits with everything loaded, so that the next one takes
 * no longer than it must: some of what is tested has to happen within ten seconds.
 */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-stage-'))
  const ports = { port: await freePort(), idpPort: await freePort() }
  const settings: ExampleOptions = {
    ...options,
    ...ports,
    script,
    dataDir,
    imports: [...(options.imports ?? []), warm],
  }
  const outputs: (() => string)[] = []
  let spare: StartingExample | undefined

  async function serve(): Promise<ExampleProcess> {
    const { child, serving } = spare ?? prepare(settings)
    spare = undefined
    child.stdin.write('go\n')
    const example = await serving
    outputs.push(example.output)
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
      spare = prepare(settings)
    },
    async close() {
      spare?.child.kill('SIGKILL')
      await running.stop('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function prepare(settings: ExampleOptions): StartingExample {
  const starting = spawnExample(settings)
  // Awaited when it is needed; one that is killed unused is no failure.
  starting.serving.catch(() => undefined)
  return starting
}
