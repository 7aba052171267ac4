import fc from 'fast-check'
import type { ToolDefinition } from '../../../src/policy/tool-guard/index.js'

/** A tool with every member the revisions know, and one they do not. */
export const readFile = {
  name: 'read_file',
  title: 'Read a file',
  description: 'Reads a file below the workspace and returns its text.',
  inputSchema: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Relative path', maxLength: 400 },
      encoding: { enum: ['utf8', 'latin1'], default: 'utf8' },
    },
    required: ['path'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  annotations: { readOnlyHint: true, destructiveHint: true },
  icons: [{ src: 'https://files.example/icon.png', mimeType: 'image/png', sizes: ['48x48'] }],
  execution: { taskSupport: 'optional' },
  _meta: { 'example.com/owner': 'files', cost: 1.5 },
  'x-vendor': { beta: true, note: null },
} satisfies ToolDefinition

/** Any JSON object with a name: members of every kind, as deep as servers send them and deeper. */
export const anyTool: fc.Arbitrary<ToolDefinition> = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('description', 'inputSchema', 'annotations', '_meta', '1', '10'), fc.string()),
      fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }),
      { maxKeys: 6 },
    ),
  )
  .map(([name, members]) => JSON.parse(JSON.stringify({ ...members, name })) as ToolDefinition)

/** Tools of different names. */
export const anyTools = fc.uniqueArray(anyTool, { selector: ({ name }) => name, maxLength: 6 })

/** The same value with the members of every object in an order drawn by `next`. */
export function reordered(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => reordered(item, next))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    shuffled(Object.entries(value), next).map(([name, member]) => [name, reordered(member, next)]),
  )
}

export function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

/** Park and Miller's generator: repeatable chance. */
export function chance(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647)
}

/** Every copy of a value in which one leaf or one name of a member was changed by one character. */
export function oneCharacterChanges(value: unknown): unknown[] {
  if (typeof value === 'string') {
    const chars = Array.from(value)
    return [
      `${value}x`,
      ...chars.map((char, i) => chars.map((old, at) => (at !== i ? old : char === 'y' ? 'z' : 'y')).join('')),
    ]
  }
  if (typeof value === 'number') return [value === 0 ? 1 : -value, String(value)]
  if (typeof value === 'boolean') return [!value, null]
  if (value === null) return [false, 0]
  if (Array.isArray(value)) {
    return [
      [...value, null],
      ...value.flatMap((item, i) =>
        oneCharacterChanges(item).map((changed) => value.map((old: unknown, at) => (at === i ? changed : old))),
      ),
    ]
  }
  const entries = Object.entries(value as object)
  const replaced = (i: number, entry: [string, unknown]) =>
    Object.fromEntries(entries.map((old, at) => (at === i ? entry : old)))
  return [
    Object.fromEntries([...entries, ['added~member', null]]),
    ...entries.flatMap(([name, member], i) => [
      replaced(i, [`${name}~`, member]),
      Object.fromEntries(entries.filter((_, at) => at !== i)),
      ...oneCharacterChanges(member).map((changed) => replaced(i, [name, changed])),
    ]),
  ]
}
