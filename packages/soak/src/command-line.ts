import { parseArgs } from 'node:util'
import type { StoreKind } from './deployment/stores.js'

export const HELP = `npm run soak [-- options]

Three processes on one store, behind a balancer, with many clients that log in, call, refresh and revoke, while the store
is killed, processes are killed, connections are cut, answers are lost and everything is slow. What must hold whatever
happens is checked from outside. Exits with 0 only if all of it held. docs/reference/soak.md says what is checked.

  --minutes <n>     how long altogether (default 10)
  --clients <n>     how many (default 200)
  --store <which>   redis, postgres or both (default both); each once with a clock that is 20 s ahead, once 20 s behind
  --seed <n>        who does what when, and which faults come (default 1)
  --out <folder>    where the plots go, one SVG for each leg (default: none are drawn)
  --json            one JSON document instead of tables
  --help            this text`

export interface CommandLine {
  readonly minutes: number
  readonly clients: number
  readonly stores: readonly StoreKind[]
  readonly seed: number
  readonly out: string | undefined
  readonly json: boolean
}

const STORES: ReadonlyMap<string, readonly StoreKind[]> = new Map([
  ['redis', ['redis']],
  ['postgres', ['postgres']],
  ['both', ['redis', 'postgres']],
])

function numberOf(name: string, text: string, valid: (value: number) => boolean): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!Number.isFinite(value) || !valid(value)) throw new TypeError(`--${name}: "${text}" is no such number.`)
  return value
}

/**
 * @returns `undefined` when only help was asked for
 * @throws {TypeError} when an option is wrong
 */
export function readCommandLine(args: readonly string[]): CommandLine | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '10' },
      clients: { type: 'string', default: '200' },
      store: { type: 'string', default: 'both' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const stores = STORES.get(values.store)
  if (stores === undefined) throw new TypeError(`--store: "${values.store}" is none of redis, postgres and both.`)
  return {
    minutes: numberOf('minutes', values.minutes, (value) => value > 0),
    clients: numberOf('clients', values.clients, (value) => Number.isInteger(value) && value > 0),
    seed: numberOf('seed', values.seed, Number.isInteger),
    stores,
    out: values.out,
    json: values.json,
  }
}
