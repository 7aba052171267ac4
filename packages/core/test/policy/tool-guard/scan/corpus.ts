import { readFileSync } from 'node:fs'

export type Part = 'development' | 'held-out'

interface RealServer {
  readonly package: string
  readonly version: string
  readonly license: string
  readonly tools: readonly { readonly name: string }[]
}

interface PoisonedCase {
  readonly id: string
  readonly technique: string
  readonly subtlety: 'blatant' | 'subtle'
  readonly language: string
  readonly tools: readonly unknown[]
}

function lines(path: string): unknown[] {
  const text = readFileSync(new URL(`../../../corpus/${path}`, import.meta.url), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

export const realServers = (part: Part) => lines(`real/${part}.jsonl`) as RealServer[]
export const poisonedCases = (part: Part) => lines(`poisoned/${part}.jsonl`) as PoisonedCase[]

/** Definitions that sound dangerous, or are about dangerous things, and are not. */
export const honestCases = (part: Part) => lines(`honest/${part}.jsonl`) as Pick<PoisonedCase, 'id' | 'tools'>[]
