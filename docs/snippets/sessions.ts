import type { Sallyport } from '@sallyport/core'
import type { Express } from 'express'
// #region registry
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { createTransportRegistry, wrapServer } from '@sallyport/core/sdk'
import { oauthRoutes, protect } from '@sallyport/express'

export function mount(app: Express, sallyport: Sallyport): void {
  const transports = createTransportRegistry(sallyport, async (options) => {
    const transport = new StreamableHTTPServerTransport(options)
    await wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport).connect(transport)
    return transport
  })
  app.use(oauthRoutes(sallyport))
  app.all('/mcp', protect(sallyport), (req, res) => transports.handleRequest(req, res, req.body))
  setInterval(() => void transports.sweep().catch(console.error), 5 * 60_000).unref()
}
// #endregion registry

// #region options
import type { SallyportOptions } from '@sallyport/core'

export const sessions: SallyportOptions['sessions'] = {
  idleMs: 15 * 60_000,
  maxAgeMs: 8 * 3_600_000,
  signals: {
    network: 'challenge', // another /24 or /48: 401, until the client has a newer token
    userAgent: 'observe',
    custom: {
      country: { of: ({ headerLines }) => headerLines('cf-ipcountry')[0], policy: 'refuse' },
    },
  },
}
// #endregion options

// #region end
export function adminTools(server: McpServer, sallyport: Sallyport): void {
  server.registerTool('switch_account', {}, async (extra) => {
    await sallyport.sessions.rotate(extra) // the id is dead at once, and everywhere
    return { content: [{ type: 'text', text: 'Switched.' }] }
  })
}

export const logOut = (sallyport: Sallyport, subject: string) => sallyport.sessions.endAll({ subject })
// #endregion end
