import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  LINT_RULES,
  lintDefinitions,
  type Definition,
  type LintOptions,
} from '../../../../src/policy/tool-guard/index.js'
import { realTools } from './real-tools.js'

const inputSchema = { type: 'object' }

function lintNames(...names: string[]): string[][] {
  const { tools } = lintDefinitions({ tools: names.map((name) => ({ name, inputSchema })) })
  return tools.map(({ findings }) => findings.map(({ rule }) => rule))
}

function lintProperties(properties: Definition): string[] {
  const tool = { name: 'a', inputSchema: { type: 'object', properties } }
  return lintDefinitions({ tools: [tool] }).tools[0]?.findings.map(({ rule, path }) => `${rule} ${path}`) ?? []
}

function lintIcon(icon: unknown, options?: LintOptions): string[] {
  const tool = { name: 'a', inputSchema, icons: [icon] }
  return lintDefinitions({ tools: [tool] }, options).tools[0]?.findings.map(({ rule }) => rule) ?? []
}

describe('lintDefinitions, names', () => {
  it.each(['a', 'A-Z_0.9', 'x'.repeat(128)])('lets %s pass [TL-12]', (name) => {
    expect(lintNames(name)).toEqual([[]])
  })

  it.each(['', ' ', 'add note', 'a/b', 'ädd', 'add\u200b', 'x'.repeat(129), 'a,b', 'а'])(
    'refuses %j [TL-12]',
    (name) => {
      expect(lintNames(name)).toEqual([['name-form']])
    },
  )

  it.each([
    ['Delete', 'delete', ['name-look-alike'], ['name-look-alike']],
    ['read_file', 'read-file', ['name-look-alike'], ['name-look-alike']],
    ['delete', 'dеlete', ['name-look-alike'], ['name-form', 'name-look-alike']],
    ['add', 'add', ['name-twice'], ['name-twice']],
    ['add', 'remove', [], []],
  ])('compares %s with %s [TL-12]', (one, other, first, second) => {
    expect(lintNames(one, other)).toEqual([first, second])
  })
})

describe('lintDefinitions, x-mcp-header', () => {
  const marked = (header: unknown, members: Definition = { type: 'string' }) => ({ ...members, 'x-mcp-header': header })

  it.each([
    ['a property', { region: marked('Region') }],
    ['a property of an object inside', { place: { type: 'object', properties: { region: marked('Region') } } }],
    ['a boolean', { dry: marked('Dry-Run', { type: 'boolean' }) }],
    ['an integer with bounds', { n: marked('N', { type: 'integer', maximum: 2 ** 53 - 1 }) }],
    ['a property of that name', { 'x-mcp-header': { type: 'string' } }],
  ])('lets it pass on %s [TL-17]', (_case, properties) => {
    expect(lintProperties(properties)).toEqual([])
  })

  it.each<[string, Definition, string]>([
    ['an empty name', { a: marked('') }, 'header-name'],
    ['a number as name', { a: marked(7) }, 'header-name'],
    ['a space', { a: marked('My Region') }, 'header-name'],
    ['a colon', { a: marked('a:b') }, 'header-name'],
    ['a line end', { a: marked('a\r\nX-Evil') }, 'header-name'],
    ['a letter beyond ASCII', { a: marked('Région') }, 'header-name'],
    ['a number', { a: marked('A', { type: 'number' }) }, 'header-type'],
    ['an object', { a: marked('A', { type: 'object' }) }, 'header-type'],
    ['several types', { a: marked('A', { type: ['string', 'null'] }) }, 'header-type'],
    ['no type', { a: marked('A', {}) }, 'header-type'],
    ['integers beyond 2^53', { a: marked('A', { type: 'integer', maximum: 2 ** 60 }) }, 'header-integer'],
    ['a constant beyond 2^53', { a: marked('A', { type: 'integer', const: 2 ** 53 }) }, 'header-integer'],
    ['the same name in another case', { a: marked('Region'), b: marked('REGION') }, 'header-twice'],
    ['members of a list', { a: { type: 'array', items: marked('A') } }, 'header-place'],
    ['an alternative', { a: { anyOf: [marked('A')] } }, 'header-place'],
    ['other properties', { a: { type: 'object', additionalProperties: marked('A') } }, 'header-place'],
    ['a definition', { a: { $defs: { b: marked('A') } } }, 'header-place'],
  ])('refuses it with %s [TL-17]', (_case, properties, rule) => {
    expect(lintProperties(properties).map((finding) => finding.split(' ')[0])).toEqual([rule])
  })

  it('refuses it on the input itself [TL-17]', () => {
    const tool = { name: 'a', inputSchema: { type: 'object', 'x-mcp-header': 'A' } }
    const rules = lintDefinitions({ tools: [tool] }).tools[0]?.findings.map(({ rule }) => rule)
    expect(rules).toEqual(['header-place', 'header-type'])
  })

  it.each([
    'password',
    'apiKey',
    'access_token',
    'ssn',
    'userEmail',
    'phone',
    'credit-card-number',
    'clientSecret',
    'pin',
    'dateOfBirth',
  ])('refuses to copy %s into a header [TL-18]', (name) => {
    expect(lintProperties({ [name]: marked('Value') })).toEqual([
      `header-secret /inputSchema/properties/${name}/x-mcp-header`,
    ])
  })

  it.each(['region', 'tenant', 'pinned', 'tokens_per_page_count'.slice(7), 'spine'])(
    'lets %s be copied [TL-18]',
    (name) => {
      expect(lintProperties({ [name]: marked('Value') })).toEqual([])
    },
  )
})

