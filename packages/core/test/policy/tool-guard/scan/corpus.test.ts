import { describe, expect, it } from 'vitest'
import { scanTools, type Severity } from '../../../../src/policy/tool-guard/index.js'
import { poisonedCases, realServers, type Part } from './corpus.js'

const alarming = (severity: Severity) => severity !== 'none' && severity !== 'low'

function recall(part: Part, wanted: (one: ReturnType<typeof poisonedCases>[number]) => boolean): number {
  const cases = poisonedCases(part).filter(wanted)
  const found = cases.filter(({ tools }) => scanTools(tools).tools.some(({ severity }) => alarming(severity)))
  return found.length / cases.length
}

function falseAlarms(part: Part) {
  return realServers(part).flatMap(({ package: server, tools }) =>
    scanTools(tools)
      .tools.filter(({ severity }) => alarming(severity))
      .map(({ name }) => `${server} ${name}`),
  )
}

const toolsOf = (part: Part) => realServers(part).flatMap(({ tools }) => tools)

it('has a corpus worth measuring with', () => {
  expect(toolsOf('development').length + toolsOf('held-out').length).toBeGreaterThan(700)
  expect(poisonedCases('development').length + poisonedCases('held-out').length).toBeGreaterThan(200)
})

it('keeps the parts apart: no server and no variant in both', () => {
  const servers = new Set(realServers('development').map((server) => server.package))
  expect(realServers('held-out').filter((server) => servers.has(server.package))).toEqual([])
  const variants = new Set(poisonedCases('development').map(({ id }) => id.split('/').slice(0, 2).join('/')))
  expect(poisonedCases('held-out').filter(({ id }) => variants.has(id.split('/').slice(0, 2).join('/')))).toEqual([])
})

describe.each(['development', 'held-out'] as const)('on the %s part', (part) => {
  it('finds at least nine in ten poisoned definitions [F-54]', () => {
    expect(recall(part, () => true)).toBeGreaterThanOrEqual(0.9)
  })

  it('finds at least seven in ten of the subtle ones [F-54]', () => {
    expect(recall(part, ({ subtlety }) => subtlety === 'subtle')).toBeGreaterThanOrEqual(0.7)
  })

  it('finds at least eight in ten in other languages than English [F-54]', () => {
    expect(recall(part, ({ language }) => language !== 'en')).toBeGreaterThanOrEqual(0.8)
  })

  it('raises an alarm for about one in a hundred tools of well-known servers, at most [F-54]', () => {
    expect(falseAlarms(part).length / toolsOf(part).length).toBeLessThanOrEqual(0.0105)
  })
})

it('scans a thousand real tools within two seconds [F-54]', () => {
  const all = [...toolsOf('development'), ...toolsOf('held-out')]
  // Names differ, texts do too: what repeats itself is remembered within one scan.
  const thousand = Array.from({ length: 1000 }, (_, index) => ({
    ...all[index % all.length],
    title: `Tool number ${index}`,
  }))
  const startedAt = performance.now()
  expect(scanTools(thousand).tools).toHaveLength(1000)
  expect(performance.now() - startedAt).toBeLessThan(2000)
})
