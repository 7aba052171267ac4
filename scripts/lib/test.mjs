import { parseArgs } from 'node:util'
import { GREEN, painter, RED } from './log.mjs'
import { CommandError } from './process.mjs'
import { stages, TOTAL_SECONDS } from './stages.mjs'

const paint = painter(process.stdout)

function help() {
  const rows = stages.map(
    ({ name, budgetSeconds, what }) => `  ${name.padEnd(12)}${`${budgetSeconds} s`.padStart(6)}  ${what}`,
  )
  return `npm test                        all stages
npm test -- --only lint,types   some of them
npm test -- --json              one JSON document on stdout

Stages, with the seconds each may take (more than ${TOTAL_SECONDS} in all is a failure; a stage over its own is pointed out,
at three times of it stopped):
${rows.join('\n')}

CI=true: whatever a test needs and is not there is a failure.`
}

function readArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const only = (values.only ?? []).flatMap((text) => text.split(','))
  const unknown = only.filter((name) => !stages.some((stage) => stage.name === name))
  if (unknown.length > 0) throw new TypeError(`There is no stage "${unknown.join('", "')}"; see npm test -- --help.`)
  return { names: withNeeds(only), json: values.json === true, help: values.help === true }
}

/** The stages asked for and those they stand on; everything when nothing was asked for. */
function withNeeds(only) {
  if (only.length === 0) return new Set(stages.map(({ name }) => name))
  const asked = stages.filter(({ name }) => only.includes(name))
  return new Set([
    'install',
    ...asked.flatMap(({ name, needs = [], standsOn }) => [...needs, ...(standsOn ? [standsOn] : []), name]),
  ])
}

/** Runs one stage under its budget. Never throws: a stage that breaks has failed. */
async function runStage(stage, context) {
  const startMs = performance.now()
  // A busy machine makes right code slow: over its budget a stage is pointed out, at three times of it stopped.
  const signal = AbortSignal.timeout(stage.budgetSeconds * 3000)
  const result = { name: stage.name, budgetSeconds: stage.budgetSeconds, passed: 0, failed: 0, leftOut: [], output: '' }
  try {
    const counts = await stage.run({ ...context, signal })
    Object.assign(result, counts ?? { passed: 1 })
  } catch (error) {
    result.failed = 1
    result.output = error instanceof CommandError ? error.message : String(error?.stack ?? error)
  }
  result.seconds = Math.round((performance.now() - startMs) / 100) / 10
  result.overBudget = result.seconds > stage.budgetSeconds
  return result
}

/** Not even tried: what it would find has been said already. */
function blocked({ name, budgetSeconds, standsOn }) {
  const output = `Not run: it stands on "${standsOn}".`
  return { name, budgetSeconds, passed: 0, failed: 1, leftOut: [], output, seconds: 0 }
}

function report(result, write) {
  const mark = result.failed > 0 ? paint(RED, 'failed') : paint(GREEN, 'passed')
  const count = result.passed + result.failed > 1 ? `  ${result.passed} passed, ${result.failed} failed` : ''
  write(
    `${mark}  ${result.name.padEnd(12)}${`${result.seconds.toFixed(1)} s`.padStart(8)} of ${result.budgetSeconds} s${count}`,
  )
  if (result.overBudget) write(paint(RED, `over its budget of ${result.budgetSeconds} s`))
  if (result.failed > 0) write(result.output.trimEnd())
}

/** `npm test`: every stage in turn, the rest too when one fails, and one line at the end that says it all. */
export async function test(args) {
  let wanted
  try {
    wanted = readArguments(args)
  } catch (error) {
    console.error(error.message)
    return 2
  }
  if (wanted.help) {
    console.log(help())
    return 0
  }
  const write = wanted.json ? () => {} : (line) => console.log(line)
  const startMs = performance.now()
  const results = []
  const context = { ci: process.env.CI === 'true', write, leftOutProjects: new Set(), leftOutExamples: new Set() }
  for (const stage of stages) {
    if (!wanted.names.has(stage.name)) continue
    const ground = results.find(({ name }) => name === stage.standsOn)
    const result = ground?.failed > 0 ? blocked(stage) : await runStage(stage, context)
    results.push(result)
    report(result, write)
    if (stage.name === 'install' && result.failed > 0) break
  }
  return finish(results, (performance.now() - startMs) / 1000, wanted.json)
}

function finish(results, totalSeconds, json) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  const overTime = totalSeconds > TOTAL_SECONDS
  const passed = sum('passed')
  const failed = sum('failed') + (overTime ? 1 : 0)
  const leftOut = results.flatMap((result) => result.leftOut)
  if (json) {
    console.log(
      JSON.stringify({
        passed,
        failed,
        overTime,
        seconds: Math.round(totalSeconds * 10) / 10,
        leftOut,
        stages: results,
      }),
    )
  } else {
    if (overTime)
      console.log(`All stages together took ${Math.round(totalSeconds)} s; their budget is ${TOTAL_SECONDS} s.`)
    if (leftOut.length > 0) console.log(`Not all of it was run: ${leftOut.join('; ')}`)
    console.log(`\n${passed} passed, ${failed} failed`)
  }
  return failed > 0 ? 1 : 0
}
