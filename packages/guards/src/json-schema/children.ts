import { evaluate, fail, nothingSeen, type Seen } from './evaluate.js'
import { isObject, member, type Schema } from './keywords.js'
import { matches, pathTo, type Run } from './run.js'

const below = (schema: unknown, value: unknown, path: string, run: Run): boolean =>
  evaluate(schema, value, path, run, nothingSeen())

/** `prefixItems` and `items`; in draft-07 `items` is a list of the first, and `additionalItems` what follows. */
function itemSchemas(schema: Schema, run: Run): { readonly first: readonly unknown[]; readonly rest: unknown } {
  const items = member(schema, 'items')
  if (!run.vetted.isDraft7) return { first: (member(schema, 'prefixItems') ?? []) as unknown[], rest: items }
  return Array.isArray(items) ? { first: items, rest: member(schema, 'additionalItems') } : { first: [], rest: items }
}

export function evaluateArray(schema: Schema, value: readonly unknown[], path: string, run: Run, seen: Seen): boolean {
  const { first, rest } = itemSchemas(schema, run)
  const contains = member(schema, 'contains')
  const unevaluated = run.vetted.isDraft7 ? undefined : member(schema, 'unevaluatedItems')
  let isRight = true
  let contained = 0
  // Looking costs a step for each item; where nothing is said of items, nobody looks.
  const looksAt = rest === undefined && contains === undefined ? value.slice(0, first.length) : value
  looksAt.forEach((item, index) => {
    run.spend(1)
    const place = pathTo(path, index)
    const one = index < first.length ? first[index] : rest
    if (one !== undefined) {
      seen.items.add(index)
      if (!below(one, item, place, run)) isRight = false
    }
    if (contains !== undefined && run.quietly(() => below(contains, item, place, run))) {
      contained += 1
      if (!run.vetted.isDraft7) seen.items.add(index)
    }
  })
  if (contains !== undefined) {
    const atLeast = (member(schema, 'minContains') ?? 1) as number
    const atMost = (member(schema, 'maxContains') ?? Infinity) as number
    if (contained < atLeast || contained > atMost) isRight = fail(run, path, 'Expected other items.')
  }
  if (unevaluated !== undefined) {
    value.forEach((item, index) => {
      run.spend(1)
      if (seen.items.has(index)) return
      seen.items.add(index)
      if (!below(unevaluated, item, pathTo(path, index), run)) isRight = false
    })
  }
  return isRight
}

/** Draft-07 has one keyword for two: lists of names, and schemas. 2020-12 leaves it to us, and schemas go on using it. */
function evaluateDependencies(schema: Schema, value: Schema, path: string, run: Run): boolean {
  const dependencies = member(schema, 'dependencies')
  if (!isObject(dependencies)) return true
  return Object.entries(dependencies).every(([name, needs]) => {
    if (member(value, name) === undefined) return true
    if (!Array.isArray(needs)) return below(needs, value, path, run)
    return needs.every((one) => member(value, String(one)) !== undefined) || fail(run, path, 'A member is missing.')
  })
}

export function evaluateObject(schema: Schema, value: Schema, path: string, run: Run, seen: Seen): boolean {
  const properties = member(schema, 'properties')
  const patterns = member(schema, 'patternProperties')
  const additional = member(schema, 'additionalProperties')
  const names = member(schema, 'propertyNames')
  const unevaluated = run.vetted.isDraft7 ? undefined : member(schema, 'unevaluatedProperties')
  const known = isObject(properties) ? Object.keys(properties) : []
  const unknown = `There is no such member. Known: ${known.join(', ') || 'none'}.`
  let isRight = evaluateDependencies(schema, value, path, run)
  const check = (one: unknown, name: string): void => {
    seen.names.add(name)
    // A list of the known names helps more than "nothing here".
    if (one === false) isRight = fail(run, pathTo(path, name), unknown)
    else if (!below(one, value[name], pathTo(path, name), run)) isRight = false
  }
  for (const name of Object.keys(value)) {
    run.spend(1)
    // Within one process `undefined` can arrive; JSON would have left the member out.
    if (value[name] === undefined) continue
    if (names !== undefined && !below(names, name, pathTo(path, name), run)) isRight = false
    let isNamed = false
    if (isObject(properties) && Object.hasOwn(properties, name)) {
      isNamed = true
      check(properties[name], name)
    }
    for (const [source, one] of isObject(patterns) ? Object.entries(patterns) : []) {
      if (!matches(source, name, run)) continue
      isNamed = true
      check(one, name)
    }
    if (!isNamed && additional !== undefined) check(additional, name)
  }
  if (unevaluated !== undefined) {
    for (const name of Object.keys(value).filter((one) => !seen.names.has(one) && value[one] !== undefined))
      check(unevaluated, name)
  }
  return isRight
}
