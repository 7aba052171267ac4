import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeySet } from '@sallyport/core/keys'
import { startChild, type Child } from './child.js'
import { startFaultLink, type FaultLink } from './fault-link.js'
import { freePorts } from './ports.js'
import { startProbe, type Probe } from './probe.js'
import type { ServerConfig } from './server-config.js'
import { startStore, type StoreKind, type StoreServer } from './stores.js'

export const PROCESSES = 3

/** The soak's own test breaks a deployment on purpose: its processes share nothing, or the store forgets. */
export type Sabotage = 'own stores' | 'forgetful store'

export interface DeploymentOptions {
  readonly store: StoreKind
  /** By how much the clock of the last process is off, in milliseconds. */
  readonly skewMs: number
  readonly users: readonly string[]
  readonly sabotage?: Sabotage | undefined
  /** A process has printed something. */
  readonly said: (process: string, line: string) => void
  /** A process has ended that nobody killed. */
  readonly died: (process: string, lastWords: string) => void
}

/** One process, with its wire to the store. */
export interface ServerProcess {
  readonly name: string
  readonly port: number
  readonly link: FaultLink
  kill(): Promise<void>
  start(): Promise<void>
}

export interface Deployment {
  readonly origin: string
  readonly store: StoreServer
  readonly processes: readonly ServerProcess[]
  readonly probe: Probe
  close(): Promise<void>
}

const BALANCER = new URL('./balancer-process.ts', import.meta.url)
const SERVER = new URL('./server-process.ts', import.meta.url)
const PROVIDER = new URL('./provider-process.ts', import.meta.url)

/** Starts a whole deployment on 127.0.0.1: a store, a provider, three processes, and a balancer in front of them. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { sabotage, users } = options
  const closing: (() => Promise<void> | void)[] = []
  const closeAll = async (): Promise<void> => {
    // The last first; what cannot be closed does not keep the rest open.
    for (const close of closing.splice(0).reverse()) await Promise.resolve(close()).catch(() => undefined)
  }
  try {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-soak-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const keysFile = join(folder, 'keys.json')
    writeFileSync(keysFile, JSON.stringify(await generateKeySet()), { mode: 0o600 })

    const store = await startStore(options.store, sabotage === 'forgetful store')
    closing.push(() => store.remove())
    const ports = await freePorts(PROCESSES)
    const balancer = await startChild(BALANCER, ports)
    closing.push(() => balancer.kill())
    const origin = balancer.ready
    const probe = await startProbe()
    closing.push(() => probe.close())
    const provider = await startChild(PROVIDER, { redirectUri: `${origin}/callback`, users })
    closing.push(() => provider.kill())

    const kind = sabotage === 'own stores' ? 'memory' : options.store
    const prepare = async (port: number, place: number): Promise<ServerProcess> => {
      const link = await startFaultLink(store)
      closing.push(() => link.close())
      const config: ServerConfig = {
        port,
        origin,
        provider: JSON.parse(provider.ready) as ServerConfig['provider'],
        keysFile,
        store: { kind, port: link.port },
        skewMs: place === PROCESSES - 1 ? options.skewMs : 0,
      }
      const name = `process ${place}${config.skewMs === 0 ? '' : ` (${config.skewMs / 1000} s off)`}`
      const server = serverProcess(name, link, config, options)
      closing.push(() => server.kill())
      return server
    }
    const processes = await Promise.all(ports.map(prepare))
    await Promise.all(processes.map((process) => process.start()))
    return { origin, store, processes, probe, close: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}

function serverProcess(
  name: string,
  link: FaultLink,
  config: ServerConfig,
  { said, died }: DeploymentOptions,
): ServerProcess {
  let child: Promise<Child> | undefined
  return {
    name,
    port: config.port,
    link,
    async start() {
      child = startChild(SERVER, config, { said: (line) => said(name, line), died: (words) => died(name, words) })
      await child
    },
    async kill() {
      await (await child?.catch(() => undefined))?.kill()
    },
  }
}
