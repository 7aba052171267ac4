import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMcpClient } from 'sallyport-example-support/mcp-client'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import { authorization, LOOPBACK_REDIRECT } from './raw-client.js'
import { startRecording, type Recorded } from './recording.js'
import { openStage, type Stage } from './stage.js'
import { fileHaystacks, type Haystack } from './traces.js'

/** What the server said to the provider and heard from it. */
export interface Outbound {
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly answer: string
}

/** Everything that a full flow leaves behind. */
export interface WatchedFlow {
  /** What went over the wire at our origin, and nothing of the provider's. */
  readonly exchanges: readonly Recorded[]
  /** The same for requests that put secrets where they do not belong. */
  readonly mistakes: readonly Recorded[]
  readonly outbound: readonly Outbound[]
  readonly keys: string
  readonly log: string
  /** All files of DATA_DIR, at several moments. */
  readonly files: readonly Haystack[]
  readonly clientId: string
}

/** The provider's own state is the provider's: it keeps what it issued, and would not run here in earnest. */
const PROVIDER_STATE = /^idp\.json/

/** Lets two clients in, refreshes, calls tools, makes mistakes and revokes, while everything is written down. */
export async function watchFlow(): Promise<WatchedFlow> {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-leaks-'))
  const keysFile = join(directory, 'keys.json')
  const recordFile = join(directory, 'outbound.jsonl')
  const imports = [new URL('record-outbound.ts', import.meta.url).href]
  const stage = await openStage({ keysFile, imports, env: { RECORD_FILE: recordFile } })
  const files: Haystack[] = []
  const keepFiles = (): void => void files.push(...fileHaystacks(stage.dataDir, PROVIDER_STATE))
  try {
    const { fetch: watched, exchanges } = startRecording()
    const ours = (): Recorded[] => exchanges.filter(({ url }) => url.origin === stage.origin)
    const clientId = await publicClient(stage, watched, keepFiles)
    await confidentialClient(stage, watched)
    keepFiles()
    const mistakes = startRecording()
    await makeMistakes(stage, mistakes.fetch, ours())
    await revokeAll(stage, watched, ours())
    keepFiles()
    const lines = readFileSync(recordFile, 'utf8').trim().split('\n')
    return {
      exchanges: ours(),
      mistakes: mistakes.exchanges,
      outbound: lines.map((line) => JSON.parse(line) as Outbound),
      keys: readFileSync(keysFile, 'utf8'),
      log: stage.output(),
      files,
      clientId,
    }
  } finally {
    await stage.close()
    rmSync(directory, { recursive: true })
  }
}

async function publicClient(stage: Stage, watched: typeof fetch, keepFiles: () => void): Promise<string> {
  const person = createScriptedPerson('alice', watched)
  const mcp = await createMcpClient({
    endpoint: stage.endpoint,
    name: 'Watched Client',
    fetch: (url, init) => watched(url, init),
    async browse(url) {
      await fetch(await person.approve(url))
    },
  })
  const client = await mcp.connect()
  keepFiles()
  await client.callTool('notes_add', { text: 'a note to be found' })
  for (const tool of ['whoami', 'notes_list', 'upstream_profile']) await client.callTool(tool)
  mcp.forgetAccessToken()
  await client.callTool('upstream_profile')
  await mcp.close()
  return mcp.registration()?.client_id ?? ''
}

async function confidentialClient(stage: Stage, watched: typeof fetch): Promise<void> {
  const response = await watched(`${stage.origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Confidential Client',
      redirect_uris: [LOOPBACK_REDIRECT],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
    }),
  })
  const { client_id: id, client_secret: secret } = (await response.json()) as Record<string, string>
  const { url, verifier } = authorization(stage, id ?? '')
  const arrival = await createScriptedPerson('bob', watched).approve(url)
  await watched(`${stage.origin}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id ?? ''}:${secret ?? ''}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: arrival.searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: LOOPBACK_REDIRECT,
    }),
  })
}

/** Everything secret, sent to where it makes the server complain. */
async function makeMistakes(stage: Stage, watched: typeof fetch, exchanges: readonly Recorded[]): Promise<void> {
  for (const { url, requestBody, responseBody } of exchanges) {
    if (url.pathname === '/callback') await watched(url)
    if (url.pathname !== '/token') continue
    const form = new URLSearchParams(requestBody)
    form.set('code_verifier', 'v'.repeat(43))
    await watched(`${stage.origin}/token`, { method: 'POST', body: form })
    const tokens = JSON.parse(responseBody) as Record<string, string>
    const query = new URLSearchParams({ ...Object.fromEntries(form), ...tokens }).toString()
    for (const path of ['/mcp', '/authorize', '/callback', '/nowhere']) {
      await watched(`${stage.origin}${path}?${query}`, { redirect: 'manual' })
    }
    const authorization = `Bearer ${tokens['access_token'] ?? ''}${tokens['refresh_token'] ?? ''}`
    await watched(stage.endpoint, { method: 'POST', headers: { authorization }, body: query })
  }
}

async function revokeAll(stage: Stage, watched: typeof fetch, exchanges: readonly Recorded[]): Promise<void> {
  for (const { url, requestHeaders, requestBody, responseBody } of exchanges) {
    if (url.pathname !== '/token') continue
    const { refresh_token: token = '' } = JSON.parse(responseBody) as Record<string, string>
    const clientId = new URLSearchParams(requestBody).get('client_id')
    const authorization = /^authorization: (.*)$/m.exec(requestHeaders)?.[1]
    await watched(`${stage.origin}/revoke`, {
      method: 'POST',
      ...(authorization !== undefined && { headers: { authorization } }),
      body: new URLSearchParams({ token, ...(clientId !== null && { client_id: clientId }) }),
    })
  }
}
