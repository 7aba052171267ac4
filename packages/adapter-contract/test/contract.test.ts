import { beforeAll, describe, expect, it } from 'vitest'
import { families } from '../src/exchanges/index.js'
import { hosts } from '../src/hosts/index.js'
import { runContract, type Report } from '../src/run-contract.js'

/** Requirements that a family is the proof of, on every host. */
const REQUIREMENTS: Readonly<Record<string, string>> = {
  flow: '[F-90] [RS-20]',
  sessions: '[F-90] [F-30] [F-42] [ST-20] [ST-22] [ST-23] [ST-24] [ST-25] [ST-26] [ST-27]',
  'session openings': '[F-90] [F-30] [F-42] [ST-21] [ST-23] [ST-29]',
  methods: '[F-90] [ST-16] [ST-41]',
  browsers: '[F-90] [ST-01] [ST-02] [ST-05] [AS-07] [RS-12]',
  'hosts and proxies': '[F-90] [ST-04] [UR-16]',
  paths: '[F-90] [ST-16]',
  credentials: '[F-90] [RS-21] [RS-22] [RS-24]',
  messages: '[F-90] [ST-08] [ST-12] [ST-17]',
  revisions: '[F-90] [ST-09] [ST-13] [ST-14]',
  mixtures: '[F-90] [ST-40] [ST-42] [ST-49] [ST-50] [ST-63] [ST-67] [RS-69]',
  framing: '[F-90] [ST-15] [ST-16]',
  connections: '[F-90] [RS-24]',
  registrations: '[F-90] [ST-17]',
  authorizations: '[F-90] [AS-12] [PX-08] [PX-23]',
  tokens: '[F-90] [AS-50]',
  'modern only': '[F-90] [ST-14] [ST-41] [ST-52] [ST-53]',
  production: '[F-90] [F-18] [ST-05] [UR-16]',
  endings: '[F-90] [RS-20]',
}

let report: Report

beforeAll(async () => {
  report = await runContract(hosts)
  const { compared, looselyCompared, differences } = report
  const names = report.hosts.join(', ')
  console.info(
    `${String(compared)} exchanges compared byte for byte on ${names}, ${String(looselyCompared)} loosely, ${String(differences.length)} differences`,
  )
}, 120_000)

describe('on every host', () => {
  it('has the same bytes for at least 300 exchanges [F-90]', () => {
    expect(report.hosts).toEqual(['Express 5', 'Express 4', 'Fastify 5', 'Hono on Node'])
    expect(report.compared).toBeGreaterThanOrEqual(300)
  })

  it('names the requirements of every family [F-90]', () => {
    expect(Object.keys(REQUIREMENTS)).toEqual(families.map(({ name }) => name))
  })

  it.each(Object.entries(REQUIREMENTS))('answers alike: %s %s', (family) => {
    expect(report.differences.filter(({ exchange }) => exchange.startsWith(`${family}: `))).toEqual([])
  })
})
