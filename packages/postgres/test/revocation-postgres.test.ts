import { revocationIsExact } from '../../core/test/support/revocation/suite.js'
import { pgClient } from './support/clients.js'
import { startServer } from './support/server.js'

const TABLES = ['tombstones', 'revocation_log']

/** The tables of the log as they are, and back. */
async function copyLog(url: string): Promise<() => Promise<void>> {
  const { query, end } = pgClient(url)
  for (const table of TABLES) await query(`CREATE TABLE sallyport.copy_of_${table} AS TABLE sallyport.${table}`)
  const back = (table: string) => `
    DELETE FROM sallyport.${table};
    INSERT INTO sallyport.${table} SELECT * FROM sallyport.copy_of_${table};
    DROP TABLE sallyport.copy_of_${table};`
  return async () => {
    await query(`DO $$ BEGIN ${TABLES.map(back).join('')} END $$`)
    await end()
  }
}

revocationIsExact('Postgres', async () => {
  // What one process writes, the others see, whether it lies on the disk or not.
  const server = await startServer({ fsync: 'off' })
  return {
    program: new URL('./support/revocation-process.ts', import.meta.url),
    args: [server.url],
    copyLog: () => copyLog(server.url),
    dispose: () => server.remove(),
  }
})
