import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { callerOf } from '@sallyport/core/sdk'
import { devSallyport } from '@sallyport/dev-idp'
import { oauthRoutes, protect } from '@sallyport/express'
import express from 'express'
import * as z from 'zod'

const port = Number(process.env['PORT'] ?? 3000)

// #region sallyport
const sallyport = devSallyport({
  resource: `http://127.0.0.1:${port}/mcp`,
  scopes: {
    'notes:read': 'Read your notes',
    'notes:write': 'Add notes in your name',
  },
  // #region rules
  operations: {
    default: ['notes:read'],
    'tools/notes_add': ['notes:write'],
  },
  // #endregion rules
  baselineScopes: ['notes:read', 'notes:write'],
})
await sallyport.ready()
// #endregion sallyport

// #region tools
const notes = new Map()

function createServer() {
  const server = new McpServer({ name: 'notes', version: '2.0.0' })
  server.registerTool('notes_list', { description: 'Lists your notes.' }, (extra) => {
    const mine = notes.get(callerOf(extra).subject) ?? []
    return { content: [{ type: 'text', text: mine.join('\n') || 'You have no notes.' }] }
  })
  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: { note: z.string() } },
    (args, extra) => {
      const { subject } = callerOf(extra)
      notes.set(subject, [...(notes.get(subject) ?? []), args.note])
      return { content: [{ type: 'text', text: 'Added.' }] }
    },
  )
  // #region upstream
  server.registerTool('my_profile', { description: 'Asks the identity provider who you are.' }, async (extra) => {
    const response = await sallyport.upstream.fetch(extra, `http://127.0.0.1:${port + 1}/me`)
    return { content: [{ type: 'text', text: await response.text() }] }
  })
  // #endregion upstream
  return server
}
// #endregion tools

// #region app
const app = express()
app.use(oauthRoutes(sallyport))

app.all('/mcp', protect(sallyport), async (req, res) => {
  const transport = new StreamableHTTPServerTransport({})
  res.once('close', () => void transport.close())
  await createServer().connect(transport)
  await transport.handleRequest(req, res, req.body)
})

app.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}/mcp`))
// #endregion app
