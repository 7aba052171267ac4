import { canonicalJson } from '../../foundation/index.js'
import { byCodeUnits } from './lists.js'

const STEP = '  '

/** A member of an object that is printed in the order given, its value being JSON text already. */
export type PrintedMember = readonly [name: string, json: string | undefined]

/** JSON with members sorted as RFC 8785 sorts them, and one line each, so that reviews of a change read well. */
export function printSorted(value: unknown, indent = ''): string {
  const inner = indent + STEP
  if (Array.isArray(value))
    return printList(
      Array.from(value, (item: unknown) => printSorted(item, inner)),
      indent,
    )
  if (typeof value !== 'object' || value === null) return canonicalJson(value)
  // Sorted here: an object would move names that look like integers to its front.
  const members = Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b))
  return printMembers(
    members.map(([name, member]) => [name, printSorted(member, inner)]),
    indent,
  )
}

/** An object whose members keep the order given; those without a value are left out. */
export function printMembers(members: readonly PrintedMember[], indent = ''): string {
  const lines = members.flatMap(([name, json]) => (json === undefined ? [] : [`${JSON.stringify(name)}: ${json}`]))
  return bracket('{', lines, '}', indent)
}

/** An array of values that are JSON text already. */
export function printList(items: readonly string[], indent = ''): string {
  return bracket('[', items, ']', indent)
}

function bracket(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close
  const inner = indent + STEP
  return `${open}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${close}`
}
