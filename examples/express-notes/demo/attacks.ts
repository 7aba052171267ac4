import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { parseKeySet } from '@sallyport/core/keys'
import { createTokenIssuer } from '@sallyport/core/tokens'
import type { ExampleProcess } from 'sallyport-example-support/example-process'
import type { McpClient } from 'sallyport-example-support/mcp-client'
import type { Person } from './person.js'
import { providerToken } from './provider-token.js'
import type { Report } from './report.js'

export interface Scene {
  readonly example: ExampleProcess
  /** The client that got in; its tokens are what the attacker has stolen or guesses at. */
  readonly mcp: McpClient
  /** The person whose browser is approved and signed in. */
  readonly victim: Person
  readonly keysFile: string
}

type Outcome = { readonly ok: boolean; readonly detail: string }
type Attack = readonly [title: string, run: (scene: Scene) => Promise<Outcome>]

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })
const MCP_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }

const challenge = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

async function answer(response: Response): Promise<string> {
  const header = response.headers.get('www-authenticate') ?? ''
  const error = /error="([^"]+)"/.exec(header)?.[1] ?? /"error":\s*"([a-z_]+)"/.exec(await response.text())?.[1] ?? ''
  return `${String(response.status)} ${error}`.trim()
}

async function refused(response: Response, status: number, error = ''): Promise<Outcome> {
  const detail = await answer(response)
  return { ok: detail.startsWith(String(status)) && detail.includes(error), detail }
}

const callMcp = (example: ExampleProcess, token: string, path = ''): Promise<Response> =>
  fetch(example.endpoint + path, {
    method: 'POST',
    headers: { ...MCP_HEADERS, ...(token && { authorization: `Bearer ${token}` }) },
    body: PING,
  })

const postToken = (example: ExampleProcess, form: Record<string, string>): Promise<Response> =>
  fetch(`${example.origin}/token`, { method: 'POST', body: new URLSearchParams(form) })

