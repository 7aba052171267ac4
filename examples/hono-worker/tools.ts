import { McpServer } from '@modelcontextprotocol/server'
import { callerOf } from '@sallyport/core/sdk'
import { text } from 'sallyport-example-support/tool-result'
import * as z from 'zod'

/** As long as this isolate lives; a real worker would have a Durable Object or a database here. */
const notes = new Map<string, string[]>()

/** An ordinary MCP server: issuer, audience and scopes are the gate's business, not the tools'. */
export function createNotesServer(): McpServer {
  const server = new McpServer({ name: 'worker-notes', version: '1.0.0' })

  server.registerTool('whoami', { description: 'Says who is calling.' }, (ctx) => text(callerOf(ctx)))

  server.registerTool('notes_list', { description: 'Lists your notes.' }, (ctx) =>
    text(notes.get(callerOf(ctx).subject) ?? []),
  )

  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: z.object({ text: z.string().min(1).max(10_000) }) },
    (args, ctx) => {
      const { subject } = callerOf(ctx)
      notes.set(subject, [...(notes.get(subject) ?? []), args.text])
      return text('Added.')
    },
  )

  return server
}
