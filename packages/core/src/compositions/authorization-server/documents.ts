import { jsonResponse } from '../../primitives/replies/index.js'
import type { JsonEndpoint } from './server.js'

/** Long enough to spare us, and shorter than a new key is published before it signs (AS-62). */
const PUBLIC_SECONDS = 300

/** A public document that is the same for everybody: metadata, JWKS. Asked for anew each time, for keys change. */
export function documentEndpoint(document: () => unknown): JsonEndpoint {
  return {
    methods: ['GET'],
    kind: 'json',
    answer: async () => jsonResponse(200, document(), { cors: true, publicForSeconds: PUBLIC_SECONDS }),
  }
}
