import { createSallyport, oidcUpstream } from '@sallyport/core'
import { keysFromFile } from '@sallyport/core/node'
import { sqliteStore } from '@sallyport/sqlite'

// #region sallyport
const sallyport = createSallyport({
  resource: 'https://notes.example.com/mcp',
  scopes: {
    'notes:read': 'Read your notes',
    'notes:write': 'Add notes in your name',
  },
  operations: {
    default: ['notes:read'],
    'tools/notes_add': ['notes:write'],
  },
  baselineScopes: ['notes:read', 'notes:write'],
  authorizationServer: {
    issuer: 'https://notes.example.com',
    upstream: oidcUpstream({
      issuer: 'https://login.example.com',
      clientId: 'notes',
      clientSecret: process.env['CLIENT_SECRET'],
    }),
    registration: { dynamic: true },
  },
  keys: keysFromFile('keys.json', { create: true }),
  store: sqliteStore({ path: 'sallyport.db' }),
})
await sallyport.ready()
// #endregion sallyport
