import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { oidcUpstream } from '@sallyport/core'
import { jsonLinesSink } from '@sallyport/core/audit'
import { startDevIdp, type DevClient } from '@sallyport/dev-idp'
import { openNotes } from './notes.js'

/**
 * What stands around the server of an example: ports and folder from the environment, the company's identity provider
 * (in production Entra ID, Okta, Keycloak …, elsewhere), the notes, and an audit log on stderr.
 *
 * @param folder `import.meta.dirname` of the example; its data goes to `data` there, unless `DATA_DIR` says otherwise
 */
export async function openSurroundings(folder: string, options: { readonly clients?: readonly DevClient[] } = {}) {
  const port = Number(process.env['PORT'] ?? 3000)
  const dataDir = process.env['DATA_DIR'] ?? join(folder, 'data')
  const origin = `http://127.0.0.1:${String(port)}`
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })

  const idp = await startDevIdp({
    port: Number(process.env['IDP_PORT'] ?? port + 1),
    redirectUris: [`${origin}/callback`],
    stateFile: join(dataDir, 'idp.json'),
    ...options,
  })
  const notes = openNotes(join(dataDir, 'notes.db'))
  return {
    port,
    origin,
    notes,
    databasePath: join(dataDir, 'sallyport.db'),
    upstream: oidcUpstream({
      issuer: idp.issuer,
      clientId: idp.clientId,
      clientSecret: idp.clientSecret,
      unsafelyAllowHttpLoopback: true,
    }),
    userinfoUrl: `${idp.issuer}/me`,
    audit: [jsonLinesSink((line) => void process.stderr.write(line))],
    async close() {
      await idp.close()
      notes.close()
    },
  }
}

/** Runs `stop` once, when the process is asked to end. */
export function onStop(stop: () => Promise<void>): void {
  process.once('SIGINT', () => void stop())
  process.once('SIGTERM', () => void stop())
}
