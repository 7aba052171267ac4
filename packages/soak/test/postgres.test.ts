import { it } from 'vitest'
import { expectToHold } from './support/short-run.js'

it('holds every promise on Postgres under fire, one clock being 20 s behind [F-92] [AS-62] [F-40]', async ({
  signal,
}) => {
  await expectToHold({ store: 'postgres', skewMs: -20_000, durationMs: 15_000, clients: 18, seed: 2 }, signal)
})
