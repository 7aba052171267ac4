import pg from 'pg'
import { present } from '../../../core/test/support/processes/presenter.js'
import { postgresStore } from '../../src/index.js'

const [url = '', schema = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url })
await present(postgresStore({ client: pool, schema }))
await pool.end()
