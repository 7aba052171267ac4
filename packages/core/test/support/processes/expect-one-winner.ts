import { expect, onTestFinished } from 'vitest'
import type { Store } from '../../../src/store/index.js'
import { startChild } from './child.js'
import { prepareRace, type Won } from './racer.js'

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

export interface Race {
  /** Called once they have opened theirs: they may create it, all at the same time. */
  readonly open: () => Store
  /** Calls `race` with a store of its own. */
  readonly program: URL
  /** Arguments of each process. */
  readonly racers: readonly (readonly string[])[]
  readonly count: number
}

/** Each put, take, swap and token was won by one process, and no tombstone has the number of another. */
export async function expectOneWinner({ open, program, racers, count }: Race): Promise<readonly Won[]> {
  const children = racers.map((args) => startChild(program, ...args))
  onTestFinished(async () => {
    await Promise.all(children.map((child) => child.kill()))
  })
  await Promise.all(children.map((child) => child.until('ready')))
  const store = open()
  await prepareRace(store, count)
  for (const child of children) child.send('go')
  const won = await Promise.all(
    children.map(async (child) => JSON.parse((await child.until('won')).slice('won '.length)) as Won),
  )
  await Promise.all(children.map((child) => child.ended()))

  const all = Array.from({ length: count }, (_, i) => i)
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
  expect(sorted(won.flatMap(({ put }) => put))).toEqual(all)
  expect(sorted(won.flatMap(({ take }) => take))).toEqual(all)
  expect((await store.records.get('family:counter'))?.value).toBe(String(sum(won.map(({ swap }) => swap))))
  expect(sum(won.map(({ debit }) => debit))).toBe(count)
  const numbers = won.flatMap(({ seqs }) => seqs)
  expect(new Set(numbers).size).toBe(racers.length * count)
  expect(await store.revocations.seq()).toBe(Math.max(...numbers))
  // Every mark, and the counter.
  expect((await store.records.listByIndex('user:a', undefined, count + 10)).keys).toHaveLength(count + 1)
  return won
}

/** Whoever writes one tombstone after the other is given ever higher numbers. */
export function expectRising(won: readonly Won[]): void {
  for (const { seqs } of won) expect(seqs).toEqual(sorted(seqs))
}