async function registerClient(example: ExampleProcess, name: string, redirectUri: string): Promise<string> {
  const response = await fetch(`${example.origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: name, redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
  })
  return ((await response.json()) as { client_id: string }).client_id
}

function authorizeUrl(scene: Scene, changes: Record<string, string | undefined>): URL {
  const url = new URL(`${scene.example.origin}/authorize`)
  const parameters = {
    response_type: 'code',
    client_id: scene.mcp.registration()?.client_id,
    redirect_uri: scene.mcp.redirectUri,
    code_challenge: challenge('v'.repeat(43)),
    code_challenge_method: 'S256',
    resource: scene.example.endpoint,
    state: 'attack',
    ...changes,
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

/** A token that our own server signed, for a neighbour: everything is right but the audience. */
async function tokenForNeighbour({ example, keysFile }: Scene): Promise<string> {
  const { signing: signers } = await parseKeySet(readFileSync(keysFile, 'utf8'))
  const { accessToken } = await createTokenIssuer({ issuer: example.origin, signers }).issue({
    subject: 'alice',
    clientId: 'c_neighbour',
    resource: `${example.endpoint}2`,
    scopes: ['notes:read'],
    grantId: 'neighbour',
    roles: [],
    notAfterMs: Date.now() + 300_000,
  })
  return accessToken
}

function callWithHost(example: ExampleProcess, token: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { ...MCP_HEADERS, authorization: `Bearer ${token}`, host, 'content-length': PING.length }
    const call = request(example.endpoint, { method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    call.once('error', reject).end(PING)
  })
}

/** The ten. Each must be refused; the order matters only for the reuse of the stolen refresh token, which comes last. */
const attacks: readonly Attack[] = [
  [
    'a second client, in the approved browser',
    async (scene) => {
      const attacker = 'https://attacker.example/callback'
      const clientId = await registerClient(scene.example, 'Notes Helper', attacker)
      const page = await scene.victim.visit(authorizeUrl(scene, { client_id: clientId, redirect_uri: attacker }))
      const shown =
        new URL(page.url()).origin === scene.example.origin && (await page.content()).includes('attacker.example')
      await page.close()
      return {
        ok: shown,
        detail: shown ? 'the person is asked first, and sees attacker.example' : `went to ${page.url()}`,
      }
    },
  ],
  [
    'the provider’s own token at /mcp',
    async (scene) => refused(await callMcp(scene.example, await providerToken(scene)), 401, 'invalid_token'),
  ],
  [
    'a token for a neighbouring server',
    async (scene) => refused(await callMcp(scene.example, await tokenForNeighbour(scene)), 401, 'invalid_token'),
  ],
  [
    'a good token in the query',
    async (scene) =>
      refused(await callMcp(scene.example, '', `?access_token=${scene.mcp.tokens()?.access_token ?? ''}`), 401),
  ],
  [
    'no PKCE',
    async (scene) => {
      const url = authorizeUrl(scene, { code_challenge: undefined, code_challenge_method: undefined })
      const response = await fetch(url, { redirect: 'manual' })
      const error = new URL(response.headers.get('location') ?? 'about:blank').searchParams.get('error') ?? 'no error'
      return { ok: error === 'invalid_request', detail: `${String(response.status)} ${error}` }
    },
  ],
  [
    'a redirect URI of the attacker',
    async (scene) => {
      const response = await fetch(authorizeUrl(scene, { redirect_uri: 'https://attacker.example/' }), {
        redirect: 'manual',
      })
      const location = response.headers.get('location')
      return {
        ok: response.status === 400 && !location,
        detail: `${String(response.status)} ${location ?? 'a page, no redirect'}`,
      }
    },
  ],
  [
    'a forged state at the callback',
    async (scene) => {
      const forged = new URLSearchParams({
        code: 'stolen',
        state: randomBytes(64).toString('base64url'),
        iss: scene.example.idpOrigin,
      })
      const response = await fetch(`${scene.example.origin}/callback?${forged.toString()}`, { redirect: 'manual' })
      return {
        ok: response.status === 400 && !response.headers.get('location'),
        detail: `${String(response.status)} a page, no code`,
      }
    },
  ],
  [
    'an evil Host (DNS rebinding)',
    async (scene) => {
      const status = await callWithHost(scene.example, scene.mcp.tokens()?.access_token ?? '', 'evil.example')
      return { ok: status === 403, detail: String(status) }
    },
  ],
  [
    'an authorization code, used a second time',
    async (scene) => {
      const form = {
        grant_type: 'authorization_code',
        code: scene.mcp.callback()?.get('code') ?? '',
        code_verifier: 'w'.repeat(43),
        redirect_uri: scene.mcp.redirectUri,
        client_id: scene.mcp.registration()?.client_id ?? '',
      }
      return refused(await postToken(scene.example, form), 400, 'invalid_grant')
    },
  ],
  [
    'a refresh token, used a second time',
    async (scene) => {
      const clientId = await registerClient(scene.example, 'Reuse', scene.mcp.redirectUri)
      const first = await freshTokens(scene, clientId)
      const use = (token: string) =>
        postToken(scene.example, { grant_type: 'refresh_token', refresh_token: token, client_id: clientId })
      const second = (await (await use(first.refresh_token)).json()) as Tokens
      const third = (await (await use(second.refresh_token)).json()) as Tokens
      const again = await refused(await use(first.refresh_token), 400, 'invalid_grant')
      return { ok: again.ok && third.refresh_token !== undefined, detail: again.detail }
    },
  ],
]

interface Tokens {
  readonly refresh_token: string
}

/** The victim connects one more client, so that an attack can spend its tokens without harming the first. */
async function freshTokens(scene: Scene, clientId: string): Promise<Tokens> {
  const verifier = randomBytes(48).toString('base64url')
  const url = authorizeUrl(scene, {
    client_id: clientId,
    code_challenge: challenge(verifier),
    scope: 'notes:read offline_access',
  })
  await scene.victim.approve(url)
  const response = await postToken(scene.example, {
    grant_type: 'authorization_code',
    code: scene.mcp.callback()?.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: scene.mcp.redirectUri,
    client_id: clientId,
  })
  return (await response.json()) as Tokens
}

/** Tries every attack and reports each. */
export async function attackEverything(report: Report, scene: Scene): Promise<void> {
  report.heading('The attacks: nothing else gets in')
  for (const [title, run] of attacks) {
    const outcome = await run(scene).catch((error: unknown) => ({ ok: false, detail: `failed: ${String(error)}` }))
    report.add('attack', title, outcome)
  }
}
