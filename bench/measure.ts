/** One thing to measure: runs `iterations` times and resolves when all of them are done. */
export interface Subject {
  readonly name: string
  readonly run: (iterations: number) => Promise<void> | void
  /** Calls in each round; the slow ones need fewer. */
  readonly iterations: number
}

export interface Sample {
  readonly name: string
  /** Nanoseconds of one call in each round. */
  readonly rounds: readonly number[]
}

async function nanosecondsPerCall({ run, iterations }: Subject): Promise<number> {
  const start = process.hrtime.bigint()
  await run(iterations)
  return Number(process.hrtime.bigint() - start) / iterations
}

/**
 * Measures all subjects in turn, round after round, in another order each time: what slows the machine down for a
 * while hits all of them. The first rounds warm the engine up and are not counted.
 */
export async function measure(subjects: readonly Subject[], rounds: number, warmUp = 3): Promise<readonly Sample[]> {
  const results = new Map<string, number[]>(subjects.map(({ name }) => [name, []]))
  for (let round = -warmUp; round < rounds; round++) {
    const shift = ((round % subjects.length) + subjects.length) % subjects.length
    for (const subject of [...subjects.slice(shift), ...subjects.slice(0, shift)]) {
      const cost = await nanosecondsPerCall(subject)
      if (round >= 0) results.get(subject.name)?.push(cost)
    }
  }
  return [...results].map(([name, values]) => ({ name, rounds: values }))
}

export interface Summary {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const median =
    sorted.length % 2 === 1
      ? (sorted[Math.floor(middle)] ?? NaN)
      : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
  return { median, lowest: sorted[0] ?? NaN, highest: sorted.at(-1) ?? NaN }
}

/** How many times cheaper `subject` is than `base`, judged round by round. */
export function ratio(base: Sample, subject: Sample): Summary {
  return summarize(base.rounds.map((cost, round) => cost / (subject.rounds[round] ?? NaN)))
}
