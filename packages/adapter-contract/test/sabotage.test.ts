import type { Sallyport } from '@sallyport/core'
import { expect, it } from 'vitest'
import { express5Host } from '../src/hosts/express.js'
import { runContract } from '../src/run-contract.js'
import type { Host } from '../src/types.js'

/** A host that says one line more about its keys, and reads a broken body as if it were a large one. */
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
      return { ...real, refuseBody: (admitted) => real.refuseBody(admitted, 'too_large') }
    }
    return express5Host.start({ ...sallyport, handle, gate })
  },
}

it('finds what a host does differently, and nothing else [F-90]', async () => {
  const { differences } = await runContract([express5Host, sabotaged])
  const found = differences.map(({ exchange }) => exchange)

  expect(found).toContain('methods: GET /jwks')
  expect(found).toContain('messages: a byte order mark')
  expect(found).not.toContain('flow: pings')
  expect(differences.every(({ host }) => host === 'sabotaged')).toBe(true)
  const bySabotage = differences.filter(({ actual }) => actual.includes('x-extra: 1') || actual.includes(' 413 '))
  expect(bySabotage).toHaveLength(differences.length)
})
