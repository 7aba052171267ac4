import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { redactor } from '../../src/redaction/index.js'
import { BUILT_IN } from '../../src/redaction/rules.js'

const redact = redactor()

/** Entries of a corpus of core's tests, by what they are called there. */
function entriesOf(name: string): readonly (readonly [id: string, entry: unknown])[] {
  return readFileSync(new URL(`../../../core/test/corpus/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const entry = JSON.parse(line) as { id?: string; package?: string }
      return [entry.id ?? entry.package ?? '', entry] as const
    })
}

describe('honest texts', () => {
  it.each([
    ['honest/development', 168, { 'collected-1-49': { jwt: 1 } }],
    ['real/development', 68, {}],
    ['content/benign-development', 162, {}],
  ])('lose nothing in %s, but the one sample that is a whole token [F-64]', (name, size, expected) => {
    const entries = entriesOf(name)
    expect(entries).toHaveLength(size)
    const hits = entries.map(([id, entry]) => {
      const { value, counts } = redact.json(entry)
      if (Object.keys(counts).length === 0) expect(value).toEqual(entry)
      return [id, counts] as const
    })
    expect(Object.fromEntries(hits.filter(([, counts]) => Object.keys(counts).length > 0))).toEqual(expected)
  })
})

it.each(BUILT_IN.map(({ id, source }) => [id, source]))(
  '%s is documented by somebody who keeps it: %s',
  (_id, source) => {
    expect(source).toMatch(
      /^(?:RFC \d{4}( §[\d.]+)?(, |$))+|^gitleaks: [a-z0-9-]+$|^GitHub: [a-z0-9_]+$|^@sallyport\/core$/,
    )
  },
)
