import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'

/** What the tools may use, made anew at each start: a folder of notes, and an index of them beside a table they may not read. */
export function openData(dataDir: string) {
  const notesDir = join(dataDir, 'notes')
  mkdirSync(join(notesDir, 'recipes'), { recursive: true, mode: 0o700 })
  writeFileSync(join(notesDir, 'shopping.md'), '# Shopping\n\nmilk, bread, cheese\n')
  writeFileSync(join(notesDir, 'recipes/soup.md'), '# Soup\n\nWater and patience.\n')
  writeFileSync(join(notesDir, 'deploy.md'), `Connect with postgres://app:${'hunter2'.repeat(2)}@db.internal/notes\n`)
  const path = join(dataDir, 'index.db')
  const writer = new Database(path)
  writer.exec(`
    DROP TABLE IF EXISTS notes; DROP TABLE IF EXISTS accounts;
    CREATE TABLE notes (path TEXT, title TEXT, words INTEGER); CREATE TABLE accounts (name TEXT, password TEXT);
    INSERT INTO notes VALUES ('shopping.md', 'Shopping', 4), ('recipes/soup.md', 'Soup', 4), ('deploy.md', 'Deploy', 3);
    INSERT INTO accounts VALUES ('root', 'swordfish');
  `)
  writer.close()
  // The second wall: what gets past the guard of SQL cannot write either.
  const index = new Database(path, { readonly: true })
  return { notesDir, index }
}
