/** `npm run soak`: every leg one after the other, and what came of them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HELP, readCommandLine, type CommandLine } from './src/command-line.js'
import { plot } from './src/report/plot.js'
import { progressLine } from './src/report/progress.js'
import { formatSummary, summarize, type Summary } from './src/report/table.js'
import { legName, runLeg } from './src/run-leg.js'

const SKEWS_MS = [20_000, -20_000]

async function soak({ minutes, clients, stores, seed, out, json }: CommandLine, signal: AbortSignal): Promise<number> {
  const legs = stores.flatMap((store) => SKEWS_MS.map((skewMs) => ({ store, skewMs })))
  const durationMs = (minutes * 60_000) / legs.length
  const line = progressLine(process.stderr, durationMs)
  const say = (text: string): void => void process.stdout.write(`${text}\n`)
  const summaries: Summary[] = []
  if (out !== undefined) mkdirSync(out, { recursive: true })
  for (const leg of legs) {
    const result = await runLeg({
      ...leg,
      durationMs,
      clients,
      seed,
      signal,
      progress: (state) => line.show(state),
    }).finally(() => line.clear())
    const summary = summarize(result)
    summaries.push(summary)
    if (out !== undefined)
      writeFileSync(join(out, `${legName(leg).replaceAll(/[^a-z0-9+-]+/g, '-')}.svg`), plot(result))
    if (!json) say(`${formatSummary(summary)}\n`)
  }
  const violations = summaries.flatMap(({ invariants }) => invariants).reduce((sum, each) => sum + each.violations, 0)
  say(json ? JSON.stringify({ seed, clients, violations, legs: summaries }) : `${violations} violations (seed ${seed})`)
  return violations === 0 ? 0 : 1
}

async function main(): Promise<number> {
  let wanted: CommandLine | undefined
  try {
    wanted = readCommandLine(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
  if (wanted === undefined) {
    process.stdout.write(`${HELP}\n`)
    return 0
  }
  const interrupted = new AbortController()
  // Everything ends in order, whatever happens: children, servers and folders go. A second signal changes nothing.
  const interrupt = (): void => interrupted.abort(new Error('interrupted'))
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack ?? String(error)}\n`)
    interrupt()
  })
  try {
    return await soak(wanted, interrupted.signal)
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    process.stderr.write('Interrupted.\n')
    return 130
  }
}

// Whoever has listened may be gone; that must not keep us from tidying up.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
process.exit(await main())
