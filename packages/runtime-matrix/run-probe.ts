import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { bundle } from './bundle.js'
import { runToEnd, start, stop } from './child.js'
import type { Settings } from './probe/deployment.js'
import type { ProbeResult } from './probe/probe.js'
import type { RuntimeUnderTest } from './runtimes.js'

const LIMIT_MS = 120_000

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** workerd reads its configuration as Cap'n Proto text. The provider listens on loopback, which `private` allows. */
const workerConfig = (script: string, port: number): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "${script}")],
      compatibilityDate = "2026-07-01",
    )),
    (name = "internet", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${String(port)}", http = (), service = "main")],
);
`

async function askWorker(url: string, settings: Settings, failed: () => string | undefined): Promise<ProbeResult> {
  const untilMs = Date.now() + LIMIT_MS
  for (;;) {
    const problem = failed()
    if (problem !== undefined) throw new Error(problem)
    try {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(settings) })
      if (!response.ok) throw new Error(await response.text(), { cause: 'answered' })
      return (await response.json()) as ProbeResult
    } catch (error) {
      if (Date.now() > untilMs || (error instanceof Error && error.cause === 'answered')) throw error
      await wait(100)
    }
  }
}

async function probeWorker(runtime: RuntimeUnderTest, settings: Settings, folder: string): Promise<ProbeResult> {
  const port = await freePort()
  await bundle('in-worker', join(folder, 'worker.js'))
  writeFileSync(join(folder, 'worker.capnp'), workerConfig('worker.js', port))
  const [packageName, ...command] = runtime.command
  const child = start('npx', ['-y', '-p', packageName, ...command, join(folder, 'worker.capnp')], {})
  let problem: string | undefined
  const ended = runToEnd(child, LIMIT_MS).then(({ code, errors }) => {
    problem = `${runtime.name} ended with ${String(code)}: ${errors}`
  })
  try {
    return await askWorker(`http://127.0.0.1:${String(port)}/`, settings, () => problem)
  } finally {
    stop(child)
    await ended
  }
}

async function probeProcess(runtime: RuntimeUnderTest, settings: Settings, folder: string): Promise<ProbeResult> {
  const file = await bundle('in-process', join(folder, 'probe.mjs'))
  const [packageName, ...command] = runtime.command
  const child = start('npx', ['-y', '-p', packageName, ...command, file], { PROBE_SETTINGS: JSON.stringify(settings) })
  const { code, output, errors } = await runToEnd(child, LIMIT_MS)
  if (code !== 0) throw new Error(`${runtime.name} ended with ${String(code)}: ${errors.slice(-2_000)}`)
  return JSON.parse(output) as ProbeResult
}

/** Sends all requests through all doors of one runtime. @throws {Error} when it does not start or breaks */
export async function runProbe(runtime: RuntimeUnderTest, settings: Settings): Promise<ProbeResult> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-runtime-'))
  try {
    return await (runtime.kind === 'worker' ? probeWorker : probeProcess)(runtime, settings, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
