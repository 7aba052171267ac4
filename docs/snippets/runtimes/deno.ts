import { createServer } from './server.js'

declare const Deno: {
  serve(
    options: { port: number },
    handler: (request: Request, info: { remoteAddr: { hostname: string } }) => Promise<Response>,
  ): unknown
}

// #region deno
const serve = createServer('https://notes.example.com/mcp', 'https://login.example.com')
Deno.serve({ port: 3000 }, (request, { remoteAddr }) => serve(request, { remoteAddress: remoteAddr.hostname }))
// #endregion deno
