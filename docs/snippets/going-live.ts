import { createSallyport, oidcUpstream, startSweeping } from '@sallyport/core'
import { jsonLinesSink, storeSink } from '@sallyport/core/audit'
import { keysFromFile } from '@sallyport/core/node'
import { sqliteStore } from '@sallyport/sqlite'

// #region sallyport
const store = sqliteStore({ path: '/var/lib/notes/sallyport.db' })

const sallyport = createSallyport({
  resource: 'https://notes.example.com/mcp',
  resourceName: 'Notes',
  scopes: { 'notes:read': 'Read your notes', 'notes:write': 'Add notes in your name' },
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  authorizationServer: {
    issuer: 'https://notes.example.com',
    upstream: oidcUpstream({
      issuer: 'https://login.example.com',
      clientId: 'notes',
      clientSecret: process.env['CLIENT_SECRET'],
    }),
    registration: { dynamic: true },
  },
  keys: keysFromFile('/etc/notes/keys.json'),
  store,
  audit: [jsonLinesSink((line) => void process.stdout.write(line)), storeSink(store.events)],
  trustProxy: ['10.0.0.0/8'],
  allowedHosts: ['notes.example.com'],
})
await sallyport.ready()
// #endregion sallyport

// #region sweep
const stopSweeping = startSweeping(sallyport)
// #endregion sweep

// #region stop
process.once('SIGTERM', () => {
  stopSweeping()
  void sallyport.close()
})
// #endregion stop

// #region revoke
await sallyport.revoke({ clientId: 'c_abc' })
// #endregion revoke

const subject = 'from callerOf(extra), or from the audit log'
// #region withdraw
await sallyport.withdraw(subject, 'c_abc')
// #endregion withdraw
