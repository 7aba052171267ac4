import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureExpress, type ExpressResult } from './express.js'
import { measureGate, type GateResult } from './gate.js'
import type { Summary } from './measure.js'

const HELP = `npm run bench -- [options]

Measures side by side, in alternating rounds, and prints median, lowest and highest: one check of a token against
jose.jwtVerify, then the same POST through four routes of one Express process.

  --rounds <n>   rounds to count (default 15; the routes take 4 s each)
  --only <part>  gate or express
  --json         one JSON document instead of tables
  --help         this text
`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
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

function printExpress({ requestsPerSecond, shareOfSdk }: ExpressResult): void {
  const perSecond = (rate: number): string => `${rate.toFixed(0)} /s`.padStart(11)
  const share = (value: number): string => `${value.toFixed(2)} ×`.padStart(11)
  console.log(
    '\nExpress: one POST'.padEnd(25) + ['median', 'lowest', 'highest'].map((head) => head.padStart(11)).join(''),
  )
  for (const { name, rate } of requestsPerSecond) console.log(row(name, rate, perSecond))
  console.log('  throughput against SDK requireBearerAuth + jose + express-rate-limit')
  for (const { name, ratio } of shareOfSdk) console.log(row(name, ratio, share))
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 upwards')
  if (![undefined, 'gate', 'express'].includes(values.only)) throw new Error('--only takes gate or express')
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
  const gate: GateResult[] = []
  if (values.only !== 'express')
    for (const alg of ['HS256', 'EdDSA'] as const) gate.push(await measureGate(alg, rounds))
  const express = values.only === 'gate' ? undefined : await measureExpress(rounds)
  if (values.json) {
    console.log(JSON.stringify({ machine, rounds, gate, express }, null, 2))
    return
  }
  console.log(`Node ${machine.node}, ${String(machine.cores)} × ${machine.cpu}, ${String(rounds)} rounds`)
  gate.forEach(print)
  if (express) printExpress(express)
}

await main()
