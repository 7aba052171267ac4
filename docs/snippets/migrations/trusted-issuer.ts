import { createSallyport, type Sallyport, type SallyportOptions } from '@sallyport/core'
import { memoryStore } from '@sallyport/core/store'
import type { Place } from './place.js'

/** The gate with tokens of the authorization server that you have. */
export function sallyportFor(place: Place, more: Partial<SallyportOptions> = {}): Sallyport {
  const { origin, issuer, clientId, clientSecret } = place
  return createSallyport({
    resource: `${origin}/mcp`,
    operations: { default: ['notes:read'] },
    trustedIssuers: [{ issuer, introspection: { endpoint: `${issuer}/token/introspection`, clientId, clientSecret } }],
    store: memoryStore(),
    unsafelyAllowHttpLoopback: true, // only because everything on this page runs on one machine
    ...more,
  })
}
