import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { jsonLinesSink } from '@sallyport/core/audit'
import { lockFromFile } from '@sallyport/core/node'
import { enforceLock } from '@sallyport/core/sdk'
import { renderTerminal, scanTools } from '@sallyport/core/tool-guard'
import { createVendorServer } from './vendor.js'

const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

const server = createVendorServer(dataDir)

// Without the lock the vendor has the last word; `operator.ts lock` and the last part of the check need that.
if (process.env['PINNING'] !== 'off') {
  enforceLock(server, {
    lock: lockFromFile(join(dataDir, 'mcp-tools.lock.json')),
    unlocked: 'refuse',
    audit: [jsonLinesSink((line) => void process.stderr.write(line))],
    onDrift({ list, name, seen, diff }) {
      process.stderr.write(renderTerminal(diff({ scan: scanTools }), { color: process.stderr.isTTY }))
      // What a person is asked about, and approves, is exactly this.
      writeFileSync(join(dataDir, 'pending.json'), JSON.stringify({ list, name, definition: seen[0] }, null, 2))
    },
  })
}
await server.connect(new StdioServerTransport())
