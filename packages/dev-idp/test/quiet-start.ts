import { startDevIdp } from '../src/index.js'

await (await startDevIdp()).close()
