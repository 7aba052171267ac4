import type { Agent } from 'node:http'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { createSallyport, type SallyportOptions } from '@sallyport/core'
import { jsonLinesSink, createAuditor } from '@sallyport/core/audit'
import { addressVerdict } from '@sallyport/core/addresses'
import { guardedFetch, nodeRuntime } from '@sallyport/core/node'
import { createOutbound } from '@sallyport/core/outbound'
import * as z from 'zod'

const server = new McpServer({ name: 'reader', version: '1.0.0' })
const audit = createAuditor([jsonLinesSink((line) => void process.stderr.write(line))])

// #region tool
const fetchPage = guardedFetch({ redirects: 3, contentTypes: ['text/*'], maxBytes: 200_000, audit })

server.registerTool(
  'read_page',
  { description: 'Reads a web page.', inputSchema: { url: z.string() } },
  async ({ url }, { signal }) => {
    const response = await fetchPage(url, { signal })
    return { content: [{ type: 'text', text: await response.text() }] }
  },
)
// #endregion tool

// #region allow
const fetchDocs = guardedFetch({
  allow: { hosts: ['docs.example.com', '*.wiki.example.com'], ports: [443, 8443] },
  timeoutMs: 5_000,
  maxConcurrent: 4,
  perOrigin: { burst: 5, intervalMs: 2_000 },
})
// #endregion allow

// #region private
const fetchInside = guardedFetch({
  allow: { hosts: ['wiki.corp.example'], schemes: ['https', 'http'] },
  allowPrivate: ['10.1.0.0/16'],
})
// #endregion private

declare const options: SallyportOptions
declare const proxyAgent: Agent

// #region proxy
const runtime = nodeRuntime({ agent: () => proxyAgent }) // an Agent of a proxy library
const sallyport = createSallyport(options, runtime)
const fetchThroughProxy = guardedFetch({ connection: { agent: () => proxyAgent } })
// #endregion proxy

// #region json
const outbound = createOutbound({ urlsFrom: 'strangers', timeoutMs: 5_000, maxBytes: 65_536 })
const metadata = await outbound.fetchJson('https://app.example.com/client.json')
// #endregion json

// #region verdict
console.log(addressVerdict('0x7f.1').kind) // loopback
console.log(addressVerdict('::ffff:169.254.169.254').kind) // metadata
// #endregion verdict

console.log(fetchDocs, fetchInside, sallyport, fetchThroughProxy, metadata)
