import { jsonResponse } from '../../primitives/replies/index.js'
import type { JsonEndpoint } from './server.js'

/** Long enough to spare us, short enough for a key rotation to be seen in time. */
const PUBLIC_SECONDS = 300

/** A public document that is the same for everybody: metadata, JWKS. */
export function documentEndpoint(document: unknown): JsonEndpoint {
  return {
    methods: ['GET'],
    kind: 'json',
    answer: async () => jsonResponse(200, document, { cors: true, publicForSeconds: PUBLIC_SECONDS }),
  }
}
