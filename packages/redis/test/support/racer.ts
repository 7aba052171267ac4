import { race } from '../../../core/test/support/processes/racer.js'
import { redisStore } from '../../src/index.js'
import { ioredis, nodeRedis } from './clients.js'

const [kind = '', port = '', name = '', count = ''] = process.argv.slice(2)
const { client, close } = await (kind === 'ioredis' ? ioredis : nodeRedis)(Number(port))
await race(redisStore({ client }), name, Number(count))
await close()
