import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runServer } from './run-server.js'
import { frameworks } from './variants.js'

const [wanted = 'express'] = process.argv.slice(2)
const framework = frameworks.find((name) => name === wanted)
if (framework === undefined) {
  console.error(`There is no "${wanted}". One of: ${frameworks.join(', ')}.`)
  process.exit(1)
}
const port = Number(process.env['PORT'] ?? 3000)
const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

const server = await runServer(framework, 'after', {
  port,
  idpPort: Number(process.env['IDP_PORT'] ?? port + 1),
  dataDir,
})
console.log(`ready ${server.endpoint}`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop())
