import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { callerOf } from '@sallyport/core/sdk'
import { text } from 'sallyport-example-support/tool-result'
import * as z from 'zod'
import type { Notes } from './notes.js'

/** An ordinary MCP server that remembers nothing by itself. */
export function createNotesServer(notes: Notes): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })

  server.registerTool('whoami', { description: 'Says who is calling, and which process answers.' }, (extra) =>
    text({ pid: process.pid, ...callerOf(extra) }),
  )

  server.registerTool('notes_list', { description: 'Lists your notes.' }, async (extra) =>
    text(await notes.list(callerOf(extra))),
  )

  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: { text: z.string().min(1).max(10_000) } },
    async (args, extra) => text(`Note ${String(await notes.add(callerOf(extra), args.text))} added.`),
  )

  server.registerTool('notes_export', { description: 'All your notes as one text.' }, async (extra) =>
    text((await notes.list(callerOf(extra))).join('\n')),
  )

  return server
}
