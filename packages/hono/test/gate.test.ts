import { describeGate } from '../../adapter-contract/support/index.js'
import { startApp, webRoute } from './support/app.js'

describeGate('Hono', (handler, setup) => startApp(webRoute(handler), setup))
