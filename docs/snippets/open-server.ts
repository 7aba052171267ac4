import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import express from 'express'
import * as z from 'zod'

const notes = ['Buy milk']

function createServer() {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('notes_list', { description: 'Lists the notes.' }, () => ({
    content: [{ type: 'text', text: notes.join('\n') }],
  }))
  server.registerTool('notes_add', { description: 'Adds a note.', inputSchema: { note: z.string() } }, ({ note }) => {
    notes.push(note)
    return { content: [{ type: 'text', text: 'Added.' }] }
  })
  return server
}

const app = express()
app.use(express.json())

app.all('/mcp', async (req, res) => {
  const transport = new StreamableHTTPServerTransport({})
  res.once('close', () => void transport.close())
  await createServer().connect(transport)
  await transport.handleRequest(req, res, req.body)
})

app.listen(3000, '127.0.0.1', () => console.log('http://127.0.0.1:3000/mcp'))
