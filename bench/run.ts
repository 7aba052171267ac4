import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measureExpress, type ExpressResult } from './express.js'
import { measureGate, type GateResult } from './gate.js'
import { measureRecordMemory, type RecordMemoryResult } from './memory-records.js'
import { measureMemory, type MemoryResult } from './memory.js'
import type { Summary } from './measure.js'

const HELP = `npm run bench -- [options]

Measures side by side, in alternating rounds, and prints median, lowest and highest: one check of a token against
jose.jwtVerify, then the same POST through four routes of one Express process. Then sends a million failures from random
addresses through the limits, and prints what they leave in memory, and what sessions and buckets of people weigh there.

  --rounds <n>   rounds to count (default 15; the routes take 4 s each)
  --only <part>  gate, express, memory (what records weigh) or flood
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

function printMemory({ name, buckets, bytesPerBucket, filledBytes, beyondBytes, seconds }: MemoryResult): void {
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  console.log(`\nA million random addresses, ${name}`)
  console.log(`  ${String(buckets)} buckets live, ${bytesPerBucket.toFixed(0)} bytes each: ${mebibytes(filledBytes)}`)
  console.log(`  heap beyond that at the end of the flood: ${mebibytes(beyondBytes)} (${seconds.toFixed(1)} s)`)
}

function printRecords({ name, count, bytesEach }: RecordMemoryResult): void {
  console.log(`  ${name.padEnd(32)}${String(bytesEach).padStart(6)} bytes each, of ${String(count)}`)
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 upwards')
  const { only } = values
  if (![undefined, 'gate', 'express', 'memory', 'flood'].includes(only))
    throw new Error('--only takes gate, express, memory or flood')
  const runs = (part: string): boolean => only === undefined || only === part
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
  const gate: GateResult[] = []
  if (runs('gate')) for (const alg of ['HS256', 'EdDSA'] as const) gate.push(await measureGate(alg, rounds))
  const express = runs('express') ? await measureExpress(rounds) : undefined
  const records = runs('memory') ? await measureRecordMemory() : []
  const memory = runs('flood') ? await measureMemory() : []
  if (values.json) {
    console.log(JSON.stringify({ machine, rounds, gate, express, records, memory }, null, 2))
    return
  }
  console.log(`Node ${machine.node}, ${String(machine.cores)} × ${machine.cpu}, ${String(rounds)} rounds`)
  gate.forEach(print)
  if (express) printExpress(express)
  records.forEach(printRecords)
  memory.forEach(printMemory)
}

await main()
