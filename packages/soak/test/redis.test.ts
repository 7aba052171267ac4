import { expect, it } from 'vitest'
import { expectToHold } from './support/short-run.js'

it('holds every promise on Redis under fire, one clock being 20 s ahead [F-92] [AS-62] [F-40]', async ({ signal }) => {
  const { limited } = await expectToHold(
    { store: 'redis', skewMs: 20_000, durationMs: 20_000, clients: 24, seed: 1 },
    signal,
  )
  // A limit that nobody meets proves nothing.
  expect(limited).toBeGreaterThan(0)
})
