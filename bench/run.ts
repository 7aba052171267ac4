import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureGate, type GateResult } from './gate.js'
import type { Summary } from './measure.js'

const HELP = `npm run bench -- [options]

Measures side by side, in one process, in alternating rounds, and prints median, lowest and highest.

  --rounds <n>   rounds to count (default 15)
  --json         one JSON document instead of tables
  --help         this text
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const micro = (nanoseconds: number): string => `${(nanoseconds / 1000).toFixed(2)} µs`.padStart(11)
const times = (value: number): string => `${value.toFixed(1)} ×`.padStart(11)

function row(name: string, { median, lowest, highest }: Summary, format: (value: number) => string): string {
  return `  ${name.padEnd(22)}${format(median)}${format(lowest)}${format(highest)}`
}

function print({ alg, nanoseconds, timesCheaper }: GateResult): void {
  console.log(
    `\n${alg}: one check`.padEnd(25) + ['median', 'lowest', 'highest'].map((head) => head.padStart(11)).join(''),
  )
  for (const { name, cost } of nanoseconds) console.log(row(name, cost, micro))
  console.log('  times cheaper than jose.jwtVerify')
  for (const { name, ratio } of timesCheaper) console.log(row(name, ratio, times))
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 upwards')
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
  const gate: GateResult[] = []
  for (const alg of ['HS256', 'EdDSA'] as const) gate.push(await measureGate(alg, rounds))
  if (values.json) {
    console.log(JSON.stringify({ machine, rounds, gate }, null, 2))
    return
  }
  console.log(`Node ${machine.node}, ${String(machine.cores)} × ${machine.cpu}, ${String(rounds)} rounds`)
  gate.forEach(print)
}

await main()
