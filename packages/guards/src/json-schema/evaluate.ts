import { evaluateArray, evaluateObject } from './children.js'
import { assertValue } from './assertions.js'
import { isObject, member, type Schema } from './keywords.js'
import type { Run } from './run.js'

/** Members and items that some schema has looked at (2020-12 §11). */
export interface Seen {
  readonly names: Set<string>
  readonly items: Set<number>
}

export const nothingSeen = (): Seen => ({ names: new Set(), items: new Set() })

function merge(into: Seen, from: Seen, run: Run): void {
  if (!run.vetted.tracks) return
  run.spend(1 + from.names.size + from.items.size)
  for (const name of from.names) into.names.add(name)
  for (const item of from.items) into.items.add(item)
}

/** Checks a value at the same place; what has been looked at counts when the value is right. */
function inPlace(schema: unknown, value: unknown, path: string, run: Run, seen: Seen): boolean {
  const inner = nothingSeen()
  const isRight = evaluate(schema, value, path, run, inner)
  if (isRight) merge(seen, inner, run)
  return isRight
}

function evaluateReferences(schema: Schema, value: unknown, path: string, run: Run, seen: Seen): boolean {
  const { $ref, $dynamicRef } = run.vetted.targets
  const target = $ref.get(schema)
  if (target !== undefined && !inPlace(target.schema, value, path, run, seen)) return false
  const dynamic = run.vetted.isDraft7 ? undefined : $dynamicRef.get(schema)
  if (dynamic === undefined) return true
  const outermost = dynamic.dynamicName === undefined ? undefined : run.outermost(dynamic.dynamicName)
  return inPlace(outermost ?? dynamic.schema, value, path, run, seen)
}

function evaluateCombined(schema: Schema, value: unknown, path: string, run: Run, seen: Seen): boolean {
  const list = (keyword: string) => (member(schema, keyword) ?? []) as readonly unknown[]
  let isRight = true
  for (const one of list('allOf')) if (!inPlace(one, value, path, run, seen)) isRight = false
  const any = list('anyOf')
  // All of them, not the first: each may have looked at other members.
  const fits = run.quietly(() => any.filter((one) => inPlace(one, value, path, run, seen)).length)
  if (any.length > 0 && fits === 0) isRight = fail(run, path, 'Expected one of several forms.')
  const one = list('oneOf')
  const ones = run.quietly(() => one.filter((each) => inPlace(each, value, path, run, seen)).length)
  if (one.length > 0 && ones !== 1) isRight = fail(run, path, 'Expected exactly one of several forms.')
  const not = member(schema, 'not')
  if (not !== undefined && run.quietly(() => evaluate(not, value, path, run, nothingSeen()))) {
    isRight = fail(run, path, 'Expected another form.')
  }
  const condition = member(schema, 'if')
  if (condition !== undefined) {
    const branch = member(schema, run.quietly(() => inPlace(condition, value, path, run, seen)) ? 'then' : 'else')
    if (branch !== undefined && !inPlace(branch, value, path, run, seen)) isRight = false
  }
  const dependent = member(schema, 'dependentSchemas')
  if (isObject(dependent) && isObject(value)) {
    for (const [name, one] of Object.entries(dependent)) {
      if (Object.hasOwn(value, name) && !inPlace(one, value, path, run, seen)) isRight = false
    }
  }
  return isRight
}

export function fail(run: Run, path: string, message: string): false {
  run.report(path, message)
  return false
}

/**
 * Checks a value against a schema. Every subschema at every place costs a step.
 *
 * @throws {TooMuchWork}
 */
export function evaluate(schema: unknown, value: unknown, path: string, run: Run, seen: Seen): boolean {
  run.spend(1)
  if (schema === true) return true
  if (!isObject(schema)) return fail(run, path, 'There must be nothing here.')
  const check = (): boolean => {
    // Draft-07 §8.3: everything beside `$ref` is ignored.
    if (run.vetted.isDraft7 && member(schema, '$ref') !== undefined)
      return evaluateReferences(schema, value, path, run, seen)
    const results = [
      assertValue(schema, value, path, run),
      evaluateReferences(schema, value, path, run, seen),
      evaluateCombined(schema, value, path, run, seen),
      // Last, for `unevaluated…` look at what all others have seen.
      Array.isArray(value) ? evaluateArray(schema, value, path, run, seen) : true,
      isObject(value) ? evaluateObject(schema, value, path, run, seen) : true,
    ]
    return results.every(Boolean)
  }
  return run.deeper(() => run.within(schema, check))
}
