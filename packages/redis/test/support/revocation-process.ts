import { serveProcess } from '../../../core/test/support/revocation/process.js'
import { redisStore } from '../../src/index.js'
import { ioredis } from './clients.js'

const [, , port = ''] = process.argv
const { client } = await ioredis(Number(port))
await serveProcess(() => redisStore({ client }))
