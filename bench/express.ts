import { fork } from 'node:child_process'
import autocannon from 'autocannon'
import { summarize, type Summary } from './measure.js'

export interface ExpressResult {
  readonly requestsPerSecond: readonly { readonly name: string; readonly rate: Summary }[]
  /** Throughput of each route as a share of the SDK's own bearer check, judged round by round. */
  readonly shareOfSdk: readonly { readonly name: string; readonly ratio: Summary }[]
}

interface Ready {
  readonly routes: Readonly<Record<string, number>>
  readonly tokens: readonly string[]
}

const CONNECTIONS = 16
const ROUND_SECONDS = 1
const BASE = 'SDK requireBearerAuth'
const BODY = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'notes_list', arguments: {} },
})

async function requestsPerSecond(port: number, tokens: readonly string[]): Promise<number> {
  const result = await autocannon({
    url: `http://127.0.0.1:${String(port)}/mcp`,
    connections: CONNECTIONS,
    duration: ROUND_SECONDS,
    method: 'POST',
    requests: tokens.map((token) => ({
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: BODY,
    })),
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${String(result.non2xx + result.errors)} calls failed`)
  return result.requests.average
}

/** The same POST through four routes of one process, in alternating rounds, driven from another process. */
export async function measureExpress(rounds: number): Promise<ExpressResult> {
  const child = fork(new URL('servers.ts', import.meta.url), { execArgv: process.execArgv })
  try {
    const { routes, tokens } = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Ready))
      child.once('exit', (code) => reject(new Error(`the servers ended with ${String(code)}`)))
    })
    const rates = new Map<string, number[]>(Object.keys(routes).map((name) => [name, []]))
    for (let round = -1; round < rounds; round++) {
      for (const [name, port] of Object.entries(routes)) {
        const rate = await requestsPerSecond(port, tokens)
        if (round >= 0) rates.get(name)?.push(rate)
      }
    }
    const base = rates.get(BASE) ?? []
    return {
      requestsPerSecond: [...rates].map(([name, values]) => ({ name, rate: summarize(values) })),
      shareOfSdk: [...rates].map(([name, values]) => ({
        name,
        ratio: summarize(values.map((rate, round) => rate / (base[round] ?? NaN))),
      })),
    }
  } finally {
    child.disconnect()
  }
}
