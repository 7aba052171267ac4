import { createSallyport, oidcUpstream, type Sallyport } from '@sallyport/core'
import { developmentKeys } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import type { Place } from './place.js'

export function createMigratingSallyport(place: Place, until: string): Sallyport {
  const { origin, issuer, clientId, clientSecret } = place
  return createSallyport({
    resource: `${origin}/mcp`,
    scopes: { 'notes:read': 'Read your notes' },
    operations: { default: ['notes:read'] },
    authorizationServer: {
      issuer: origin,
      upstream: oidcUpstream({ issuer, clientId, clientSecret, unsafelyAllowHttpLoopback: true }),
      registration: { dynamic: true },
      // #region migration
      unsafelyAcceptUpstreamTokens: {
        until, // the last day: '2027-03-31'
        audience: 'https://notes.example.com/api',
        scopes: ['notes:read'],
        introspection: { endpoint: `${issuer}/token/introspection`, clientId, clientSecret },
      },
      // #endregion migration
    },
    keys: developmentKeys(),
    store: memoryStore(),
    unsafelyAllowHttpLoopback: true,
  })
}
