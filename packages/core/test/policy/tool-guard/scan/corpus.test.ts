import { describe, expect, it } from 'vitest'
import { scanTools } from '../../../../src/policy/tool-guard/index.js'
import { honestCases, poisonedCases, realServers, type Part } from './corpus.js'

const alarms = (tools: readonly unknown[]) =>
  scanTools(tools).tools.filter(({ severity }) => severity !== 'none' && severity !== 'low')

/** Scanning a part takes a second or more: once is enough. */
function once<T>(measure: (part: Part) => T): (part: Part) => T {
  const known = new Map<Part, T>()
  return (part) => {
    const value = known.get(part) ?? measure(part)
    known.set(part, value)
    return value
  }
}

const judged = once((part) => poisonedCases(part).map((one) => ({ ...one, found: alarms(one.tools).length > 0 })))

const falseAlarms = once((part) =>
  realServers(part).flatMap(({ package: server, tools }) => alarms(tools).map(({ name }) => `${server} ${name}`)),
)

function recall(part: Part, wanted: (one: ReturnType<typeof poisonedCases>[number]) => boolean): number {
  const cases = judged(part).filter(wanted)
  return cases.filter(({ found }) => found).length / cases.length
}

const toolsOf = (part: Part) => realServers(part).flatMap(({ tools }) => tools)

it('has a corpus worth measuring with', () => {
  expect(toolsOf('development').length + toolsOf('held-out').length).toBeGreaterThan(700)
  expect(poisonedCases('development').length + poisonedCases('held-out').length).toBeGreaterThan(400)
})

it('keeps the parts apart: no server and no variant in both', () => {
  const servers = new Set(realServers('development').map((server) => server.package))
  expect(realServers('held-out').filter((server) => servers.has(server.package))).toEqual([])
  const variants = new Set(poisonedCases('development').map(({ id }) => id.split('/').slice(0, 2).join('/')))
  expect(poisonedCases('held-out').filter(({ id }) => variants.has(id.split('/').slice(0, 2).join('/')))).toEqual([])
})

const everyCase = () => true
const subtle = ({ subtlety }: { subtlety: string }) => subtlety === 'subtle'
const foreign = ({ language }: { language: string }) => language !== 'en'

describe.each(['development', 'held-out'] as const)('on the %s part', (part) => {
  it('raises an alarm for at most one in a hundred tools of well-known servers [F-54]', () => {
    expect(falseAlarms(part).length / toolsOf(part).length).toBeLessThanOrEqual(0.01)
  }, 60_000)
})

it('raises an alarm for few of the honest definitions that were written to look dangerous [F-54]', () => {
  const alarmed = (part: Part) => honestCases(part).filter(({ tools }) => alarms(tools).length > 0)
  expect(alarmed('development').length / honestCases('development').length).toBeLessThanOrEqual(0.02)
  // What was measured, see the README of the corpus; then the same for those who wrote before the last rounds.
  const heldOut = alarmed('held-out').map(({ id }) => id)
  expect(heldOut.length).toBeLessThanOrEqual(70)
  expect(heldOut.filter((id) => !/^[xyz]-/.test(id)).length).toBeLessThanOrEqual(20)
})

const blatant = ({ subtlety }: { subtlety: string }) => subtlety === 'blatant'

it('finds what the rules were written from [F-54]', () => {
  expect(recall('development', everyCase)).toBeGreaterThanOrEqual(0.9)
  expect(recall('development', blatant)).toBeGreaterThanOrEqual(0.97)
  expect(recall('development', subtle)).toBeGreaterThanOrEqual(0.88)
  expect(recall('development', foreign)).toBeGreaterThanOrEqual(0.8)
}, 60_000)

it('finds nine in ten of unseen cases by others and in another tone, and most of the subtle ones [F-54]', () => {
  expect(recall('held-out', everyCase)).toBeGreaterThanOrEqual(0.9)
  expect(recall('held-out', blatant)).toBeGreaterThanOrEqual(0.94)
  expect(recall('held-out', subtle)).toBeGreaterThanOrEqual(0.87)
  expect(recall('held-out', foreign)).toBeGreaterThanOrEqual(0.82)
}, 60_000)

it('scans a thousand real tools within two seconds [F-54]', () => {
  const all = [...toolsOf('development'), ...toolsOf('held-out')]
  // Names differ, texts do too: what repeats itself is remembered within one scan.
  const thousand = Array.from({ length: 1000 }, (_, index) => ({
    ...all[index % all.length],
    title: `Tool number ${index}`,
  }))
  // Time of this process: what else runs on the machine is not measured.
  const before = process.cpuUsage()
  expect(scanTools(thousand).tools).toHaveLength(1000)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(2000)
})
