import type { Sallyport } from '@sallyport/core'
// #region server
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { confirmSensitive, wrapServer } from '@sallyport/core/sdk'
import * as z from 'zod'

export function createServer(sallyport: Sallyport): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })
  server.registerTool('notes_wipe', { inputSchema: { folder: z.string() } }, ({ folder }) => ({
    content: [{ type: 'text', text: `Deleted all notes in ${folder}.` }],
  }))
  return confirmSensitive(wrapServer(server, sallyport), { tools: { notes_wipe: true } }, sallyport)
}
// #endregion server

// #region policy
const Small = z.object({ cents: z.int().min(1).max(500) })

export function confirmPayments(server: McpServer, sallyport: Sallyport): McpServer {
  const harmless = new Set(['accounts_list', 'payments_list'])
  return confirmSensitive(
    server,
    {
      tools: {
        // Only what the person clicks on our own page counts.
        payments_send: { by: 'page' },
        // Small amounts go through; anything that is not clearly small is asked about.
        payments_plan: { sensitive: (given) => !Small.safeParse(given).success },
      },
      // Every tool that somebody adds later is sensitive until it is named here.
      sensitive: (tool) => !harmless.has(tool),
    },
    sallyport,
  )
}
// #endregion policy

// #region lint
import { lintElicitation } from '@sallyport/core/elicitation'

/** For a proxy: forms of foreign servers that ask for secrets, or lead elsewhere, are not shown. */
export function mayBeShown(params: unknown): boolean {
  const findings = lintElicitation(params)
  for (const { rule, path, message } of findings) console.warn(rule, path, message)
  return findings.length === 0
}
// #endregion lint

// #region door
/** For a door that is none of the SDK's: `extra` has the `authInfo` of the gate. */
export async function sendPayment(sallyport: Sallyport, extra: unknown, given: { iban: string; cents: number }) {
  const action = { tool: 'payments_send', arguments: given }
  const standing = await sallyport.confirmations.use(extra, action, 'page')
  if (standing.standing === 'approved') return { sent: true }
  if (standing.standing === 'declined') return { sent: false, say: 'The person declined.' }
  const { url } =
    standing.standing === 'pending'
      ? await sallyport.confirmations.asked(extra, standing)
      : await sallyport.confirmations.ask(extra, action)
  return { sent: false, say: `Ask the person to open ${url ?? 'nothing: they have no page here'}.` }
}
// #endregion door
