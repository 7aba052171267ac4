import { handle, locationOf, type Browser, type Reachable } from './browser.js'
import { CHALLENGE, ISSUER, REDIRECT, RESOURCE, VERIFIER } from './harness.js'

/** A server with browsers that can reach it. */
export interface Deployment {
  readonly server: Reachable
  browser(): Browser
}

type Parameters = Record<string, string | undefined>

function search(parameters: Parameters): URLSearchParams {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams(present)
}

export function postForm(
  server: Reachable,
  path: string,
  form: Parameters | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = typeof form === 'string' ? form : search(form).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return handle(
    server,
    new Request(`${server.issuer}${path}`, { method: 'POST', headers: { ...type, ...headers }, body }),
  )
}

export function postJson(server: Reachable, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return handle(
    server,
    new Request(`${server.issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  )
}

/** Registers a client and returns its id. */
export async function register({ server }: Deployment, metadata: Record<string, unknown> = {}): Promise<string> {
  const response = await postJson(server, {
    client_name: 'Test App',
    redirect_uris: [REDIRECT],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    ...metadata,
  })
  const body = (await response.json()) as { client_id: string }
  if (response.status !== 201) throw new Error(JSON.stringify(body))
  return body.client_id
}

export function authorizeUrl(parameters: Parameters, issuer = ISSUER): string {
  const all = {
    response_type: 'code',
    redirect_uri: REDIRECT,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    state: 'client-state',
    scope: 'notes:read',
    resource: RESOURCE,
    ...parameters,
  }
  return `${issuer}/authorize?${search(all).toString()}`
}

/** Page, approval, login: the answer that goes to the client. */
export async function approve(browser: Browser, parameters: Parameters, person = 'alice'): Promise<Response> {
  const page = await browser.get(authorizeUrl(parameters))
  return browser.login(await browser.decide(page, 'approve'), person)
}

export async function codeFor(browser: Browser, parameters: Parameters, person = 'alice'): Promise<string> {
  const location = locationOf(await approve(browser, parameters, person))
  const code = location.searchParams.get('code')
  if (code === null) throw new Error(`no code: ${location.href}`)
  return code
}

export interface TokenResponse {
  readonly access_token: string
  readonly refresh_token?: string
  readonly token_type: string
  readonly expires_in: number
  readonly scope?: string
}

export function redeem(world: Deployment, clientId: string, code: string, change: Parameters = {}): Promise<Response> {
  const form = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: VERIFIER, ...change }
  return postForm(world.server, '/token', form)
}

export function refresh(
  world: Deployment,
  clientId: string,
  refreshToken: string | undefined,
  change: Parameters = {},
): Promise<Response> {
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken, ...change }
  return postForm(world.server, '/token', form)
}

/** A client with tokens, from registration to the token endpoint. */
export async function connect(
  world: Deployment,
  parameters: Parameters = {},
  person = 'alice',
): Promise<{ clientId: string; browser: Browser; tokens: TokenResponse }> {
  const clientId = parameters['client_id'] ?? (await register(world))
  const browser = world.browser()
  const code = await codeFor(browser, { ...parameters, client_id: clientId }, person)
  const tokens = (await (await redeem(world, clientId, code)).json()) as TokenResponse
  return { clientId, browser, tokens }
}

export async function errorOf(response: Response): Promise<string | undefined> {
  return ((await response.json()) as { error?: string }).error
}
