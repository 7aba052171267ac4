import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core'
import { openDeployment, type Deployment } from '../../adapter-contract/support/deployment.js'
import { enter, handleOAuth, requestFacts, sendReply } from '../src/host/node/index.js'
import { systemRuntime } from '../src/foundation/index.js'
import { memoryStore } from '../src/store/index.js'
import { launchChromium, serve, type TestServer } from './chromium.js'
import { openTab } from './fixture.js'

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

export interface ConnectedClient {
  readonly clientId: string
  readonly accessToken: string
  readonly refreshToken: string
}

export interface Person {
  readonly tab: Tab
  /** What a page should not cause: violations of its policy, console errors, dialogs. */
  readonly alarms: string[]
  newTab(): Promise<Tab>
  /** Goes to the page, through the provider where it has to. */
  signIn(name: string): Promise<void>
  /** Lets a new client in, from the consent page to its tokens. */
  connect(name: string, clientName: string, scope: string): Promise<ConnectedClient>
  close(): Promise<void>
}

/** A whole deployment with a provider in front of a real browser. */
export interface ConnectionsWorld extends Deployment {
  readonly url: string
  readonly browser: Browser
  person(options?: BrowserContextOptions): Promise<Person>
  /** Status of a call to the MCP endpoint. */
  call(accessToken: string): Promise<number>
  /** Answer of the token endpoint. */
  refresh(client: ConnectedClient): Promise<{ readonly status: number; readonly error?: string }>
  /** Moves the clock of deployment and store, not that of provider and browser. */
  advance(ms: number): void
}

async function logIn(tab: Tab, name: string): Promise<void> {
  await tab.getByLabel('User').fill(name)
  await tab.getByRole('button', { name: 'Log in' }).press('Enter')
}

/** Deployment and store share this clock, which can be moved. */
function movableRuntime() {
  let offsetMs = 0
  const runtime = { ...systemRuntime, nowMs: () => Date.now() + offsetMs }
  return { runtime, advance: (ms: number) => void (offsetMs += ms) }
}

async function deploy(runtime: typeof systemRuntime): Promise<Deployment> {
  return openDeployment(
    (sallyport) => (request, response) => {
      void (async () => {
        if (await handleOAuth(sallyport, request, response)) return
        const gate = sallyport.gate()
        const admitted = await gate.admit(requestFacts(request))
        const entered = admitted.allowed ? await enter(gate, admitted, request, response) : admitted
        if (!entered.allowed) sendReply(response, entered.reply)
        else response.setHeader('content-type', 'application/json').end('{}')
      })()
    },
    { runtime, options: { store: memoryStore({}, runtime) } },
  )
}

export async function openConnectionsWorld(): Promise<ConnectionsWorld> {
  const { runtime, advance } = movableRuntime()
  const deployment = await deploy(runtime)
  const browser = await launchChromium()
  const clientSite: TestServer = await serve((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Client</title><h1>Arrived</h1>')
  })
  const { origin, endpoint } = deployment
  const url = `${origin}/connections`
  const redirectUri = `${clientSite.origin}/callback`

  const token = (form: Record<string, string>): Promise<Response> =>
    fetch(`${origin}/token`, { method: 'POST', body: new URLSearchParams(form) })

  async function register(clientName: string): Promise<string> {
    const response = await fetch(`${origin}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: clientName,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
      }),
    })
    return ((await response.json()) as { client_id: string }).client_id
  }

  async function connect(tab: Tab, name: string, clientName: string, scope: string): Promise<ConnectedClient> {
    const clientId = await register(clientName)
    const query = new URLSearchParams({
      ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state: 's', scope },
      ...{ code_challenge: CHALLENGE, code_challenge_method: 'S256', resource: endpoint },
    })
    await tab.goto(`${origin}/authorize?${query.toString()}`)
    await tab.getByRole('button', { name: 'Allow' }).press('Enter')
    await tab.waitForURL((at) => at.origin !== origin)
    if (await tab.getByLabel('User').isVisible()) await logIn(tab, name)
    await tab.waitForURL(`${redirectUri}?**`)
    const code = new URL(tab.url()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: VERIFIER }
    const tokens = (await (await token(form)).json()) as { access_token: string; refresh_token: string }
    return { clientId, accessToken: tokens.access_token, refreshToken: tokens.refresh_token }
  }

  return {
    ...deployment,
    url,
    browser,
    advance,
    async person(options) {
      const { tab, alarms, close } = await openTab(browser, options)
      tab.context().setDefaultTimeout(10_000)
      return {
        tab,
        alarms,
        close,
        newTab: () => tab.context().newPage(),
        async signIn(name) {
          await tab.goto(url)
          if (await tab.getByLabel('User').isVisible()) await logIn(tab, name)
          await tab.waitForURL(url)
        },
        connect: (name, clientName, scope) => connect(tab, name, clientName, scope),
      }
    },
    async call(accessToken) {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${accessToken}`,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      })
      return response.status
    },
    async refresh({ clientId, refreshToken }) {
      const response = await token({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken })
      const { error } = (await response.json()) as { error?: string }
      return { status: response.status, ...(error !== undefined && { error }) }
    },
    async close() {
      await browser.close()
      await Promise.all([deployment.close(), clientSite.close()])
    },
  }
}
