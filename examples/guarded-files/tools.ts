import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { guardedFetch } from '@sallyport/core/node'
import { createCommand } from '@sallyport/guards/commands'
import { confine } from '@sallyport/guards/paths'
import { redactor } from '@sallyport/guards/redaction'
import { readOnlySql } from '@sallyport/guards/sql'
import * as z from 'zod'
import type { openData } from './data.js'

const path = z.string().max(200).describe('Relative, for example recipes/soup.md')

/** Five tools, each with the guard of what it touches. What a guard refuses becomes a result the model can read. */
export function createGuardedServer({ notesDir, index }: ReturnType<typeof openData>): McpServer {
  const files = confine(notesDir, { write: true, maxBytes: 65_536 })
  const fetchPage = guardedFetch({ redirects: 2, contentTypes: ['text/*'], maxBytes: 100_000, timeoutMs: 5_000 })
  const countWords = createCommand({
    program: '/usr/bin/wc',
    args: ['-w'],
    timeoutMs: 2_000,
    maxInputBytes: 65_536,
    maxOutputBytes: 1_000,
  })
  const redact = redactor()
  const result = (text: string) => ({ content: [{ type: 'text' as const, text: redact.text(text).value }] })

  const server = new McpServer({ name: 'guarded-files', version: '1.0.0' })
  server.registerTool('notes_read', { inputSchema: { path } }, async ({ path }) => result(await files.readText(path)))
  server.registerTool(
    'notes_write',
    { inputSchema: { path, text: z.string().max(10_000), overwrite: z.boolean().optional() } },
    async ({ path, text, overwrite = false }) => {
      await files.writeFile(path, text, { overwrite })
      return result('Written.')
    },
  )
  server.registerTool('notes_words', { inputSchema: { path } }, async ({ path }) => {
    const { stdout } = await countWords.run({}, { input: await files.readFile(path) })
    return result(stdout.trim())
  })
  server.registerTool(
    'notes_query',
    {
      inputSchema: {
        sql: z.string().max(2_000),
        values: z
          .array(z.union([z.string(), z.number()]))
          .max(20)
          .optional(),
      },
    },
    async ({ sql, values = [] }) => {
      const { text } = await readOnlySql(sql, { dialect: 'sqlite', tables: ['notes'] })
      return result(JSON.stringify(index.prepare(text).all(...values)))
    },
  )
  server.registerTool('page_fetch', { inputSchema: { url: z.string().max(2_000) } }, async ({ url }) => {
    const response = await fetchPage(url)
    return result(await response.text())
  })
  return server
}
