import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { callerOf } from '@sallyport/core/sdk'
import type { Notes } from 'sallyport-example-support/notes'
import { text } from 'sallyport-example-support/tool-result'
import * as z from 'zod'

/** An ordinary MCP server: what may be called, and how often, is the guard's business. */
export function createNotesServer(notes: Notes): McpServer {
  const server = new McpServer({ name: 'stdio-notes', version: '1.0.0' })

  server.registerTool('notes_list', { description: 'Lists your notes.' }, (extra) =>
    text(notes.list(callerOf(extra).subject)),
  )

  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: { text: z.string().min(1).max(10_000) } },
    (args, extra) => text(`Note ${String(notes.add(callerOf(extra).subject, args.text))} added.`),
  )

  server.registerTool('notes_wipe', { description: 'Deletes all your notes.' }, (extra) => {
    const { subject } = callerOf(extra)
    for (const { id } of notes.list(subject)) notes.remove(subject, id)
    return text('All notes deleted.')
  })

  return server
}
