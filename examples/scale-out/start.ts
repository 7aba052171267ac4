/**
 * One command for what are four machines in earnest: Redis, three servers, a load balancer, and the company's identity
 * provider. What ends by itself is started again; Ctrl-C ends everything.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startDevIdp } from '@sallyport/dev-idp'
import { freePort } from 'sallyport-example-support/example-process'
import { closeGently } from './close-gently.js'
import { toEnvironment, type Configuration } from './configuration.js'
import { keepRunning, OWN_GROUP } from './keep-running.js'
import { createProxy } from './proxy.js'
import { startRedis } from './redis.js'

const PROCESSES = 3

const { values } = parseArgs({ options: { dir: { type: 'string', default: process.env['DATA_DIR'] ?? '' } } })
const folder = values.dir === '' ? mkdtempSync(join(tmpdir(), 'sallyport-scale-out-')) : resolve(values.dir)
mkdirSync(folder, { recursive: true, mode: 0o700 })

const port = Number(process.env['PORT'] ?? 3000)
const origin = `http://127.0.0.1:${String(port)}`

/** In the order in which they were started; they end in the opposite one, Redis last. */
const started: (() => Promise<void>)[] = []

async function start(): Promise<void> {
  const redisUrl = process.env['REDIS_URL'] ?? (await ownRedis())
  const idp = await startDevIdp({
    port: Number(process.env['IDP_PORT'] ?? port + 1),
    redirectUris: [`${origin}/callback`],
    stateFile: join(folder, 'idp.json'),
  })
  started.push(() => idp.close())
  const { issuer, clientId, clientSecret } = idp
  const shared = { origin, redisUrl, keysFile: join(folder, 'keys.json'), provider: { issuer, clientId, clientSecret } }

  const ports: number[] = []
  while (ports.length < PROCESSES) ports.push(await freePort())
  const servers = await Promise.allSettled(
    ports.map((own, index) => keepRunning(`server ${String(index + 1)}`, () => startServer({ ...shared, port: own }))),
  )
  started.push(async () => {
    await Promise.all(servers.map((server) => server.status === 'fulfilled' && server.value.stop()))
  })
  for (const server of servers) if (server.status === 'rejected') throw server.reason

  const proxy = createProxy(ports).listen(port, '127.0.0.1')
  await once(proxy, 'listening')
  started.push(() => closeGently(proxy, 5_000))
  console.log(`ready ${origin}/mcp`)
}

async function ownRedis(): Promise<string> {
  const redisPort = await freePort()
  const redis = await keepRunning(`redis in ${folder}`, () => startRedis(redisPort, folder))
  started.push(() => redis.stop())
  return `redis://127.0.0.1:${String(redisPort)}`
}

async function startServer(configuration: Configuration): Promise<ChildProcess> {
  const script = new URL('server.ts', import.meta.url)
  const env = { ...process.env, ...toEnvironment(configuration) }
  const child = fork(script, { detached: OWN_GROUP, env })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`it ended with ${String(code)} before it served.`)
  })
  await Promise.race([once(child, 'message'), ended])
  return child
}

async function stop(): Promise<void> {
  for (const end of started.splice(0).reverse()) await end()
  if (values.dir === '') rmSync(folder, { recursive: true, force: true })
}

const begun = start().catch(async (error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
  await stop()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void begun.then(stop))
