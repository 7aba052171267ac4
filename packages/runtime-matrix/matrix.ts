import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateKeySet } from '@sallyport/core/keys'
import { startDevIdp } from '@sallyport/dev-idp'
import { runToEnd, start } from './child.js'
import { compare, judgeReference } from './compare.js'
import { ORIGIN, type Settings } from './probe/deployment.js'
import type { ProbeResult } from './probe/probe.js'
import { renderPage, type Row } from './page.js'
import { runProbe } from './run-probe.js'
import { runtimes, type RuntimeUnderTest } from './runtimes.js'

const root = join(import.meta.dirname, '../..')
const PAGE = join(root, 'docs/reference/runtimes.md')
const CONTRACT_LIMIT_MS = 300_000

const HELP = `npm run test:matrix                  every runtime, and the page docs/reference/runtimes.md
npm run test:matrix -- --smoke       the newest of each kind, without the page
npm run test:matrix -- --only Bun    one of: ${runtimes.map(({ name }) => name).join(', ')}
npm run test:matrix -- --json        one JSON document on stdout`

interface Choice {
  readonly smoke: boolean
  readonly json: boolean
  readonly chosen: readonly RuntimeUnderTest[]
}

function readArguments(): Choice | undefined {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      only: { type: 'string', multiple: true },
    },
  })
  if (values.help) return undefined
  const wanted = values.only ?? runtimes.filter(({ node }) => !values.smoke || !node).map(({ name }) => name)
  const unknown = wanted.filter((name) => !runtimes.some((runtime) => runtime.name === name))
  if (unknown.length > 0) throw new TypeError(`There is no runtime "${unknown.join('", "')}".`)
  return { ...values, chosen: runtimes.filter(({ name }) => wanted.includes(name)) }
}

/** The contract of the adapters with real sockets, on another Node. */
async function runContract({ command }: RuntimeUnderTest): Promise<Pick<Row, 'contract' | 'problems'>> {
  const [packageName, ...program] = command
  const args = ['--import', 'tsx', 'packages/adapter-contract/run.ts', '--json']
  const child = start('npx', ['-y', '-p', packageName, ...program, ...args], {})
  const { code, output, errors } = await runToEnd(child, CONTRACT_LIMIT_MS)
  if (code !== 0) return { contract: 0, problems: [`adapter contract: ${output.slice(-2_000)}${errors.slice(-2_000)}`] }
  return { contract: (JSON.parse(output) as { compared: number }).compared, problems: [] }
}

async function rowOf(
  runtime: RuntimeUnderTest,
  expected: ProbeResult,
  settings: Settings,
  whole: boolean,
): Promise<Row> {
  const { name } = runtime
  try {
    const { compared, differences } = compare(expected, await runProbe(runtime, settings))
    const contract = runtime.node && whole ? await runContract(runtime) : { contract: undefined, problems: [] }
    return { name, compared, contract: contract.contract, problems: [...differences, ...contract.problems] }
  } catch (error) {
    return {
      name,
      compared: 0,
      contract: undefined,
      problems: [error instanceof Error ? error.message : String(error)],
    }
  }
}

async function main(): Promise<number> {
  const choice = readArguments()
  if (choice === undefined) {
    console.log(HELP)
    return 0
  }
  const say = choice.json ? () => undefined : (line: string) => console.log(line)
  const provider = await startDevIdp({ redirectUris: [`${ORIGIN}/callback`] })
  try {
    const { issuer, clientId, clientSecret } = provider
    const settings = { keys: JSON.stringify(await generateKeySet()), provider: { issuer, clientId, clientSecret } }
    const [reference] = runtimes
    if (reference === undefined) throw new TypeError('There is no runtime to compare with.')
    const expected = await runProbe(reference, settings)
    for (const problem of judgeReference(expected)) throw new Error(`${reference.name}: ${problem}`)
    const rows: Row[] = []
    for (const runtime of choice.chosen) {
      const row = await rowOf(runtime, expected, settings, !choice.smoke)
      rows.push(row)
      say(`${row.problems.length === 0 ? 'same' : 'differs'}  ${row.name.padEnd(8)} ${String(row.compared)} answers`)
      for (const problem of row.problems) say(problem)
    }
    const failed = rows.filter(({ problems }) => problems.length > 0).length
    if (choice.chosen.length === runtimes.length && failed === 0) writeFileSync(PAGE, renderPage(rows))
    if (choice.json) console.log(JSON.stringify({ rows }))
    say(`${String(rows.length - failed)} runtimes passed, ${String(failed)} failed`)
    return failed === 0 ? 0 : 1
  } finally {
    await provider.close()
  }
}

process.exitCode = await main()
