import { Server as ServerV2 } from '@modelcontextprotocol/server'
import { Server as ServerV1 } from '@modelcontextprotocol/sdk/server/index.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { ToolDefinition } from '../../../../src/policy/tool-guard/index.js'
import type { Generation } from './support.js'

export const tool = (name: string, description = name): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object' },
})

export type Pages = readonly { readonly tools: readonly unknown[]; readonly nextCursor?: string }[]

/** A server on the SDK’s own `Server`: pages by their number, and a list that its handler alone knows. */
export function lowLevel({ name }: Generation, pages: () => Pages, ran: string[]) {
  const capabilities = { capabilities: { tools: { listChanged: true } } }
  const list = ({ params }: { params?: { cursor?: string | undefined } | undefined }) => ({
    ...pages()[Number(params?.cursor ?? 0)],
  })
  const call = ({ params }: { params: { name: string } }) => {
    ran.push(params.name)
    return { content: [] }
  }
  const info = { name: 'raw', version: '1' }
  if (name === 'SDK v1') {
    const server = new ServerV1(info, capabilities)
    const set = () => {
      server.setRequestHandler(ListToolsRequestSchema, (request) => list(request) as never)
      server.setRequestHandler(CallToolRequestSchema, call)
    }
    return { server, set }
  }
  const server = new ServerV2(info, capabilities)
  const set = () => {
    server.setRequestHandler('tools/list', (request) => list(request) as never)
    server.setRequestHandler('tools/call', call)
  }
  return { server, set }
}
