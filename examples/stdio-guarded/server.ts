import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createStdioGuard, environmentPrincipal, wrapServer } from '@sallyport/core/sdk'
import { openNotes } from 'sallyport-example-support/notes'
import { createNotesServer } from './tools.js'

const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

const guard = createStdioGuard({
  operations: {
    default: ['notes:read'],
    'tools/notes_add': { scope: ['notes:write'] },
    'tools/notes_wipe': 'deny',
  },
  principal: environmentPrincipal({ subject: 'NOTES_USER', scopes: 'NOTES_SCOPES' }),
  limits: { tools: { notes_add: { burst: 3, intervalMs: 10_000 } } },
})

const server = wrapServer(createNotesServer(openNotes(join(dataDir, 'notes.db'))), guard)
await server.connect(new StdioServerTransport())
