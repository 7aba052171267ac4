import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startDevIdp } from '@sallyport/dev-idp'
import { build } from 'esbuild'
import { sourceConditions } from 'sallyport-example-support/source-condition'
import { onStop } from 'sallyport-example-support/surroundings'
import workerd from 'workerd'

const port = Number(process.env['PORT'] ?? 3000)
const dataDir = process.env['DATA_DIR'] ?? join(import.meta.dirname, 'data')
const resource = `http://127.0.0.1:${String(port)}/mcp`
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

// The authorization server is somebody else's. It knows our resource and one client, registered by hand.
const idp = await startDevIdp({
  port: Number(process.env['IDP_PORT'] ?? port + 1),
  resources: [{ resource, scopes: ['notes:read', 'notes:write'] }],
  clients: [{ clientId: 'notes-client', redirectUris: ['http://127.0.0.1/callback'] }],
  rotateRefreshTokens: true,
})

await build({
  entryPoints: [join(import.meta.dirname, 'worker.ts')],
  outfile: join(dataDir, 'worker.js'),
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  conditions: ['workerd', 'worker', ...sourceConditions],
  logLevel: 'error',
})

// For workerd on this machine; `wrangler deploy` makes the same of a wrangler.toml. Loopback is where the provider is.
const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "${workerd.compatibilityDate}",
      bindings = [(name = "RESOURCE", text = "${resource}"), (name = "ISSUER", text = "${idp.issuer}")],
    )),
    (name = "internet", network = (allow = ["public", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${String(port)}", http = (), service = "main")],
);
`
writeFileSync(join(dataDir, 'worker.capnp'), config)

const child = spawn(workerd.default, ['serve', '--control-fd=3', join(dataDir, 'worker.capnp')], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
})
child.stdio[3]?.once('data', () => console.log(`ready ${resource}`))
child.once('exit', (code) => {
  process.exitCode = code ?? 0
  void idp.close()
})

onStop(async () => void child.kill())
