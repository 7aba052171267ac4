import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jsonLinesSink } from '@sallyport/core/audit'
import type { RequestHandler } from 'express'
import * as oauth from 'oauth4webapi'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { sqliteStore } from '../../sqlite/src/index.js'
import { openApp, type OpenApp } from './support/app.js'
import { callMcp, message } from './support/call-mcp.js'
import { INSECURE, register, signIn } from './support/oauth-client.js'
import { recordHttp } from './support/record-http.js'
import { openWalker } from './support/walker.js'

interface Said {
  readonly url: string
  readonly sent: string
  readonly answered: string
}

interface Observed {
  /** Everything that went over the wire to this deployment, and from it to the provider. */
  readonly toUs: readonly Said[]
  readonly toProvider: readonly Said[]
  /** Tokens the provider issued. */
  readonly upstream: Readonly<Record<string, string>>
  /** Answers of /mcp to tokens of the provider. */
  readonly atGate: readonly Response[]
  /** Secrets between client and us: codes, refresh tokens, verifiers, states, cookies, access tokens. */
  readonly ours: readonly string[]
  readonly accessTokens: readonly string[]
  readonly log: string
  readonly database: string
}

async function textOf(request: Request): Promise<string> {
  return `${request.url}\n${[...request.headers].join('\n')}\n${await request.text()}`
}

/** Listens to every request of this process, lets it pass, and keeps both sides of it. */
function listen(onStop: (stop: () => void) => void): readonly Said[] {
  const said: Said[] = []
  const real = globalThis.fetch
  vi.stubGlobal('fetch', async (input: string | URL | Request, init?: RequestInit) => {
    const request = new Request(input, init)
    const sent = await textOf(request.clone())
    const response = await real(request, init?.redirect === undefined ? undefined : { redirect: init.redirect })
    const answered = `${[...response.headers].join('\n')}\n${await response.clone().text()}`
    said.push({ url: request.url, sent, answered })
    return response
  })
  onStop(recordHttp((exchange) => said.push(exchange)))
  return said
}

/** A tool that asks the provider who is calling. */
const profile =
  (app: () => OpenApp): RequestHandler =>
  (req, res, next) => {
    const ask = async () => {
      const { idp, sallyport } = app()
      const answer = await sallyport.upstream.fetch({ authInfo: (req as { auth?: unknown }).auth }, `${idp.issuer}/me`)
      res.json({ auth: (req as { auth?: unknown }).auth, profile: await answer.json() })
    }
    ask().catch(next)
  }

async function wholeFlow(): Promise<Observed> {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-secrecy-'))
  const lines: string[] = []
  const noted = (...words: unknown[]) => void lines.push(words.map(String).join(' '))
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(noted),
  )
  const onWarning = (warning: Error) => noted(warning.message)
  process.on('warning', onWarning)

  const app: OpenApp = await openApp({
    options: {
      store: sqliteStore({ path: join(directory, 'store.db') }),
      audit: [jsonLinesSink((line) => void lines.push(line))],
    },
    idp: { rotateRefreshTokens: true },
    handler: profile(() => app),
  })
  let stopListening = (): void => undefined
  const said = listen((stop) => (stopListening = stop))
  const { origin, idp } = app
  const walker = openWalker()
  const { as, client, auth } = await register(app, 'client_secret_post')
  const identity = { as, client, auth }
  const { tokens, callback, verifier } = await signIn(app, identity, walker, { scope: 'notes:read offline_access' })
  const answer = await callMcp(app, tokens.access_token, message('tools/call', { name: 'profile' }))
  expect(await answer.json()).toMatchObject({ profile: { sub: 'alice' } })
  const renewed = await oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token ?? '', INSECURE),
  )
  expect((await callMcp(app, renewed.access_token)).status).toBe(200)

  const issued =
    said
      .find(({ url }) => url === `${idp.issuer}/token`)
      ?.answered.split('\n')
      .at(-1) ?? '{}'
  const { access_token = '', refresh_token = '', id_token = '' } = JSON.parse(issued) as Record<string, string>
  const upstream = { access_token, refresh_token, id_token }
  // What a wrong client would do with them comes last: it puts them on the wire itself.
  const honest = [...said]
  const atGate = await Promise.all(Object.values(upstream).map((token) => callMcp(app, token)))
  const revoked = await oauth.revocationRequest(as, client, auth, renewed.refresh_token ?? '', INSECURE)
  await oauth.processRevocationResponse(revoked)
  expect((await callMcp(app, renewed.access_token)).status).toBe(401)

  vi.unstubAllGlobals()
  stopListening()
  for (const spy of spies) spy.mockRestore()
  process.off('warning', onWarning)
  const bytes = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'latin1'))
  await app.close()
  rmSync(directory, { recursive: true })

  const cookies = walker.exchanges
    .filter(({ url }) => url.startsWith(origin))
    .flatMap(({ headers }) => headers.filter(([name]) => name === 'set-cookie'))
    .map(([, line]) => /=([^;]*)/.exec(line)?.[1] ?? '')
  const values = [callback.searchParams.get('code'), callback.searchParams.get('state'), verifier]
  const ours = [...values, tokens.refresh_token, renewed.refresh_token, client['client_secret'] as string, ...cookies]
  return {
    toUs: honest.filter(({ url }) => url.startsWith(origin)),
    toProvider: honest.filter(({ url }) => url.startsWith(idp.issuer)),
    upstream,
    atGate,
    ours: ours.filter((value): value is string => typeof value === 'string' && value.length > 8),
    accessTokens: [tokens.access_token, renewed.access_token],
    log: lines.join('\n'),
    database: bytes.join('\n'),
  }
}

