import { expect, it } from 'vitest'
import { textOf, world } from './world.js'

/** Many values as deep as the gate lets through: laid out, each of them takes a line of 100 spaces. */
function deep(count: number): unknown {
  let value: unknown = Array.from({ length: count }, () => 1)
  for (let depth = 0; depth < 50; depth++) value = [value]
  return value
}

it('does not lay out arguments that are too long or too deep to be read [F-62]', async () => {
  const w = await world({ confirm: { sensitive: () => true } })
  const { call } = await w.legacyClient({ elicitation: { form: {} } })
  const started = performance.now()
  expect(textOf(await call({ name: 'pay', arguments: { iban: deep(400_000) } }))).toContain('too long')
  expect(performance.now() - started).toBeLessThan(2_000)
  expect(textOf(await call({ name: 'pay', arguments: { iban: deep(30_000) } }))).toContain('/confirm/')
  expect(performance.now() - started).toBeLessThan(4_000)
  expect(w.ran).toEqual([])
})
