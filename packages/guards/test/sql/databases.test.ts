import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import { expect, it, onTestFinished } from 'vitest'
import { readOnlySql } from '../../src/sql/index.js'
import { hostile } from './hostile-statements.js'
import { legitimate } from './legitimate-statements.js'

const SCHEMA = [
  'CREATE TABLE notes (id integer, title text, size integer, created timestamp)',
  'CREATE TABLE tags (id integer, note integer, label text)',
  'CREATE TABLE secrets (id integer, key text)',
  "INSERT INTO notes VALUES (1, 'milk', 20, '2026-01-01'), (2, 'tea', 5, '2026-01-02')",
  "INSERT INTO tags VALUES (1, 1, 'food')",
  "INSERT INTO secrets VALUES (1, 'hunter2')",
]
const tables = ['notes', 'tags']
const texts = (dialect: string) => legitimate.filter(([of]) => of === dialect).map(([, text]) => text)

/** What a library asks for: as many values as the statement needs. */
const values = (count: number) => Array.from({ length: count }, () => 1)

it('lets nothing through that SQLite refuses, changes anything or tells a secret [F-72]', async () => {
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  for (const statement of SCHEMA) database.exec(statement)
  const state = () =>
    JSON.stringify(['notes', 'tags', 'secrets'].map((table) => database.prepare(`SELECT * FROM ${table}`).all()))
  const before = state()
  for (const text of texts('sqlite')) {
    const allowed = await readOnlySql(text, { dialect: 'sqlite', tables })
    // The library does not mix both kinds.
    if (text.includes(':title')) continue
    const rows = database.prepare(allowed.text).all(...values(allowed.parameters))
    expect(JSON.stringify(rows)).not.toContain('hunter2')
  }
  expect(state()).toBe(before)
})

it('lets nothing through that PostgreSQL refuses when read-only, and stops what it would execute [F-72]', async () => {
  const database = await PGlite.create()
  onTestFinished(() => database.close())
  for (const statement of SCHEMA) await database.exec(statement)
  await database.exec('SET default_transaction_read_only = on')
  for (const text of texts('postgres')) {
    const allowed = await readOnlySql(text, { dialect: 'postgres', tables })
    const { rows } = await database.query(allowed.text, values(allowed.parameters))
    expect(JSON.stringify(rows)).not.toContain('hunter2')
  }

  let effective = 0
  for (const [, text] of hostile.filter(
    ([of, one]) => of === 'postgres' && /secrets|version|session_user/.test(one) && !/DROP|::/.test(one),
  )) {
    const executed = await database.query(text).then(
      () => true,
      () => false,
    )
    if (executed) effective += 1
  }
  expect(effective).toBeGreaterThan(15)
}, 30_000)
