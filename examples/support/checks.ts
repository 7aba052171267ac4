import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startExample, type ExampleProcess } from './example-process.js'

/** Prints one line for each thing that must be true, and remembers whether all were. */
export interface Checks {
  heading(text: string): void
  check(title: string, passed: boolean, detail?: string): void
  /** Runs `work`; what it throws is one more wrong line. */
  attempt(title: string, work: () => Promise<void>): Promise<void>
  /** Prints the verdict and sets the exit code. */
  finish(): void
}

export function createChecks(): Checks {
  const startedMs = performance.now()
  let wrong = 0
  const check: Checks['check'] = (title, passed, detail = '') => {
    if (!passed) wrong++
    console.log(`${passed ? 'ok   ' : 'WRONG'} ${title}${passed ? '' : `: ${detail}`}`)
  }
  return {
    heading: (text) => console.log(text),
    check,
    async attempt(title, work) {
      try {
        await work()
      } catch (error) {
        check(title, false, error instanceof Error ? (error.stack ?? error.message) : String(error))
      }
    },
    finish() {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
      console.log(`${wrong === 0 ? 'ok' : `${String(wrong)} wrong`} (${seconds} s)`)
      process.exitCode = wrong === 0 ? 0 : 1
    },
  }
}

/** Runs an example on free ports with an empty folder, and cleans up whatever happens. */
export async function withExample(
  checks: Checks,
  options: { readonly script: URL; readonly args?: readonly string[] },
  visit: (example: ExampleProcess) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-check-'))
  await checks.attempt('the example starts', async () => {
    const example = await startExample({ ...options, port: await freePort(), idpPort: await freePort(), dataDir })
    try {
      await visit(example)
    } catch (error) {
      checks.check('everything runs', false, `${String(error)}\n${example.output()}`)
    } finally {
      await example.stop()
    }
  })
  rmSync(dataDir, { recursive: true, force: true })
}
