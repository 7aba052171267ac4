import { expect, it } from 'vitest'
import { runLeg, type LegOptions } from '../src/run-leg.js'

async function violated(options: Pick<LegOptions, 'sabotage' | 'mustHappen'>, signal: AbortSignal) {
  const { tallies } = await runLeg({
    store: 'redis',
    skewMs: 0,
    clients: 12,
    durationMs: 10_000,
    seed: 3,
    ...options,
    signal,
  })
  return tallies.filter(({ violations }) => violations > 0).map(({ invariant }) => invariant)
}

it('sees that processes which share nothing let revoked tokens through, and lose what was acknowledged', async ({
  signal,
}) => {
  const found = await violated({ sabotage: 'own stores', mustHappen: [] }, signal)
  expect(found).toEqual(expect.arrayContaining(['nothing revoked succeeds afterwards', 'nothing acknowledged is lost']))
})

it('sees that a store without a log on disk forgets what it has acknowledged', async ({ signal }) => {
  const found = await violated({ sabotage: 'forgetful store', mustHappen: ['store killed'] }, signal)
  // Whichever a client does first with what is gone: a call, or a refresh.
  const either = ['nothing acknowledged is lost', 'no refresh token is refused within its grace']
  expect(found.filter((name) => either.includes(name))).not.toEqual([])
})
