import type { Sallyport } from '@sallyport/core'
import { expect, it } from 'vitest'
import { express5Host } from '../src/hosts/express.js'
import { runContract } from '../src/run-contract.js'
import type { Host } from '../src/types.js'

/** A host that says one line more about its keys, reads a broken body as if it were a large one, and tells of no answer. */
const sabotaged: Host = {
  name: 'sabotaged',
  start(sallyport) {
    const handle: Sallyport['handle'] = async (request, connection) => {
      const answer = await sallyport.handle(request, connection)
      if (new URL(request.url).pathname === '/jwks') answer?.headers.set('x-extra', '1')
      return answer
    }
    const gate: Sallyport['gate'] = (name) => {
      const real = sallyport.gate(name)
      return { ...real, refuseBody: (admitted) => real.refuseBody(admitted, 'too_large'), answering: () => undefined }
    }
    return express5Host.start({ ...sallyport, handle, gate })
  },
}

it('finds what a host does differently, and nothing else [F-90]', async () => {
  const { differences } = await runContract([express5Host, sabotaged])
  const found = differences.map(({ exchange }) => exchange)

  expect(found).toContain('methods: GET /jwks')
  expect(found).toContain('messages: a byte order mark')
  expect(found).toContain('session openings: JSON, late: its opener')
  expect(found).not.toContain('session openings: JSON, late: another person')
  expect(found).not.toContain('flow: pings')
  expect(differences.every(({ host }) => host === 'sabotaged')).toBe(true)
  const traces = ['x-extra: 1', ' 413 ', 'Session not found']
  const bySabotage = differences.filter(({ actual }) => traces.some((trace) => actual.includes(trace)))
  expect(bySabotage).toHaveLength(differences.length)
})
