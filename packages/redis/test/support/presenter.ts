import { present } from '../../../core/test/support/processes/presenter.js'
import { redisStore } from '../../src/index.js'
import { ioredis } from './clients.js'

const [port = ''] = process.argv.slice(2)
const { client, close } = await ioredis(Number(port))
await present(redisStore({ client }))
await close()
