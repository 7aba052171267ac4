import pg from 'pg'
import { race } from '../../../core/test/support/processes/racer.js'
import { postgresStore } from '../../src/index.js'

const LANES = 5

const [url = '', schema = '', name = '', count = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url })
const store = postgresStore({ client: pool, schema })
await store.ping()
await race(store, name, Number(count), LANES)
await store.close()
await pool.end()
