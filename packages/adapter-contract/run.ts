/** Runs the contract without a test runner: `tsx --conditions=sallyport:source run.ts [--json] [--hosts a,b]`. */
import { parseArgs } from 'node:util'
import { hosts } from './src/hosts/index.js'
import { runContract } from './src/run-contract.js'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, hosts: { type: 'string' } } })
const wanted = values.hosts?.split(',')
const chosen = hosts.filter(({ name }) => wanted?.includes(name) ?? true)
const report = await runContract(chosen)
const { compared, differences } = report

if (values.json === true) console.log(JSON.stringify(report))
else {
  for (const { exchange, host, expected, actual } of differences) {
    const there = expected.split('\n')
    const here = actual.split('\n')
    const missing = there.filter((line) => !here.includes(line)).map((line) => `- ${line}`)
    const added = here.filter((line) => !there.includes(line)).map((line) => `+ ${line}`)
    console.log([`${exchange}, on ${host}`, ...missing, ...added].join('\n  '))
  }
  console.log(
    `${String(compared)} exchanges compared on ${String(chosen.length)} hosts, ${String(differences.length)} differences`,
  )
}
process.exitCode = differences.length === 0 ? 0 : 1
