import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
// #region stdio
import { createStdioGuard, environmentPrincipal, wrapServer } from '@sallyport/core/sdk'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'

const guard = createStdioGuard({
  operations: { default: [], 'tools/notes_add': ['notes:write'], 'tools/notes_wipe': 'deny' },
  principal: environmentPrincipal({ subject: 'NOTES_USER', scopes: 'NOTES_SCOPES' }),
  limits: { tools: { notes_add: { burst: 10, intervalMs: 1_000 } } },
})

const server = wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), guard) // the server you have
await server.connect(new StdioServerTransport())
// #endregion stdio
