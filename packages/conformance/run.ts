import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MissingSuite, provideClis } from './cli.js'
import { startDeployment } from './deployment.js'
import { onExpress } from './fixtures/express-app.js'
import { v1Endpoint } from './fixtures/v1/endpoint.js'
import { v2Endpoint } from './fixtures/v2/endpoint.js'
import { webDoor } from './fixtures/v2/web-door.js'
import { renderPage } from './page.js'
import { runSuite } from './run-suite.js'
import { suites, type Suite } from './suites.js'
import { judgeRun, type SuiteVerdict } from './verdict.js'

const PAGE = join(import.meta.dirname, '../../docs/reference/conformance.md')

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean' },
    json: { type: 'boolean' },
    report: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})

const HELP = `npm run test:conformance                     every suite, and the page docs/reference/conformance.md
npm run test:conformance -- --check          fails when the page is out of date, and writes nothing
npm run test:conformance -- --json           one JSON document on stdout
npm run test:conformance -- --report <file>  the same, into a file`

const say = (text: string): void => void process.stderr.write(`${text}\n`)

async function runAll(): Promise<readonly SuiteVerdict[]> {
  const clis = await provideClis()
  say('the suite is there')
  const v1 = await startDeployment(onExpress(v1Endpoint))
  const v2 = await startDeployment(onExpress(v2Endpoint))
  const web = await startDeployment(webDoor)
  const deployments = { v1, v2, web, 'authorization-server': web }

  /** Suites of one server take turns: each counts what its server says. */
  const lane = async (mine: readonly Suite[]): Promise<SuiteVerdict[]> => {
    const verdicts: SuiteVerdict[] = []
    for (const suite of mine) {
      const verdict = judgeRun(await runSuite(suite, clis[suite.release], deployments[suite.target]))
      const { passed, explained, problems } = verdict
      say(
        `${suite.id}: ${String(passed)} passed, ${String(problems.length)} failed, ${String(explained.length)} explained`,
      )
      verdicts.push(verdict)
    }
    return verdicts
  }
  try {
    // Two at a time, about as long as each other: streams that wait for the processor fail for no reason.
    const lanes = await Promise.all([
      lane(suites.filter(({ target }) => target !== 'v2')),
      lane(suites.filter(({ target }) => target === 'v2')),
    ])
    return lanes.flat().sort((a, b) => suites.indexOf(a.suite) - suites.indexOf(b.suite))
  } finally {
    await Promise.all([v1, v2, web].map((deployment) => deployment.close()))
  }
}

/** @returns the exit code */
function conclude(verdicts: readonly SuiteVerdict[]): number {
  const page = renderPage(verdicts)
  const problems = verdicts.flatMap((verdict) => verdict.problems)
  if (!options.check) writeFileSync(PAGE, page)
  else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
    problems.push('docs/reference/conformance.md is out of date: npm run test:conformance')
  }
  const passed = verdicts.reduce((sum, verdict) => sum + verdict.passed, 0)
  const rows = verdicts.map(({ suite, explained, ...verdict }) => ({
    suite: suite.id,
    release: suite.release,
    passed: verdict.passed,
    failed: verdict.problems.length,
    explained: explained.length,
  }))
  const report = JSON.stringify({ passed, failed: problems.length, problems, suites: rows })
  if (options.report !== undefined) writeFileSync(options.report, report)
  if (options.json) console.log(report)
  for (const problem of problems) say(problem)
  say(`${String(passed)} passed, ${String(problems.length)} failed`)
  return problems.length > 0 ? 1 : 0
}

// Leaving takes the programs along that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

if (options.help) {
  console.log(HELP)
  process.exit(0)
}

try {
  process.exitCode = conclude(await runAll())
} catch (error) {
  say(error instanceof MissingSuite ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = 1
}
