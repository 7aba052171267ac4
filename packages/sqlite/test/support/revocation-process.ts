import { serveProcess } from '../../../core/test/support/revocation/process.js'
import { sqliteStore } from '../../src/index.js'

const [, , path = ''] = process.argv
await serveProcess((runtime) => sqliteStore({ path }, runtime))
