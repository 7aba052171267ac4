import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { createSallyport } from '@sallyport/core'
import { callerOf, wrapServer } from '@sallyport/core/sdk'
import { memoryStore } from '@sallyport/core/store'
import { protect } from '@sallyport/core/web'

function createNotes(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Says who is calling.' }, (ctx) => ({
    content: [{ type: 'text', text: callerOf(ctx).subject }],
  }))
  return server
}

export function createServer(resource: string, issuer: string) {
  const sallyport = createSallyport({
    resource,
    operations: { default: ['notes:read'] },
    trustedIssuers: [{ issuer, jwksUri: `${issuer}/.well-known/jwks.json` }],
    store: memoryStore(),
  })
  const mcp = createMcpHandler(() => wrapServer(createNotes(), sallyport))
  return protect(sallyport, mcp.fetch)
}
