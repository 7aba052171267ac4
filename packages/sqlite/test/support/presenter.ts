import { present } from '../../../core/test/support/processes/presenter.js'
import { sqliteStore } from '../../src/index.js'

const [path = ''] = process.argv.slice(2)
const store = sqliteStore({ path })
await present(store)
await store.close()
