import { race } from '../../../core/test/support/processes/racer.js'
import { sqliteStore } from '../../src/index.js'

const [path = '', name = '', count = ''] = process.argv.slice(2)
const store = sqliteStore({ path })
await race(store, name, Number(count))
await store.close()
