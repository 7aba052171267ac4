import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Sallyport } from '@sallyport/core'
import { createTransportRegistry, type SdkSessionOptions } from '@sallyport/core/sdk'
import type { RequestHandler } from 'express'

const SWEEP_EVERY_MS = 5 * 60_000

async function connected(server: McpServer, options?: SdkSessionOptions): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport(options)
  await server.connect(transport)
  return transport
}

/** Streamable HTTP, a server for each request. */
export function statelessEndpoint(createServer: () => McpServer): RequestHandler {
  return (req, res, next) => {
    const serve = async (): Promise<void> => {
      const transport = await connected(createServer())
      res.once('close', () => void transport.close())
      await transport.handleRequest(req, res, req.body)
    }
    serve().catch(next)
  }
}

/** Streamable HTTP, a server for each session; a session is found by its owner only (ST-23). */
export function sessionEndpoint(createServer: () => McpServer, sallyport: Sallyport): RequestHandler {
  const transports = createTransportRegistry(sallyport, (options) => connected(createServer(), options))
  setInterval(() => void transports.sweep().catch(console.error), SWEEP_EVERY_MS).unref()
  return (req, res, next) => void transports.handleRequest(req, res, req.body).catch(next)
}
