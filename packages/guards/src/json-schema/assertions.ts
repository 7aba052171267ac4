import { member, type Schema } from './keywords.js'
import { matches, type Run } from './run.js'

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  // No JSON, as `undefined` is none.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'undefined'
  return Array.isArray(value) ? 'array' : typeof value
}

const isOfType = (value: unknown, type: unknown): boolean =>
  type === 'integer' ? typeof value === 'number' && Number.isInteger(value) : typeOf(value) === type

/** JSON with sorted names: equal values have equal texts. Every part costs a step. */
function canonical(value: unknown, run: Run): string {
  run.spend(typeof value === 'string' ? 1 + value.length / 64 : 1)
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return run.deeper(() => {
    if (Array.isArray(value)) return `[${value.map((one) => canonical(one, run)).join()}]`
    const names = Object.keys(value).sort()
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as Schema)[name], run)}`).join()}}`
  })
}

type Rule = (value: never, limit: never, schema: Schema, run: Run) => string | undefined

/** A number as its digits and a power of ten: what JSON wrote, not the nearest binary fraction. */
function decimalOf(value: number): readonly [digits: bigint, exponent: number] {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return [BigInt(whole + fraction), Number(exponent) - fraction.length]
}

function isMultiple(value: number, step: number): boolean {
  const [digits, exponent] = decimalOf(value)
  const [stepDigits, stepExponent] = decimalOf(step)
  const least = Math.min(exponent, stepExponent)
  return (digits * 10n ** BigInt(exponent - least)) % (stepDigits * 10n ** BigInt(stepExponent - least)) === 0n
}

/** Whether a text has at least so many characters; only a text that may have too few or too many is counted. */
function hasLength(text: string, atLeast: number, run: Run): boolean {
  if (text.length < atLeast) return false
  if (text.length >= 2 * atLeast) return true
  run.spend(text.length / 64)
  let length = 0
  for (const _character of text) length += 1
  return length >= atLeast
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
    multipleOf: rule((value: number, step: number) => !isMultiple(value, step) && `Expected a multiple of ${step}.`),
    maximum: rule((value: number, limit: number) => value > limit && `Expected at most ${limit}.`),
    exclusiveMaximum: rule((value: number, limit: number) => value >= limit && `Expected less than ${limit}.`),
    minimum: rule((value: number, limit: number) => value < limit && `Expected at least ${limit}.`),
    exclusiveMinimum: rule((value: number, limit: number) => value <= limit && `Expected more than ${limit}.`),
  },
  string: {
    maxLength: rule(
      (value: string, limit: number, run) =>
        hasLength(value, limit + 1, run) && `Expected at most ${limit} characters.`,
    ),
    minLength: rule(
      (value: string, limit: number, run) => !hasLength(value, limit, run) && `Expected at least ${limit} characters.`,
    ),
    pattern: rule((value: string, source: string, run) => {
      return !matches(source, value, run) && 'Expected another form.'
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
    required: rule((value: Schema, names: readonly string[], run) => {
      run.spend(names.length / 16)
      const missing = names.filter((name) => member(value, name) === undefined)
      return missing.length > 0 && `Missing: ${missing.join(', ')}.`
    }),
    dependentRequired: rule((value: Schema, needs: Readonly<Record<string, readonly string[]>>, run) => {
      const missing = Object.entries(needs).flatMap(([name, names]) => {
        run.spend(1 + names.length / 16)
        return member(value, name) === undefined ? [] : names.filter((one) => member(value, one) === undefined)
      })
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
  if (rules === undefined) {
    run.report(path, 'Expected a value of JSON.')
    return false
  }
  let isRight = true
  for (const [keyword, check] of rules) {
    const limit = member(schema, keyword)
    if (limit === undefined) continue
    const message = check(value as never, limit as never, schema, run)
    if (message === undefined) continue
    run.report(path, message)
    isRight = false
  }
  return isRight
}
