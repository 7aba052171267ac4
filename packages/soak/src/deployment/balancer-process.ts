/** The balancer of a soak, in a process of its own: the crowd does not queue in front of its own relay. */
import { startBalancer } from './balancer.js'
import { readConfig, sayReady } from './child.js'

const { origin } = await startBalancer(readConfig() as readonly number[])
sayReady(origin)
