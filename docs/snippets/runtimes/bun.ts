import { createServer } from './server.js'

interface BunServer {
  requestIP(request: Request): { address: string } | null
}

declare const Bun: {
  serve(options: { port: number; fetch: (request: Request, server: BunServer) => Promise<Response> }): unknown
}

// #region bun
const serve = createServer('https://notes.example.com/mcp', 'https://login.example.com')
Bun.serve({
  port: 3000,
  fetch: (request, server) => serve(request, { remoteAddress: server.requestIP(request)?.address }),
})
// #endregion bun
