import { canonicalJson } from '../../foundation/index.js'
import { byCodeUnits } from './lists.js'

/** One difference between two JSON values, before anybody judged it. */
export interface FieldChange {
  /** The tokens of the RFC 6901 pointer. */
  readonly tokens: readonly string[]
  /** `reordered`: the same members in another order, where order means nothing. */
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered'
  /** Absent when added. */
  readonly before?: unknown
  /** Absent when removed. */
  readonly after?: unknown
}

/** Arrays of these keywords are sets. */
const SETS = new Set(['required', 'enum', 'type', 'examples'])

/** Every difference, in the order of a canonical definition. Two values have none exactly when their hashes agree. */
export function fieldChanges(before: unknown, after: unknown, tokens: readonly string[] = []): FieldChange[] {
  if (isObject(before) && isObject(after)) return objectChanges(before, after, tokens)
  if (Array.isArray(before) && Array.isArray(after)) {
    const isSet = SETS.has(tokens[tokens.length - 1] ?? '') && before.every(isScalar) && after.every(isScalar)
    return isSet ? setChanges(before, after, tokens) : arrayChanges(before, after, tokens)
  }
  return canonicalJson(before) === canonicalJson(after) ? [] : [{ tokens, kind: 'changed', before, after }]
}

function objectChanges(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  tokens: readonly string[],
): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byCodeUnits)
  return names.flatMap((name): FieldChange[] => {
    const at = [...tokens, name]
    if (!Object.hasOwn(before, name)) return [{ tokens: at, kind: 'added', after: after[name] }]
    if (!Object.hasOwn(after, name)) return [{ tokens: at, kind: 'removed', before: before[name] }]
    return fieldChanges(before[name], after[name], at)
  })
}

/** What begins and ends alike is left out; between, members are compared by place. */
function arrayChanges(before: readonly unknown[], after: readonly unknown[], tokens: readonly string[]): FieldChange[] {
  const a = before.map(canonicalJson)
  const b = after.map(canonicalJson)
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const changes: FieldChange[] = []
  const [stopBefore, stopAfter] = [a.length - end, b.length - end]
  for (let i = start; i < stopBefore || i < stopAfter; i++) {
    const at = [...tokens, String(i)]
    if (i >= stopBefore) changes.push({ tokens: at, kind: 'added', after: after[i] })
    else if (i >= stopAfter) changes.push({ tokens: at, kind: 'removed', before: before[i] })
    else changes.push(...fieldChanges(before[i], after[i], at))
  }
  return changes
}

function setChanges(before: readonly unknown[], after: readonly unknown[], tokens: readonly string[]): FieldChange[] {
  const removed = without(before, after).map(([index, member]): FieldChange => {
    return { tokens: [...tokens, String(index)], kind: 'removed', before: member }
  })
  const added = without(after, before).map(([index, member]): FieldChange => {
    return { tokens: [...tokens, String(index)], kind: 'added', after: member }
  })
  if (removed.length + added.length > 0) return [...removed, ...added]
  return canonicalJson(before) === canonicalJson(after) ? [] : [{ tokens, kind: 'reordered', before, after }]
}

/** Members of a list, with their places, that the other list does not have, or not as often. */
function without(list: readonly unknown[], other: readonly unknown[]): [number, unknown][] {
  const left = new Map<string, number>()
  for (const member of other) left.set(canonicalJson(member), (left.get(canonicalJson(member)) ?? 0) + 1)
  return [...list.entries()].filter(([, member]) => {
    const count = left.get(canonicalJson(member)) ?? 0
    left.set(canonicalJson(member), count - 1)
    return count <= 0
  })
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
