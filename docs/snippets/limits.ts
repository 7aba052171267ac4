import { createSallyport } from '@sallyport/core'
import { wrapServer } from '@sallyport/core/sdk'
import { memoryStore } from '@sallyport/core/store'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'

const common = {
  resource: 'https://notes.example.com/mcp',
  trustedIssuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/jwks' }],
  store: memoryStore(),
}

// #region rates
const sallyport = createSallyport({
  ...common,
  operations: { default: ['notes:read'], 'tools/notes_export': { scope: ['notes:read'], cost: 10 } },
  limits: {
    user: { burst: 200, intervalMs: 200 }, // the default
    roles: {
      guest: { burst: 50, intervalMs: 1_000 },
      premium: { burst: 1_000, intervalMs: 50 },
      admin: { burst: 5_000, intervalMs: 10 },
    },
    tools: { notes_export: { burst: 3, intervalMs: 60_000 } },
    concurrent: 20,
  },
})
// #endregion rates

// #region timeout
const server = wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport, { toolTimeoutMs: 60_000 })
// #endregion timeout

const outage = createSallyport({
  ...common,
  operations: { default: ['notes:read'] },
  // #region outage
  limits: {
    user: { burst: 200, intervalMs: 200, onStoreFailure: 'allow' }, // all others refuse
  },
  // #endregion outage
})
console.log(server.isConnected(), outage)
