import { serveProcess } from '../../../core/test/support/revocation/process.js'
import { postgresStore } from '../../src/index.js'
import { pgClient } from './clients.js'

const [, , url = ''] = process.argv
const { client } = pgClient(url)
await serveProcess(() => postgresStore({ client, unsafelyAllowFsyncOff: true }))
