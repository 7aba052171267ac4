import { acceptedContent, inputRequired, McpServer } from '@modelcontextprotocol/server'
import type { Sallyport } from '@sallyport/core'
import { callerOf } from '@sallyport/core/sdk'
import type { Notes } from 'sallyport-example-support/notes'
import { text } from 'sallyport-example-support/tool-result'
import * as z from 'zod'

const Confirmation = z.object({ confirm: z.boolean() })

/** An ordinary MCP server on SDK v2: scopes, roles and limits are the gate's business, not the tools'. */
export function createNotesServer(notes: Notes, sallyport: Sallyport, userinfoUrl: string): McpServer {
  const { requestState } = sallyport
  const server = new McpServer({ name: 'notes', version: '1.0.0' }, { requestState: { verify: requestState.verify } })

  server.registerTool('whoami', { description: 'Says who is calling.' }, async (ctx) => {
    const person = await sallyport.upstream.person(ctx)
    const { clientId, scopes, token } = ctx.http?.authInfo ?? {}
    return text({ ...person, clientId, scopes, token })
  })

  server.registerTool('notes_list', { description: 'Lists your notes.' }, (ctx) =>
    text(notes.list(callerOf(ctx).subject)),
  )

  server.registerTool(
    'notes_add',
    { description: 'Adds a note.', inputSchema: z.object({ text: z.string().min(1).max(10_000) }) },
    (args, ctx) => text(`Note ${String(notes.add(callerOf(ctx).subject, args.text))} added.`),
  )

  server.registerTool(
    'notes_delete',
    {
      description: 'Deletes one of your notes. Administrators only.',
      inputSchema: z.object({ id: z.int().positive() }),
    },
    (args, ctx) =>
      text(
        notes.remove(callerOf(ctx).subject, args.id) ? `Note ${String(args.id)} deleted.` : 'There is no such note.',
      ),
  )

  // Two rounds: the notes that the person was asked about travel to the client and back, sealed, and no others are deleted.
  server.registerTool('notes_clear', { description: 'Deletes all your notes, after asking.' }, async (ctx) => {
    const { subject } = callerOf(ctx)
    const asked = ctx.mcpReq.requestState<readonly number[]>()
    if (asked === undefined) {
      const ids = notes.list(subject).map(({ id }) => id)
      return inputRequired({
        inputRequests: {
          answer: inputRequired.elicit({
            message: `Delete ${String(ids.length)} notes?`,
            requestedSchema: Confirmation,
          }),
        },
        requestState: await requestState.mint(ids, ctx),
      })
    }
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'answer', Confirmation)
    if (answer?.confirm !== true) return text('Nothing was deleted.')
    return text(`${String(asked.filter((id) => notes.remove(subject, id)).length)} notes deleted.`)
  })

  server.registerTool(
    'upstream_profile',
    { description: 'Asks the identity provider for your profile, with the token that stays on the server.' },
    async (ctx) => {
      const response = await sallyport.upstream.fetch(ctx, userinfoUrl)
      if (!response.ok) throw new Error(`The identity provider answered ${String(response.status)}.`)
      return text(await response.json())
    },
  )

  return server
}