describe('lintDefinitions, icons', () => {
  it.each([
    { src: 'https://notes.example/icon.png', mimeType: 'image/png' },
    { src: 'data:image/png;base64,iVBORw0KGgo=' },
    { src: 'https://notes.example/icon' },
  ])('lets %j pass [TL-25]', (icon) => {
    expect(lintIcon(icon, { origin: 'https://notes.example' })).toEqual([])
  })

  it.each<[unknown, string]>([
    [{ src: 'http://notes.example/icon.png' }, 'icon-src'],
    [{ src: 'javascript:alert(1)' }, 'icon-src'],
    [{ src: 'file:///etc/passwd' }, 'icon-src'],
    [{ src: 'ws://notes.example/' }, 'icon-src'],
    [{ src: '/icon.png' }, 'icon-src'],
    [{ src: 'https://user:secret@notes.example/icon.png' }, 'icon-src'],
    [{}, 'icon-src'],
    ['icon.png', 'icon-src'],
    [{ src: 'https://tracker.example/icon.png' }, 'icon-origin'],
    [{ src: 'data:text/html,<script>alert(1)</script>' }, 'icon-type'],
    [{ src: 'https://notes.example/icon', mimeType: 'text/html' }, 'icon-type'],
    [{ src: `data:image/png;base64,${'A'.repeat(100_000)}` }, 'icon-large'],
  ])('refuses %.80j [TL-25]', (icon, rule) => {
    expect(lintIcon(icon, { origin: 'https://notes.example' })).toEqual([rule])
  })

  it('shows no credentials, and looks at prompts and resources too [TL-25]', () => {
    const icons = [{ src: 'https://user:secret@notes.example/i.png' }]
    const report = lintDefinitions({ tools: [], prompts: [{ name: 'p', icons }], resources: [{ uri: 'x:y', icons }] })
    expect(report.prompts?.[0]?.findings).toMatchObject([{ rule: 'icon-src', path: '/icons/0/src' }])
    expect(report.resources?.[0]?.severity).toBe('high')
    expect(JSON.stringify(report)).not.toContain('secret')
  })
})

describe('lintDefinitions, on definitions of well-known servers', () => {
  it('finds little, and nothing that is not so [TL-12] [TL-14] [TL-16]', () => {
    const tools = realTools()
    const found = tools.flatMap((tool) => lintDefinitions({ tools: [tool] }).tools[0]?.findings ?? [])
    expect(tools.length).toBeGreaterThan(100)
    const grave = found.filter(({ severity }) => severity === 'high' || severity === 'critical')
    // Some of them do publish schemas without a type; nothing else is wrong with any.
    expect(new Set(grave.map(({ rule }) => rule))).toEqual(new Set(['schema-not-object']))
    expect(grave.length / tools.length).toBeLessThan(0.02)
  })

  it('knows every rule by its id, with a fix and a row in the guide', () => {
    for (const { fix, source } of LINT_RULES) expect([fix === '', /^TL-\d\d$/.test(source)]).toEqual([false, true])
    expect(new Set(LINT_RULES.map(({ id }) => id)).size).toBe(LINT_RULES.length)
    const guide = readFileSync(new URL('../../../../../../docs/guides/tool-pinning.md', import.meta.url), 'utf8')
    const rows = guide
      .split('\n')
      .flatMap((line) => /^\| `([a-z-]+)`\s+\| (\w+)\s+\| (TL-\d\d)/.exec(line)?.slice(1, 4) ?? [])
    expect(rows).toEqual(LINT_RULES.flatMap(({ id, severity, source }) => [id, severity, source]))
  })
})
