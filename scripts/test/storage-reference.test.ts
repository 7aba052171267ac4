import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow, readJson, root } from '../lib/workspace.mjs'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/reference/storage-schema.md')

it('has every table and column of the SQLite file', () => {
  const tables = [...read('packages/sqlite/src/schema.ts').matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n {2}\)/g)]
  expect(tables).toHaveLength(7)
  for (const [, table = '', body = ''] of tables) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${table}\``)) ?? ''
    const columns = [...body.matchAll(/^\s+(\w+) (?:TEXT|INTEGER|REAL)/gm)].map(([, column = '']) => column)
    expect(columns.filter((column) => !row.includes(`\`${column}\``)).map((column) => `${table}.${column}`)).toEqual([])
  }
})

it('has every table and column of the Postgres schema', () => {
  const section = page.slice(page.indexOf('## Postgres'), page.indexOf('## In the browser'))
  const tables = read('packages/postgres/src/schema/tables.ts').matchAll(
    /CREATE TABLE \$\{schema\}\.(\w+) \(([\s\S]*?)\n {2}\)/g,
  )
  const found = [...tables].flatMap(([, table = '', body = '']) => {
    const row = section.split('\n').find((line) => line.startsWith(`| \`${table}\``)) ?? ''
    const columns = [...body.matchAll(/^\s+([a-z_]+) [A-Z]/gm)].map(([, column = '']) => column)
    expect(columns.filter((column) => !row.includes(`\`${column}\``)).map((column) => `${table}.${column}`)).toEqual([])
    return columns
  })
  expect(found).toHaveLength(29)
})

/** Begins the name of a signal of one's own, and no key. */
const SIGNAL = 'custom'

it('has every kind of record, index and bucket', () => {
  const sources: string[] = filesBelow('packages/core/src/services', /\.ts$/).map(read)
  const found = sources.flatMap((code) => [...code.matchAll(/`([a-z-]+):\$\{/g)].map(([, prefix = '']) => prefix))
  expect(new Set(found).size).toBeGreaterThan(10)
  expect(found.filter((prefix) => prefix !== SIGNAL && !page.includes(`\`${prefix}:`))).toEqual([])
})

it('has every kind that is indexed or named by a constant [F-92]', () => {
  const sources: string[] = filesBelow('packages/core/src/services', /\.ts$/).map(read)
  const indexed = sources.flatMap((code) => [...code.matchAll(/'kind:([a-z-]+)'/g)].map(([, kind = '']) => kind))
  const named = sources.flatMap((code) => [...code.matchAll(/'([a-z-]+):'/g)].map(([, kind = '']) => kind))
  expect(indexed).toEqual(expect.arrayContaining(['grant', 'session', 'browser']))
  expect(named).toEqual(expect.arrayContaining(['session', 'sessions']))
  expect(indexed.filter((kind) => !page.includes(`| \`${kind}\` |`) || !page.includes(`\`kind:${kind}\``))).toEqual([])
  expect(named.filter((kind) => !page.includes(`\`${kind}:`))).toEqual([])
})

it('says of every kind who writes and who reads it [F-92]', () => {
  const section = page.slice(page.indexOf('## Records'), page.indexOf('## Buckets'))
  const kinds = [...section.matchAll(/^\| `([a-z-]+)` \| `[a-z-]+:/gm)].map(([, kind = '']) => kind)
  const roles = section.slice(section.indexOf('| kind | written by'))
  expect(kinds.length).toBeGreaterThan(12)
  expect(kinds.filter((kind) => !roles.includes(`\`${kind}\``))).toEqual([])
})

it('has every letter of a Redis key [F-92]', () => {
  const letters = [...read('packages/redis/src/layout.ts').matchAll(/'([a-z])', /g)].map(([, letter = '']) => letter)
  expect(new Set(letters).size).toBeGreaterThan(8)
  expect([...new Set(letters)].filter((letter) => !page.includes(`}${letter}:`))).toEqual([])
})

it('has every tombstone', () => {
  const union = /type TombstoneKind = (.*)/.exec(read('packages/core/src/store/ports.ts'))?.[1] ?? ''
  const kinds = [...union.matchAll(/'(\w+)'/g)].map(([, kind = '']) => kind)
  expect(kinds.length).toBeGreaterThan(2)
  expect(kinds.filter((kind) => !page.includes(`| \`${kind}\` `))).toEqual([])
})

it('stands beside a list of rooms that names every import of core', () => {
  const { exports } = readJson('packages/core/package.json') as { exports: Record<string, unknown> }
  const rooms = Object.keys(exports).filter((subpath) => subpath !== './package.json' && subpath !== '.')
  const readme = read('packages/core/README.md')
  expect(rooms.filter((subpath) => !readme.includes(`| \`${subpath.slice(1)}\` `))).toEqual([])
})
