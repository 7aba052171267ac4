import { generateKeySet } from '@sallyport/core/keys'
import { memoryStore } from '@sallyport/core/store'
import { startDevIdp, type DevIdp } from '@sallyport/dev-idp'
import { compare, type Difference, type Recorded } from './compare.js'
import { contractRuntime, createDeployment, ORIGIN } from './deployment.js'
import { families } from './exchanges/index.js'
import { signInAtProvider } from './provider-login.js'
import { converse } from './raw-http.js'
import type { Exchange, Host, Known, RunningHost, Variant } from './types.js'

export interface Report {
  readonly hosts: readonly string[]
  /** Exchanges whose answers were compared byte for byte on every host. */
  readonly compared: number
  /** Exchanges that a host may answer in its own words: fall-throughs, foreign spellings of paths, what is no HTTP. */
  readonly looselyCompared: number
  readonly differences: readonly Difference[]
}

interface Setting {
  readonly idp: DevIdp
  readonly keys: string
  readonly nowMs: number
}

const VARIANTS: readonly Variant[] = ['loopback', 'modern', 'public']

/** Takes one host through all tables. */
async function record(host: Host, { idp, keys, nowMs }: Setting): Promise<ReadonlyMap<string, Recorded>> {
  const runtime = contractRuntime(nowMs)
  const store = memoryStore({}, runtime)
  const known: Known = { values: new Map(), cookies: new Map(), signIn: signInAtProvider }
  const running = new Map<Variant, RunningHost>()
  const recorded = new Map<string, Recorded>()
  try {
    for (const variant of VARIANTS) {
      const sallyport = createDeployment({ idp, keys, runtime, store, variant })
      await sallyport.ready()
      running.set(variant, await host.start(sallyport))
    }
    for (const { name, exchange, variant } of rows()) {
      runtime.begin(name, exchange.advanceMs ?? 1_000)
      const target = running.get(variant)
      if (target !== undefined) recorded.set(name, await once(target, exchange, known, name))
    }
  } finally {
    for (const started of running.values()) await started.close()
    await store.close()
  }
  return recorded
}

async function once(running: RunningHost, exchange: Exchange, known: Known, name: string): Promise<Recorded> {
  const before = running.runs()
  try {
    const { answers = 1, isHead = false, lingerMs = 0 } = exchange
    const conversation = await converse(running.port, exchange.send(known), { answers, isHead, lingerMs })
    await exchange.learn?.(conversation, known)
    return { ...conversation, runs: running.runs() - before }
  } catch (cause) {
    throw new Error(`${name} cannot go on`, { cause })
  }
}

interface Row {
  /** Unique: family and exchange. */
  readonly name: string
  readonly exchange: Exchange
  readonly variant: Variant
}

function rows(): readonly Row[] {
  return families.flatMap(({ name, exchanges, variant = 'loopback' }) =>
    exchanges.map((exchange) => ({ name: `${name}: ${exchange.name}`, exchange, variant })),
  )
}

function answersTo(
  exchange: string,
  recordings: readonly (readonly [host: string, ReadonlyMap<string, Recorded>])[],
): readonly (readonly [host: string, Recorded])[] {
  return recordings.flatMap(([host, recorded]) => {
    const answer = recorded.get(exchange)
    return answer === undefined ? [] : [[host, answer] as const]
  })
}

/**
 * Takes every host through the same exchanges over raw sockets and compares what came back. The first host is the
 * reference. The hosts go one after another: `@hono/node-server` replaces the global `Response` of its process, and the
 * answers of the others shall not be made with it.
 *
 * @throws {Error} when a host breaks off the flow that later exchanges need, or two exchanges have the same name
 */
export async function runContract(hosts: readonly Host[]): Promise<Report> {
  const table = rows()
  const names = table.map(({ name }) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw new Error(`two exchanges are called ${repeated}`)
  const idp = await startDevIdp({ redirectUris: [`${ORIGIN}/callback`] })
  try {
    const keys = JSON.stringify(await generateKeySet())
    // A little ahead: what the provider issues in a minute must not be from the future.
    const setting = { idp, keys, nowMs: Date.now() + 120_000 }
    const recordings: (readonly [string, ReadonlyMap<string, Recorded>])[] = []
    for (const host of hosts) recordings.push([host.name, await record(host, setting)])
    const results = table.map(({ name, exchange }) => compare(name, exchange, answersTo(name, recordings)))
    const compared = results.filter(({ isByteForByte }) => isByteForByte).length
    return {
      hosts: hosts.map(({ name }) => name),
      compared,
      looselyCompared: results.length - compared,
      differences: results.flatMap(({ differences }) => differences),
    }
  } finally {
    await idp.close()
  }
}
