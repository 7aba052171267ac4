import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { GuardedFetch } from '@sallyport/core/outbound'
import { text } from 'sallyport-example-support/tool-result'
import * as z from 'zod'

/** An ordinary MCP server: what becomes of a page on its way to the model is the guard's business. */
export function createPagesServer(fetchPage: GuardedFetch): McpServer {
  const server = new McpServer({ name: 'pages', version: '1.0.0' })

  server.registerTool(
    'fetch_page',
    { description: 'Fetches a page as text.', inputSchema: { url: z.url() }, annotations: { openWorldHint: true } },
    async ({ url }) => text(await (await fetchPage(url)).text()),
  )

  return server
}