describe('a whole flow at a certified provider, on SQLite', () => {
  let seen: Observed
  beforeAll(async () => {
    seen = await wholeFlow()
  })

  it('was seen from end to end', () => {
    expect(Object.values(seen.upstream).every((token) => token.length > 20)).toBe(true)
    expect(seen.toUs.length).toBeGreaterThan(8)
    expect(seen.toProvider.map(({ url }) => new URL(url).pathname)).toContain('/me')
    expect(seen.ours.length).toBeGreaterThan(7)
    expect(seen.log.split('\n').length).toBeGreaterThan(10)
    expect(seen.database).toContain('client:c_')
  })

  it('shows no token of the provider to anybody: no body, header, redirect, log or record [F-01] [PX-25] [RS-40]', () => {
    for (const token of Object.values(seen.upstream)) {
      for (const { url, answered } of seen.toUs) expect(url + answered).not.toContain(token)
      expect(seen.log).not.toContain(token)
      expect(seen.database).not.toContain(token)
    }
  })

  it('shows nothing of the client to the provider [RS-39] [PX-26]', () => {
    const bearers = seen.toProvider.flatMap(({ sent }) => /authorization,Bearer (.+)/.exec(sent)?.[1] ?? [])
    expect(new Set(bearers)).toEqual(new Set([seen.upstream['access_token']]))
    for (const secret of [...seen.ours, ...seen.accessTokens]) {
      for (const { url, sent } of seen.toProvider) {
        // Cookies of our own origin go to 127.0.0.1 with the walker, which knows hosts and no ports.
        expect(url + sent.replace(/^cookie,.*$/m, '')).not.toContain(secret)
      }
    }
  })

  it('stores no secret in clear: the database file holds no code, token, verifier, secret or cookie [AS-15] [F-02] [F-03]', () => {
    for (const secret of [...seen.ours, ...seen.accessTokens]) expect(seen.database).not.toContain(secret)
  })

  it('writes none into a log [RS-40]', () => {
    for (const secret of [...seen.ours, ...seen.accessTokens]) expect(seen.log).not.toContain(secret)
    for (const kind of ['client.registered', 'consent.approved', 'login.succeeded', 'token.issued', 'grant.revoked']) {
      expect(seen.log).toContain(`"kind":"${kind}"`)
    }
  })

  it('refuses tokens of the provider at its own gate [RS-26] [RS-28] [F-10]', () => {
    expect(seen.atGate).toHaveLength(3)
    for (const { status, headers } of seen.atGate) {
      expect(status).toBe(401)
      expect(headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
  })
})
