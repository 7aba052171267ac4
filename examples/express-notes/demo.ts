import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { attackEverything } from './demo/attacks.js'
import { findBrowser } from './demo/find-browser.js'
import { freePort, startExample } from 'sallyport-example-support/example-process'
import { revokeAtTheEnd, walkTheFlow } from './demo/flow.js'
import { createMcpClient } from 'sallyport-example-support/mcp-client'
import { createPerson, launchBrowser } from './demo/person.js'
import { createReport } from './demo/report.js'

const HELP = `npm run demo [-- options]

Starts the notes example, lets a genuine MCP client walk the whole flow with a headless browser,
then tries ten attacks and shows each refused. Exits with 0 only if all came out as they should.

  --json    one JSON object instead of lines for a person
  --help    this text

CHROMIUM_PATH names the browser when it is not found by itself.`

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}

const startedMs = performance.now()
const report = createReport({ json: values.json })
const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-demo-'))
const keysFile = join(dataDir, 'keys.json')
const example = await startExample({
  script: new URL('server.ts', import.meta.url),
  port: await freePort(),
  idpPort: await freePort(),
  dataDir,
  keysFile,
})
const browser = await launchBrowser(findBrowser())
let passed = false
try {
  const victim = await createPerson(browser, 'alice')
  const mcp = await createMcpClient({
    endpoint: example.endpoint,
    name: 'Demo Client',
    browse: (url) => victim.approve(url),
  })
  await walkTheFlow(report, { example, mcp, person: victim })
  await attackEverything(report, { example, mcp, victim, keysFile })
  await revokeAtTheEnd(report, { example, mcp })
  await mcp.close()
  passed = report.finish((performance.now() - startedMs) / 1000)
} catch (error) {
  console.error(error, `\nWhat the example wrote:\n${example.output()}`)
} finally {
  await browser.close()
  await example.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit(passed ? 0 : 1)
