import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { createMcpHandler, McpServer as McpServerV2 } from '@modelcontextprotocol/server'
import type { Sallyport } from '@sallyport/core'
import type { ServerSurface, Approval } from '@sallyport/core/tool-guard'

declare const sallyport: Sallyport
declare function pageSomebody(report: string): Promise<Approval | undefined>
declare function postToChannel(markdown: string): Promise<void>
declare const github: ServerSurface
declare const notes: ServerSurface

// #region enforce
import { jsonLinesSink } from '@sallyport/core/audit'
import { lockFromFile } from '@sallyport/core/node'
import { enforceLock, wrapServer } from '@sallyport/core/sdk'
import { renderMarkdown, scanTools } from '@sallyport/core/tool-guard'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'

const lock = lockFromFile('mcp-tools.lock.json')

const server = enforceLock(wrapServer(new McpServer({ name: 'notes', version: '1.0.0' }), sallyport), {
  lock,
  unlocked: 'refuse',
  audit: [jsonLinesSink((line) => void process.stderr.write(line))],
  onDrift: (drift) => postToChannel(renderMarkdown(drift.diff({ scan: scanTools }))),
})
// #endregion enforce
export { server }

// #region factory
const handler = createMcpHandler(() => {
  const server = new McpServerV2({ name: 'notes', version: '1.0.0' })
  enforceLock(server, { lock, unlocked: 'refuse' }) // the same `lock` each time
  // registerTool …
  return server
})
// #endregion factory
export { handler }

// #region reapprove
enforceLock(server, {
  lock,
  reapprove: async (drift) => pageSomebody(renderMarkdown(drift.diff({ scan: scanTools }))), // { by, at, reason }, or undefined for no
})
// #endregion reapprove

// #region client
import { guardClient } from '@sallyport/core/sdk'

const client = guardClient(new Client({ name: 'host', version: '1.0.0' }), {
  lock: lockFromFile('weather.lock.json'),
  unlocked: 'refuse',
})
await client.connect(new StdioClientTransport({ command: 'weather-server' }))
// #endregion client

// #region merge
import { mergeSurfaces } from '@sallyport/core/tool-guard'

const merged = mergeSurfaces([
  { server: 'github', prefix: 'github_', surface: github },
  { server: 'notes', prefix: 'notes_', surface: notes },
])
if (!merged.ok) throw new Error(`Two servers say ${merged.collisions[0]?.name ?? ''}`)
const { surface, origin } = merged // origin('tools', 'notes_search') is { server: 'notes', name: 'search' }
// #endregion merge
export { surface, origin }

// #region lint
import { lintDefinitions, LINT_RULES } from '@sallyport/core/tool-guard'

for (const { name, findings } of lintDefinitions(surface, { origin: 'https://notes.example' }).tools) {
  for (const { rule, path, message } of findings) {
    console.warn(`${name}${path}: ${message} ${LINT_RULES.find(({ id }) => id === rule)?.fix ?? ''}`)
  }
}
// #endregion lint
