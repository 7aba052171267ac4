import type { Schema } from './keywords.js'
import type { Run } from './run.js'

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

const isOfType = (value: unknown, type: unknown): boolean =>
  type === 'integer' ? typeof value === 'number' && Number.isInteger(value) : typeOf(value) === type

/** JSON with sorted names: equal values have equal texts. Every part costs a step. */
function canonical(value: unknown, run: Run): string {
  run.spend(1)
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return run.deeper(() => {
    if (Array.isArray(value)) return `[${value.map((one) => canonical(one, run)).join()}]`
    const names = Object.keys(value).sort()
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Schema)[name], run)}`).join()}}`
  })
}

type Rule = (value: never, limit: never, schema: Schema, run: Run) => string | undefined

const remainder = (value: number, step: number): boolean => {
  const quotient = value / step
  return (
    Number.isFinite(quotient) && Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * Number.EPSILON * 4
  )
}

const lengthOf = (text: string): number => {
  let length = 0
  for (const _character of text) length += 1
  return length
}

/** The types of a check say what the vetting has made sure of. */
function rule(check: (value: never, limit: never, run: Run) => string | false): Rule {
  return (value, limit, _schema, run) => check(value, limit, run) || undefined
}

const ANY: Readonly<Record<string, Rule>> = {
  type: rule((value: unknown, types: unknown) => {
    const list = Array.isArray(types) ? types : [types]
    return !list.some((type) => isOfType(value, type)) && `Expected ${list.join(' or ')}.`
  }),
  enum: rule((value: unknown, list: readonly unknown[], run) => {
    const text = canonical(value, run)
    return !list.some((one) => canonical(one, run) === text) && 'Expected one of the listed values.'
  }),
  const: rule(
    (value: unknown, only: unknown, run) => canonical(value, run) !== canonical(only, run) && 'Expected another value.',
  ),
}

const BY_TYPE: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  number: {
    multipleOf: rule((value: number, step: number) => !remainder(value, step) && `Expected a multiple of ${step}.`),
    maximum: rule((value: number, limit: number) => value > limit && `Expected at most ${limit}.`),
    exclusiveMaximum: rule((value: number, limit: number) => value >= limit && `Expected less than ${limit}.`),
    minimum: rule((value: number, limit: number) => value < limit && `Expected at least ${limit}.`),
    exclusiveMinimum: rule((value: number, limit: number) => value <= limit && `Expected more than ${limit}.`),
  },
  string: {
    maxLength: rule(
      (value: string, limit: number) => lengthOf(value) > limit && `Expected at most ${limit} characters.`,
    ),
    minLength: rule(
      (value: string, limit: number) => lengthOf(value) < limit && `Expected at least ${limit} characters.`,
    ),
    pattern: rule((value: string, source: string, run) => {
      run.spend(1 + value.length / 16)
      return run.vetted.patterns.get(source)?.matcher(value).find() !== true && 'Expected another form.'
    }),
  },
  array: {
    maxItems: rule((value: unknown[], limit: number) => value.length > limit && `Expected at most ${limit} items.`),
    minItems: rule((value: unknown[], limit: number) => value.length < limit && `Expected at least ${limit} items.`),
    uniqueItems: rule((value: unknown[], unique: boolean, run) => {
      return unique && new Set(value.map((one) => canonical(one, run))).size < value.length && 'Expected no item twice.'
    }),
  },
  object: {
    maxProperties: rule(
      (value: object, limit: number) => Object.keys(value).length > limit && `Expected at most ${limit} members.`,
    ),
    minProperties: rule(
      (value: object, limit: number) => Object.keys(value).length < limit && `Expected at least ${limit} members.`,
    ),
    required: rule((value: object, names: readonly string[]) => {
      const missing = names.filter((name) => !Object.hasOwn(value, name))
      return missing.length > 0 && `Missing: ${missing.join(', ')}.`
    }),
    dependentRequired: rule((value: object, needs: Readonly<Record<string, readonly string[]>>) => {
      const missing = Object.entries(needs).flatMap(([name, names]) =>
        Object.hasOwn(value, name) ? names.filter((one) => !Object.hasOwn(value, one)) : [],
      )
      return missing.length > 0 && `Missing: ${missing.join(', ')}.`
    }),
  },
}

const RULES: ReadonlyMap<string, ReadonlyMap<string, Rule>> = new Map(
  ['null', 'boolean', 'number', 'string', 'array', 'object'].map((type) => [
    type,
    new Map(Object.entries({ ...ANY, ...BY_TYPE[type] })),
  ]),
)

/** Keywords that look at a value alone. */
export function assertValue(schema: Schema, value: unknown, path: string, run: Run): boolean {
  const rules = RULES.get(typeOf(value))
  let isRight = true
  for (const keyword of Object.keys(schema)) {
    const message = rules?.get(keyword)?.(value as never, schema[keyword] as never, schema, run)
    if (message === undefined) continue
    run.report(path, message)
    isRight = false
  }
  return isRight
}
