import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import {
  allowNames,
  checkArguments,
  compileWithSdk,
  parseInput,
  readResourceUri,
  strictKeys,
} from '@sallyport/core/inputs'
import { createSchemaCompiler } from '@sallyport/guards/json-schema'
import * as z from 'zod'

const server = new McpServer({ name: 'notes', version: '1.0.0' })

// #region schema
const Search = strictKeys(z.object({ query: z.string().max(200), limit: z.number().int().max(50).optional() }))

async function search(args: unknown) {
  const { query, limit = 10 } = await parseInput(Search, args)
  return { content: [{ type: 'text' as const, text: `${query}: ${String(limit)} at most` }] }
}
// #endregion schema

// #region names
const column = allowNames(['title', 'created'])
const order = column('created')
if (!order.ok) throw new Error(order.message) // Use one of: title, created.
// #endregion names

// #region low-level
const tools = [{ name: 'add', inputSchema: { type: 'object' as const, required: ['text'] } }]
const check = checkArguments(tools, createSchemaCompiler())

const lowLevel = new Server({ name: 'notes', version: '1.0.0' }, { capabilities: { tools: {} } })
lowLevel.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  const refusal = check(params.name, params.arguments)
  if (refusal !== undefined) return { isError: true, content: [...refusal.content] }
  return { content: [{ type: 'text', text: 'Added.' }] }
})
// #endregion low-level

// #region sdk-validator
const withAjv = checkArguments(tools, compileWithSdk(new AjvJsonSchemaValidator()))
// #endregion sdk-validator

// #region resource
server.registerResource('guide', 'docs:///guide.md', {}, (uri) => {
  const { segments } = readResourceUri(uri.href, { schemes: ['docs'] })
  return { contents: [{ uri: uri.href, text: segments.join(' / ') }] }
})
// #endregion resource

console.log(search.name, withAjv('add', {}))
