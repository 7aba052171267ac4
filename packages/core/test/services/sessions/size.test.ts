import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { caller, setUp } from './support.js'

it('takes a record of half a KiB [F-30]', async () => {
  const { sessions, records } = setUp()
  await sessions.bind(caller({ clientId: `c_${'x'.repeat(43)}`, grantId: 'x'.repeat(46) }), sessions.newSessionId())
  const { keys } = await records.listByIndex('kind:session', undefined, 10)
  const [key = ''] = keys
  expect(key.length).toBe(54)
  expect((await records.get(key))?.value.length).toBeLessThan(600)
})

it('does not grow with the number of roles, nor with use [F-30]', async () => {
  const { sessions, records, open, settle } = setUp()
  const roles = Array.from({ length: 200 }, (_, index) => createHash('sha256').update(String(index)).digest('hex'))
  const id = await open(caller({ roles }))
  for (let network = 0; network < 20; network++) {
    await sessions.check(caller({ roles, address: `10.0.${network}.1`, userAgent: `v${network}` }), id)
    await settle()
  }
  const { keys } = await records.listByIndex('kind:session', undefined, 10)
  expect((await records.get(keys[0] ?? ''))?.value.length).toBeLessThan(800)
})
