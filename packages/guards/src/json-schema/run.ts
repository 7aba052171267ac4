import type { InputProblem } from '@sallyport/core/inputs'
import type { Schema } from './keywords.js'
import type { Resource } from './resources.js'
import type { Vetted } from './vet.js'

/** Thrown when checking takes too long; the value has not been found right. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork'
}

const MAX_LEVELS = 400
const MAX_PATH = 200

/** One check of one value: what it may cost, and what it has found. */
export interface Run {
  readonly vetted: Vetted
  readonly problems: InputProblem[]
  /** @throws {TooMuchWork} */
  spend(steps: number): void
  /** Goes one level down while `work` runs. */
  deeper<T>(work: () => T): T
  /** Enters the resource of a schema while `work` runs. */
  within<T>(schema: Schema, work: () => T): T
  /** The outermost schema of that name among the resources that were entered (2020-12 Core §8.2.3.2). */
  outermost(dynamicName: string): Schema | undefined
  report(path: string, message: string): void
  /** Runs `work` without keeping its problems. */
  quietly<T>(work: () => T): T
}

export function createRun(vetted: Vetted, maxSteps: number, maxProblems: number): Run {
  const problems: InputProblem[] = []
  let left = maxSteps
  let level = 0
  let quiet = 0
  const scope: Resource[] = []
  return {
    vetted,
    problems,
    spend(steps) {
      left -= steps
      if (left < 0) throw new TooMuchWork()
    },
    deeper(work) {
      if (++level > MAX_LEVELS) throw new TooMuchWork()
      try {
        return work()
      } finally {
        level -= 1
      }
    },
    within(schema, work) {
      const resource = vetted.resources?.get(schema)
      if (resource === undefined || resource === scope.at(-1)) return work()
      scope.push(resource)
      try {
        return work()
      } finally {
        scope.pop()
      }
    },
    outermost(dynamicName) {
      this.spend(scope.length / 16)
      return scope.find((resource) => resource.dynamicAnchors.has(dynamicName))?.dynamicAnchors.get(dynamicName)
    },
    report(path, message) {
      if (quiet === 0 && problems.length < maxProblems) problems.push({ path: path.slice(0, MAX_PATH), message })
    },
    quietly(work) {
      quiet += 1
      try {
        return work()
      } finally {
        quiet -= 1
      }
    },
  }
}

/** Linear in the text, but a repetition is written out: `a{1000}` is a program of a thousand parts for each character. */
export function matches(source: string, text: string, run: Run): boolean {
  const pattern = run.vetted.patterns.get(source)
  if (pattern === undefined) return false
  run.spend(1 + (text.length / 16) * Math.max(1, pattern.programSize() / 50))
  return pattern.matcher(text).find()
}

/** `a.b[0]`; what could not be typed is left out of names. */
export function pathTo(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  if (/^[A-Za-z_$][\w$]{0,63}$/.test(key)) return path === '' ? key : `${path}.${key}`
  const shown = key
    .slice(0, 64)
    .replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Surrogate}]/gu, '')
  return `${path}[${JSON.stringify(shown)}]`
}
