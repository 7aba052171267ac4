import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium } from '../../../core/test-browser/chromium.js'
import { openApp, type AppOptions, type OpenApp } from '../../test/support/app.js'
import { openClientSite } from './client-site.js'
import { isErrorStatus, openPerson, type Person } from './person.js'
import { selfSigned } from './self-signed.js'
import { recordTraffic, type Traffic } from './traffic.js'

/** RFC 7636 Appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

export const CLIENT = 'https://client.example/callback'
export const EDITOR = 'vscode://publisher.extension/callback'

/** A real deployment with a browser, for all tests of a file. */
export interface World {
  readonly app: OpenApp
  readonly traffic: Traffic
  readonly browser: Browser
  readonly loopbackUri: string
  /** A new browser profile; closed after the test, which fails if anything alarming happened in it. */
  person(options?: BrowserContextOptions): Promise<Person>
  /** Registers a client and returns its id. */
  register(...redirectUris: readonly string[]): Promise<string>
  authorizeUrl(clientId: string, change?: Readonly<Record<string, string>>): string
  /** Registers a client and returns where it sends the person. */
  request(redirectUri?: string, change?: Readonly<Record<string, string>>): Promise<string>
  /** What a client gets for a code: the status, and the scopes that were granted. */
  redeem(clientId: string, callback: URL): Promise<{ readonly status: number; readonly scope?: string }>
  /** Kinds of audit events since the test began. */
  events(): readonly string[]
}

const SECURE = 'https://notes.example'

/** @param secure serves the deployment as `https://notes.example` instead of on plain loopback */
export function openWorld(setup: AppOptions = {}, { secure = false } = {}): World {
  const people: Person[] = []
  let parts: Pick<World, 'app' | 'browser' | 'traffic' | 'loopbackUri'> & { close(): Promise<void> }
  let eventsBefore = 0

  beforeAll(async () => {
    const client = await openClientSite()
    const app = await openApp({ ...setup, ...(secure && { secure: { origin: SECURE, ...selfSigned() } }) })
    const hosts = [`MAP notes.example:443 127.0.0.1:${app.port}`, `MAP *.example:443 127.0.0.1:${client.securePort}`]
    const browser = await launchChromium(`--host-resolver-rules=${hosts.join(',')}`)
    const traffic = recordTraffic()
    const close = async (): Promise<void> => {
      traffic.stop()
      await browser.close()
      await Promise.all([app.close(), client.close()])
    }
    parts = { app, browser, traffic, loopbackUri: client.loopbackUri, close }
  })
  afterAll(() => parts.close())
  beforeEach(() => {
    parts.traffic.clear()
    eventsBefore = parts.app.events.length
  })
  afterEach(async () => {
    const closing = people.splice(0)
    const alarms = closing.flatMap((person) => person.alarms).filter((alarm) => !isErrorStatus(alarm))
    await Promise.all(closing.map(({ context }) => context.close()))
    expect(alarms).toEqual([])
  })

  async function send(path: string, contentType: string, body: string): Promise<Response> {
    const { origin, sallyport } = parts.app
    const headers = { 'content-type': contentType }
    const response = await sallyport.handle(new Request(origin + path, { method: 'POST', headers, body }))
    if (response === undefined) throw new Error(`nobody answers at ${path}`)
    return response
  }

  const world: World = {
    get app() {
      return parts.app
    },
    get traffic() {
      return parts.traffic
    },
    get browser() {
      return parts.browser
    },
    get loopbackUri() {
      return parts.loopbackUri
    },
    async person(options) {
      const person = await openPerson(parts.browser, options)
      people.push(person)
      return person
    },
    async register(...redirectUris) {
      const metadata = { client_name: 'Test App', redirect_uris: redirectUris, token_endpoint_auth_method: 'none' }
      const response = await send('/register', 'application/json', JSON.stringify(metadata))
      return ((await response.json()) as { client_id: string }).client_id
    },
    authorizeUrl(clientId, change = {}) {
      const query = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: CLIENT,
        code_challenge: CHALLENGE,
        code_challenge_method: 'S256',
        state: 'client-state',
        scope: 'notes:read',
        resource: parts.app.endpoint,
        ...change,
      }
      return `${parts.app.origin}/authorize?${new URLSearchParams(query).toString()}`
    },
    async request(redirectUri = CLIENT, change = {}) {
      return world.authorizeUrl(await world.register(redirectUri), { redirect_uri: redirectUri, ...change })
    },
    async redeem(clientId, callback) {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        code: callback.searchParams.get('code') ?? '',
        redirect_uri: callback.href.slice(0, callback.href.indexOf(callback.search)),
        code_verifier: VERIFIER,
      })
      const response = await send('/token', 'application/x-www-form-urlencoded', form.toString())
      const { scope } = (await response.json()) as { scope?: string }
      return { status: response.status, ...(scope !== undefined && { scope }) }
    },
    events: () => parts.app.events.slice(eventsBefore).map(({ kind }) => kind),
  }
  return world
}
