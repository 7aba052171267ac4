import Database from 'libsql'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { revocationIsExact } from '../../core/test/support/revocation/suite.js'

const TABLES = ['sallyport_tombstones', 'sallyport_revocation_log']

/** The tables of the log as they are, and back. */
async function copyLog(path: string): Promise<() => Promise<void>> {
  const database = new Database(path)
  database.exec(TABLES.map((table) => `CREATE TABLE copy_of_${table} AS SELECT * FROM ${table}`).join(';'))
  database.close()
  return async () => {
    const again = new Database(path)
    const back = (table: string) =>
      `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM copy_of_${table}; DROP TABLE copy_of_${table}`
    again.exec(`BEGIN IMMEDIATE; ${TABLES.map(back).join(';')}; COMMIT`)
    again.close()
  }
}

revocationIsExact('SQLite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-'))
  const path = join(directory, 'store.db')
  return {
    program: new URL('./support/revocation-process.ts', import.meta.url),
    args: [path],
    copyLog: () => copyLog(path),
    dispose: () => rmSync(directory, { recursive: true }),
  }
})
