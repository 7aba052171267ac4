import { randomUUID } from 'node:crypto'
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'
import type { Request, RequestHandler, Response } from 'express'

type Authenticated = Request & { auth?: AuthInfo }

/** Session ids are no credentials: each belongs to the person and client that opened it (ST-23). */
const ownerOf = (req: Authenticated): string => JSON.stringify([req.auth?.extra?.['subject'], req.auth?.clientId])

/** Streamable HTTP on Express: a server for each request, or, with `sessions`, one for each session. */
export function mcpEndpoint(createServer: () => McpServer, options: { readonly sessions: boolean }): RequestHandler {
  const sessions = new Map<string, { readonly transport: StreamableHTTPServerTransport; readonly owner: string }>()

  async function open(req: Authenticated): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      ...(options.sessions && { sessionIdGenerator: () => randomUUID() }),
      onsessioninitialized: (id) => void sessions.set(id, { transport, owner: ownerOf(req) }),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    await createServer().connect(transport)
    return transport
  }

  async function serve(req: Authenticated, res: Response): Promise<void> {
    const id = req.get('mcp-session-id')
    if (!options.sessions || (id === undefined && isInitializeRequest(req.body))) {
      const transport = await open(req)
      if (!options.sessions) res.once('close', () => void transport.close())
      return transport.handleRequest(req, res, req.body)
    }
    const session = id === undefined ? undefined : sessions.get(id)
    if (session?.owner !== ownerOf(req)) {
      return void res.status(id === undefined ? 400 : 404).json({
        jsonrpc: '2.0',
        error: { code: 404, message: id === undefined ? 'A session id is required.' : 'Session not found.' },
      })
    }
    return session.transport.handleRequest(req, res, req.body)
  }

  return (req, res, next) => void serve(req, res).catch(next)
}
