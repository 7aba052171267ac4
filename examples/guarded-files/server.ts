import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { openData } from './data.js'
import { createGuardedServer } from './tools.js'

const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
mkdirSync(dataDir, { recursive: true, mode: 0o700 })
await createGuardedServer(openData(dataDir)).connect(new StdioServerTransport())
