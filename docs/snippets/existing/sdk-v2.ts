import type { Sallyport } from '@sallyport/core'

declare const sallyport: Sallyport

// #region factory
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { wrapHandler, wrapServer } from '@sallyport/core/sdk'

const createServer = () => wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport)
export const mcp = wrapHandler(createMcpHandler(createServer), sallyport)
// #endregion factory

const server = createServer()
// #region scopes
import { scopeChallenge } from '@sallyport/core/sdk'

const lacking = scopeChallenge(sallyport)
server.registerTool('notes_add', { scopeChallenge: lacking }, () => ({ content: [] }))
// #endregion scopes
