import type { Sallyport } from '@sallyport/core'
// #region tool
import { acceptedContent, inputRequired, McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'

const Confirmation = z.object({ sure: z.boolean() })

export function createServer(sallyport: Sallyport): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' }, { requestState: sallyport.requestState })

  server.registerTool('notes_wipe', { inputSchema: z.object({ folder: z.string() }) }, async ({ folder }, ctx) => {
    const state = ctx.mcpReq.requestState<{ count: number }>()
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'confirm', Confirmation)
    if (state === undefined || answer?.sure !== true) {
      const count = 3 // what the person agrees to, counted now
      return inputRequired({
        inputRequests: {
          confirm: inputRequired.elicit({
            message: `Delete ${count} notes in ${folder}?`,
            requestedSchema: Confirmation,
          }),
        },
        requestState: await sallyport.requestState.mint({ count }, ctx),
      })
    }
    return { content: [{ type: 'text', text: `Deleted ${state.count} notes.` }] }
  })
  return server
}
// #endregion tool

// #region handles
const Basket = z.array(z.string())

export function addBasketTools(server: McpServer, sallyport: Sallyport): void {
  server.registerTool('basket_open', { inputSchema: z.object({ item: z.string() }) }, async ({ item }, ctx) => {
    const handle = await sallyport.handles.create(ctx, [item], { ttlMs: 30 * 60_000 })
    return { content: [{ type: 'text', text: handle }] }
  })

  server.registerTool('basket_show', { inputSchema: z.object({ basket: z.string() }) }, async ({ basket }, ctx) => {
    const { data: items } = Basket.safeParse(await sallyport.handles.get(ctx, basket))
    if (items === undefined) return { content: [{ type: 'text', text: 'unknown basket' }], isError: true }
    return { content: [{ type: 'text', text: items.join(', ') }] }
  })
}
// #endregion handles

// #region alone
import { createAuditor } from '@sallyport/core/audit'
import { createRequestState } from '@sallyport/core/request-state'

const keys = [{ kid: '2027-01', secret: crypto.getRandomValues(new Uint8Array(32)) }]
const requestState = createRequestState({ keys }, createAuditor([]))

const call = { principal: undefined, method: 'tools/call', params: { name: 'wipe', arguments: { folder: 'old' } } }
const sealed = await requestState.seal({ count: 3 }, call)
console.log(await requestState.open(sealed, call)) // { count: 3 }
// #endregion alone
