import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rateLimitLines, retryAfterSeconds } from '../../../src/primitives/replies/index.js'
import { call, person, setup } from './support.js'

const rates = fc.record({ burst: fc.integer({ min: 1, max: 50 }), intervalMs: fc.integer({ min: 1, max: 5_000 }) })
const steps = fc.array(
  fc.record({ cost: fc.integer({ min: 0, max: 60 }), waitMs: fc.integer({ min: 0, max: 3_000 }) }),
  {
    maxLength: 40,
  },
)

/** Runs into a limit, waits as told, and asks again. */
function waited(told: (retryAfterMs: number) => number, early = 0) {
  return fc.property(rates, rates, rates, steps, (user, userClient, report, taken) => {
    const { limits, runtime } = setup({ user, userClient, tools: { report } })
    const ask = (cost: number) => limits.debitPrincipal(person, call(cost, 'tools/report'))
    for (const { cost, waitMs } of taken) {
      runtime.advance(waitMs)
      const refused = ask(cost)
      if (refused instanceof Promise) throw new Error('the memory store answers at once')
      if (refused.allowed) continue
      runtime.advance(told(refused.retryAfterMs) - early)
      expect(ask(cost)).toMatchObject({ allowed: early === 0 })
    }
  })
}

it('lets the same request through after the wait in milliseconds [F-42] [TL-03]', () => {
  fc.assert(waited((ms) => ms))
})

it('lets it through after the whole seconds of Retry-After [F-42] [TL-03]', () => {
  fc.assert(waited((ms) => Number(retryAfterSeconds(ms)) * 1_000))
})

it('does not let it through a millisecond before [F-42]', () => {
  fc.assert(waited((ms) => ms, 1))
})

it('never tells a client to pace itself faster than its bucket fills [F-42]', () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 0, max: 49 }), (user, spent) => {
      const { limits, runtime } = setup({ user })
      const ask = () => {
        const verdict = limits.debitPrincipal(person, call(1))
        if (verdict instanceof Promise) throw new Error('the memory store answers at once')
        return verdict
      }
      for (let at = 0; at < Math.min(spent, user.burst - 1); at++) ask()
      const lines = rateLimitLines(ask().quota)
      const [, r, t] = /;r=(\d+);t=(\d+)$/.exec(lines[1]?.[1] ?? '') ?? []
      const [remaining, seconds] = [Number(r), Number(t)]
      // Spread over t seconds, and once more after them: never a refusal.
      for (let at = 1; at <= remaining * 2; at++) {
        runtime.advance(Math.ceil((seconds * 1_000) / remaining))
        expect(ask()).toMatchObject({ allowed: true })
      }
    }),
  )
})
