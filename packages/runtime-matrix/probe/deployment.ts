import { createSallyport, oidcUpstream, type Runtime, type Sallyport } from '@sallyport/core'
import { keysFromEnv } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'

/** What every runtime is told. */
export interface Settings {
  /** A key set in JSON: the same keys everywhere. */
  readonly keys: string
  readonly provider: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }
}

/** Of the probed deployment; nothing listens there. */
export const ORIGIN = 'http://127.0.0.1:48998'

/** The same deployment on every runtime. */
export function deploy({ keys, provider }: Settings, runtime?: Runtime): Sallyport {
  return createSallyport(
    {
      resource: `${ORIGIN}/mcp`,
      resourceName: 'Notes',
      scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Add notes in your name' },
      operations: { default: ['notes:read'], 'tools/notes_wipe': ['notes:admin'] },
      authorizationServer: {
        issuer: ORIGIN,
        upstream: oidcUpstream({ ...provider, unsafelyAllowHttpLoopback: true }),
        registration: { dynamic: true },
      },
      keys: keysFromEnv({ variable: 'KEYS', env: { KEYS: keys } }),
      store: memoryStore({}, runtime),
      unsafelyAllowHttpLoopback: true,
    },
    runtime,
  )
}
