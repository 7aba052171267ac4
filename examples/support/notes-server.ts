import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { Sallyport } from '@sallyport/core'
import { callerOf } from '@sallyport/core/sdk'
import * as z from 'zod'
import type { Notes } from './notes.js'
import { text } from './tool-result.js'

/** An ordinary MCP server on SDK v1: scopes, roles and limits are the gate's business, not the tools'. */
export function createNotesServer(notes: Notes, sallyport: Sallyport, userinfoUrl: string): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })

  server.registerTool('whoami', { description: 'Says who is calling.' }, async (extra) => {
    const person = await sallyport.upstream.person(extra)
    const { clientId, scopes, token } = extra.authInfo ?? {}
    return text({ ...person, clientId, scopes, token })
  })

  server.registerTool('notes_list', { description: 'Lists your notes.' }, (extra) =>
    text(notes.list(callerOf(extra).subject)),
  )

  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: { text: z.string().min(1).max(10_000) } },
    (args, extra) => text(`Note ${String(notes.add(callerOf(extra).subject, args.text))} added.`),
  )

  server.registerTool(
    'notes_delete',
    { description: 'Deletes one of your notes. Administrators only.', inputSchema: { id: z.int().positive() } },
    (args, extra) =>
      text(
        notes.remove(callerOf(extra).subject, args.id) ? `Note ${String(args.id)} deleted.` : 'There is no such note.',
      ),
  )

  server.registerTool(
    'upstream_profile',
    { description: 'Asks the identity provider for your profile, with the token that stays on the server.' },
    async (extra) => {
      const response = await sallyport.upstream.fetch(extra, userinfoUrl)
      if (!response.ok) throw new Error(`The identity provider answered ${String(response.status)}.`)
      return text(await response.json())
    },
  )

  return server
}
