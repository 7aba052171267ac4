import { describe, expect, it } from 'vitest'
import { FAULT_KINDS, planFaults, type Planned } from '../src/faults/schedule.js'
import { createRandom } from '../src/random.js'

function planned(seed: number, count: number): Planned[] {
  const plan = planFaults(createRandom(seed), 3)
  return Array.from({ length: count }, () => plan.next().value)
}

describe('the plan of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planned(7, 50)).toEqual(planned(7, 50))
    expect(planned(7, 50)).not.toEqual(planned(8, 50))
  })

  it.each([1, 2, 3])('has every kind once before any kind comes again (seed %i)', (seed) => {
    const kinds = planned(seed, 4 * FAULT_KINDS.length).map(({ faults: [first] }) => first.kind)
    for (let round = 0; round < kinds.length; round += FAULT_KINDS.length) {
      expect(new Set(kinds.slice(round, round + FAULT_KINDS.length))).toEqual(new Set(FAULT_KINDS))
    }
  })

  it('has two of different kinds at once, now and then', () => {
    const all = planned(1, 200).map(({ faults }) => faults.map(({ kind }) => kind))
    expect(all.every((kinds) => new Set(kinds).size === kinds.length && kinds.length <= 2)).toBe(true)
    const twice = all.filter((kinds) => kinds.length === 2).length
    expect(twice).toBeGreaterThan(25)
    expect(twice).toBeLessThan(100)
  })

  it('meets every process', () => {
    const places = planned(1, 100).flatMap(({ faults }) =>
      faults.flatMap((fault) => ('process' in fault ? [fault.process] : [])),
    )
    expect(new Set(places)).toEqual(new Set([0, 1, 2]))
  })
})

describe('chance', () => {
  it('is the same for the same seed and name, whatever else was drawn', () => {
    const drawn = createRandom(5)
    drawn.next()
    expect(drawn.fork('person-1').next()).toBe(createRandom(5).fork('person-1').next())
    expect(drawn.fork('person-1').next()).not.toBe(drawn.fork('person-2').next())
  })

  it('shuffles without losing anybody, and stays within its bounds', () => {
    const random = createRandom(5)
    expect([...random.shuffled([1, 2, 3, 4, 5])].sort()).toEqual([1, 2, 3, 4, 5])
    const numbers = Array.from({ length: 500 }, () => random.between(2, 4))
    expect(new Set(numbers)).toEqual(new Set([2, 3, 4]))
  })
})
