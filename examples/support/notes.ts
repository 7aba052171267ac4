import Database from 'libsql'

export interface Note {
  readonly id: number
  readonly text: string
  readonly createdAt: string
}

/** Notes in one SQLite file; every query names the person, so nobody reaches another's notes. */
export function openNotes(path: string) {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(
    'CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, text TEXT NOT NULL, created_at TEXT NOT NULL)',
  )
  const list = db.prepare('SELECT id, text, created_at AS createdAt FROM notes WHERE subject = ? ORDER BY id')
  const add = db.prepare('INSERT INTO notes (subject, text, created_at) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM notes WHERE subject = ? AND id = ?')
  return {
    list: (subject: string) => list.all(subject) as Note[],
    add: (subject: string, text: string) => Number(add.run(subject, text, new Date().toISOString()).lastInsertRowid),
    remove: (subject: string, id: number) => remove.run(subject, id).changes > 0,
    close: () => db.close(),
  }
}

export type Notes = ReturnType<typeof openNotes>
