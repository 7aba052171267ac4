import type { Host } from '../types.js'
import { express4Host, express5Host } from './express.js'
import { fastifyHost } from './fastify.js'
import { honoHost } from './hono.js'

/** The first one is what the others are held against. */
export const hosts: readonly Host[] = [express5Host, express4Host, fastifyHost, honoHost]
