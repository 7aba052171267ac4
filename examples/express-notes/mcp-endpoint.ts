import { randomUUID } from 'node:crypto'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import type { Request, RequestHandler, Response } from 'express'

/** Streamable HTTP on Express: a server for each request, or, with `sessions`, one for each session. */
export function mcpEndpoint(createServer: () => McpServer, options: { readonly sessions: boolean }): RequestHandler {
  const sessions = new Map<string, StreamableHTTPServerTransport>()

  async function open(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      ...(options.sessions && { sessionIdGenerator: () => randomUUID() }),
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    await createServer().connect(transport)
    return transport
  }

  async function serve(req: Request, res: Response): Promise<void> {
    const id = req.get('mcp-session-id')
    if (!options.sessions || (id === undefined && isInitializeRequest(req.body))) {
      const transport = await open()
      if (!options.sessions) res.once('close', () => void transport.close())
      return transport.handleRequest(req, res, req.body)
    }
    // A session of somebody else is refused by the transport, which wrapServer guards (ST-23).
    const transport = id === undefined ? undefined : sessions.get(id)
    if (transport) return transport.handleRequest(req, res, req.body)
    res.status(id === undefined ? 400 : 404).json({
      jsonrpc: '2.0',
      error: { code: 404, message: id === undefined ? 'A session id is required.' : 'Session not found.' },
    })
  }

  return (req, res, next) => void serve(req, res).catch(next)
}
