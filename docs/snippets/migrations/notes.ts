import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { RequestHandler } from 'express'

/** The MCP server that you have. */
export function createNotes(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('whoami', { description: 'Says who is calling.' }, ({ authInfo }) => ({
    content: [{ type: 'text', text: JSON.stringify({ token: authInfo?.token, ...authInfo?.extra }) }],
  }))
  return server
}

/** A server for each request. */
export const handleMcp: RequestHandler = async (req, res) => {
  const transport = new StreamableHTTPServerTransport({})
  res.once('close', () => void transport.close())
  await createNotes().connect(transport)
  await transport.handleRequest(req, res, req.body)
}
