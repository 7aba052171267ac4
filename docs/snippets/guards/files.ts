import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { createCommand, pathArgument, textArgument } from '@sallyport/guards/commands'
import { confine } from '@sallyport/guards/paths'
import { redactor } from '@sallyport/guards/redaction'
import { quoteIdentifier, readOnlySql } from '@sallyport/guards/sql'
import * as z from 'zod'

const server = new McpServer({ name: 'notes', version: '1.0.0' })
const database = { query: async (text: string, values: unknown[]) => [text, values] }

// #region paths
const files = confine('/srv/notes', { write: true, maxBytes: 65_536 })

server.registerTool('notes_read', { inputSchema: { path: z.string() } }, async ({ path }) => ({
  content: [{ type: 'text', text: await files.readText(path) }],
}))
// #endregion paths

// #region roots
const several = confine({ notes: '/srv/notes', drafts: '/srv/drafts' })
await several.readText('drafts/today.md')
// #endregion roots

// #region sql
server.registerTool('notes_query', { inputSchema: { sql: z.string(), values: z.array(z.string()) } }, async (args) => {
  const { text } = await readOnlySql(args.sql, { dialect: 'postgres', tables: ['notes', 'tags'] })
  const rows = await database.query(text, args.values)
  return { content: [{ type: 'text', text: JSON.stringify(rows) }] }
})
// #endregion sql

// #region identifier
const column = quoteIdentifier('created', { dialect: 'postgres', allowed: ['title', 'created'] })
const sorted = `SELECT title FROM notes ORDER BY ${column}`
// #endregion identifier

// #region command
const grep = createCommand({
  program: '/usr/bin/git',
  args: [
    'grep',
    '--fixed-strings',
    '-I',
    { option: '-e', from: 'text', rule: textArgument(), required: true },
    { operand: 'paths', rule: pathArgument(), max: 20 },
  ],
  cwd: '/srv/repository',
  timeoutMs: 5_000,
})
const { ended, exitCode, stdout } = await grep.run({ text: 'needle; rm -rf /', paths: ['docs'] })
// #endregion command

// #region redaction
const redact = redactor({ values: [process.env['DATABASE_PASSWORD'] ?? 'not set here'] })
const { value, counts } = redact.json({ content: [{ type: 'text', text: stdout }] })
// #endregion redaction

console.log(sorted, ended, exitCode, value, counts)
