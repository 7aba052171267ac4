import Fastify from 'fastify'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { getServer } from './get-server.js'

const app = Fastify()
app.all('/mcp', async (request, reply) => {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
  await getServer().connect(transport)
  reply.hijack()
  await transport.handleRequest(request.raw, reply.raw, request.body)
})
await app.listen({ port: Number(process.env.MCP_PORT) })
console.log(`MCP server listening on port ${process.env.MCP_PORT}`)
