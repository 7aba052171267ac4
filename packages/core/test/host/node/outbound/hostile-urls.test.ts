import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AuditInput } from '../../../../src/audit/index.js'
import { systemRuntime } from '../../../../src/foundation/index.js'
import { guardedFetch, pinnedFetch } from '../../../../src/host/node/index.js'
import { createOutbound } from '../../../../src/primitives/outbound/index.js'
import { HOSTILE_ANSWERS, HOSTILE_URLS } from './hostile-urls.js'
import { watchForPackets, type NoPackets } from './no-packets.js'

let packets: NoPackets
const looked: string[] = []
const resolve = (name: string): Promise<readonly string[]> => {
  looked.push(name)
  return Promise.resolve(HOSTILE_ANSWERS[name] ?? ['127.0.0.1'])
}

beforeAll(async () => {
  packets = await watchForPackets()
})
afterAll(() => packets.close())
afterEach(() => expect(packets.seen).toEqual({ arrived: 0, opened: 0, asked: 0 }))

const ports = () => [80, 443, ...packets.ports]
const urls = (url: string) =>
  url.includes('PORT') ? packets.ports.map((port) => url.replace('PORT', String(port))) : [url]
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

it('has a hundred and fifty addresses of strangers, and more [UR-04] [F-71]', () => {
  expect(new Set(HOSTILE_URLS.map(([, url]) => url)).size).toBeGreaterThanOrEqual(200)
})

describe('no packet leaves for', () => {
  it.each(HOSTILE_URLS)('%s: %j [UR-02] [UR-04] [UR-05] [UR-13] [F-71]', async (_why, pattern) => {
    const events: AuditInput[] = []
    const audit = { record: (event: AuditInput) => void events.push(event) }
    // Everything is open but the addresses: nothing else may be what stops a request.
    const allow = { schemes: ['https', 'http'], ports: ports() } as const
    const options = { allow, redirects: 3, audit, perOrigin: { burst: 100, intervalMs: 1 } }
    const fetch = guardedFetch({ ...options, connection: { resolve } })
    const runtime = { ...systemRuntime, fetch: pinnedFetch({ resolve }) }
    const strangers = createOutbound({ timeoutMs: 1_000 }, runtime)
    for (const url of urls(pattern)) {
      const error = await failure(fetch(url))
      expect(error).toMatchObject({ code: 'ERR_OUTBOUND', message: 'The address could not be fetched.' })
      for (const ask of [strangers.fetchJson, strangers.fetchStatus, strangers.send]) {
        expect(await failure(ask(url))).toMatchObject({ error: 'temporarily_unavailable' })
      }
      expect(await failure(pinnedFetch({ resolve })(url.startsWith('http') ? url : `http:${url}`))).toBeInstanceOf(
        Error,
      )
    }
    expect(events).toHaveLength(urls(pattern).length)
    for (const event of events) {
      expect(event).toMatchObject({ kind: 'outbound.refused', outcome: 'refused' })
      const nowhere = pattern.includes('//nothing.example')
      expect(event.reason).toMatch(nowhere ? /^outbound_unreachable$/ : /^outbound_(url|address)$/)
    }
  })
})

it('notices a packet that does leave', async () => {
  const [port = 0] = packets.ports
  const allow = { schemes: ['http'], ports: [port] } as const
  const fetch = guardedFetch({ allow, allowPrivate: ['127.0.0.1'], connection: { resolve } })
  expect(await (await fetch(`http://loopback.example:${String(port)}/`)).text()).toBe('secret')
  expect(packets.seen).toEqual({ arrived: 1, opened: 1, asked: 1 })
  Object.assign(packets.seen, { arrived: 0, opened: 0, asked: 0 })
})

it('asks the resolver about names only, never about addresses [UR-05]', () => {
  expect(looked.filter((name) => /^[\d.:]+$/.test(name))).toEqual([])
})
