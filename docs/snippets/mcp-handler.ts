import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { RequestHandler } from 'express'

/** Stands in the other snippets for the handler that a reader has already. */
export const handleMcp: RequestHandler = async (req, res) => {
  const transport = new StreamableHTTPServerTransport({})
  await new McpServer({ name: 'notes', version: '1.0.0' }).connect(transport)
  await transport.handleRequest(req, res, req.body)
}
