import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { jsonLinesSink } from '@sallyport/core/audit'
import { localDetector } from '@sallyport/core/content-safety'
import { guardedFetch } from '@sallyport/core/node'
import { guardResults } from '@sallyport/core/sdk'
import { createPagesServer } from './tools.js'

// The check has its pages on this machine. Without this, only https to public addresses is fetched.
const pagesPort = Number(process.env['PAGES_PORT'] ?? 0)
const onThisMachine = {
  allowPrivate: ['127.0.0.1'],
  allow: { schemes: ['https', 'http'] as const, ports: [443, pagesPort], hosts: ['127.0.0.1'] },
  perOrigin: { burst: 100, intervalMs: 10 },
}

const fetchPage = guardedFetch({
  redirects: 3,
  contentTypes: ['text/*'],
  maxBytes: 262_144,
  ...(pagesPort > 0 && onThisMachine),
})

const server = guardResults(createPagesServer(fetchPage), {
  classifier: localDetector(),
  policy: { medium: 'spotlight', high: 'block', critical: 'block' },
  spotlight: process.env['SPOTLIGHT'] === 'datamark' ? 'datamark' : 'delimit',
  sanitize: { markdown: { linkHosts: 'any' } },
  maxBytes: 20_000,
  audit: [jsonLinesSink((line) => void process.stderr.write(line))],
})
await server.connect(new StdioServerTransport())
