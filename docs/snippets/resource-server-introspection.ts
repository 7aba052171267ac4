import { createSallyport } from '@sallyport/core'
import { memoryStore } from '@sallyport/core/store'

const clientSecret = process.env['INTROSPECTION_SECRET'] ?? ''

export const sallyport = createSallyport({
  resource: 'https://notes.example.com/mcp',
  operations: { default: ['notes:read'], 'tools/notes_add': ['notes:write'] },
  // #region introspection
  trustedIssuers: [
    {
      issuer: 'https://login.example.com/',
      introspection: { endpoint: 'https://login.example.com/introspect', clientId: 'notes-server', clientSecret },
    },
  ],
  // #endregion introspection
  store: memoryStore(),
})
