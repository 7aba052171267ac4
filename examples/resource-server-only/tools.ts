import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { callerOf } from '@sallyport/core/sdk'
import { text } from 'sallyport-example-support/tool-result'
import * as z from 'zod'

/** Notes of each person; a person is who the issuer of the token says it is. */
const notes = new Map<string, string[]>()

/** An ordinary MCP server: who may call what is decided before. */
export function createNotesServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })

  server.registerTool('whoami', { description: 'Says who is calling.' }, (extra) => {
    const { clientId, scopes, token } = extra.authInfo ?? {}
    return text({ ...callerOf(extra), clientId, scopes, token })
  })

  server.registerTool('notes_list', { description: 'Lists your notes.' }, (extra) =>
    text(notes.get(personOf(extra)) ?? []),
  )

  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: { text: z.string().min(1).max(10_000) } },
    (args, extra) => {
      const person = personOf(extra)
      notes.set(person, [...(notes.get(person) ?? []), args.text])
      return text('Added.')
    },
  )

  return server
}

/** Two issuers may use the same `sub`: a person is both together. */
function personOf(extra: Parameters<typeof callerOf>[0]): string {
  const { issuer, subject } = callerOf(extra)
  return JSON.stringify([issuer, subject])
}
