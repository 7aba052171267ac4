import { jsonLinesSink } from '@sallyport/core/audit'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
// #region server
import { localDetector } from '@sallyport/core/content-safety'
import { guardResults } from '@sallyport/core/sdk'

const server = guardResults(new McpServer({ name: 'pages', version: '1.0.0' }), {
  classifier: localDetector(),
  spotlight: 'datamark',
  sanitize: { markdown: { imageHosts: ['img.example.com'], linkHosts: 'any' } },
  maxBytes: 200_000,
  audit: [jsonLinesSink((line) => void process.stderr.write(line))],
})
// #endregion server

// #region alone
import { reveal, spotlight, spotlightPreamble } from '@sallyport/core/spotlight'

const marked = spotlight('A page that somebody else wrote.', { mode: 'datamark' })
console.log(marked.content) // for the model
console.log(reveal(marked)) // the page, byte for byte
console.log(spotlightPreamble('datamark')) // for the system prompt, or the description of the tool
// #endregion alone

// #region output
import { escapeMarkdown, sanitizeText } from '@sallyport/core/output'

const title = sanitizeText('\u001b]0;pwned\u0007Weather \u{e0068}\u{e0069}', { maxBytes: 500 })
console.log(`# ${escapeMarkdown(title)}`) // # Weather
// #endregion output

await server.close()
