import { describe, expect, it } from 'vitest'
import { StoreError } from '../../src/errors/index.js'
import { memoryStore } from '../../src/store/index.js'
import { ISSUER } from '../compositions/authorization-server/harness.js'
import {
  authorizeUrl,
  connect,
  postForm,
  postJson,
  redeem,
  register,
} from '../compositions/authorization-server/steps.js'
import { deployment, type DeploymentOptions, type WholeDeployment } from './deployment.js'

const PUBLIC = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration', '/jwks']
const RESOURCE_DOCUMENTS = ['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp']
const PAGES = ['/authorize', '/consent', '/callback']
const CLIENT_ENDPOINTS = ['/token', '/register', '/revoke']
const FEW = { burst: 1, intervalMs: 3_600_000 }

interface Ask {
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function ask({ sallyport }: WholeDeployment, path: string, init: Ask = {}): Promise<Response> {
  const request = new Request(ISSUER + path, { ...init, headers: { origin: 'https://evil.example', ...init.headers } })
  const answer = await sallyport.handle(request, { remoteAddress: '192.0.2.1' })
  if (answer === undefined) throw new Error(`foreign path: ${path}`)
  return answer
}

const broken = (): DeploymentOptions => {
  const store = memoryStore()
  return { store: { ...store, ping: () => Promise.reject(new StoreError('unavailable', 'redis://secret@10.0.0.1')) } }
}

/** One answer of every kind: success, refusal, wrong method, limit, outage, foreign host. */
async function everyAnswer(): Promise<(readonly [what: string, answer: Response])[]> {
  const d = deployment()
  const clientId = await register(d)
  const browser = d.browser()
  const page = await browser.get(authorizeUrl({ client_id: clientId }))
  const redirect = await browser.decide(page, 'approve')
  const back = await browser.login(redirect, 'alice')
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const tokens = await redeem(d, clientId, code)
  const { access_token: token } = (await tokens.clone().json()) as { access_token: string }
  const limited = deployment({
    limits: { failures: { authorize: FEW, callback: FEW, token: FEW, revoke: FEW, register: FEW } },
  })
  const guarded = deployment({ allowedHosts: ['notes.example'] })
  const down = deployment(broken())
  const all = [...PUBLIC, ...RESOURCE_DOCUMENTS, ...PAGES, ...CLIENT_ENDPOINTS]
  const answers: (readonly [string, Response])[] = [
    ['the page', page],
    ['the way to the provider', redirect],
    ['the way back', back],
    ['tokens', tokens],
    ['a registration', await postJson(d.server, { redirect_uris: ['https://app.example/cb'] })],
    ['a revocation', await postForm(d.server, '/revoke', { client_id: clientId, token })],
    ['a second decision', await browser.decide(page, 'approve')],
    ['too much', await postForm(d.server, '/token', `x=${'y'.repeat(70_000)}`)],
    ['a wrong client', await postForm(d.server, '/token', 'grant_type=x', { authorization: 'Basic YTpi' })],
  ]
  for (const path of all) {
    answers.push([`GET ${path}`, await ask(d, path)])
    answers.push([`POST ${path}`, await ask(d, path, { method: 'POST', body: 'x' })])
    answers.push([`OPTIONS ${path}`, await ask(d, path, { method: 'OPTIONS' })])
    answers.push([`HEAD ${path}`, await ask(d, path, { method: 'HEAD' })])
    answers.push([`DELETE ${path}`, await ask(d, path, { method: 'DELETE' })])
    answers.push([`${path} on another host`, await ask(guarded, path, { headers: { host: 'evil.example' } })])
    answers.push([`${path} before the start`, await ask(down, path)])
    const method = PAGES.includes(path) && path !== '/consent' ? 'GET' : 'POST'
    for (let time = 0; time < 2; time++) await ask(limited, path, { method, ...(method === 'POST' && { body: 'x' }) })
    answers.push([`${path} too often`, await ask(limited, path, { method, ...(method === 'POST' && { body: 'x' }) })])
  }
  return answers
}

const answers = await everyAnswer()
const pathOf = (what: string) => /\/\S*/.exec(what)?.[0] ?? ''
const isDocument = (what: string) => [...PUBLIC, ...RESOURCE_DOCUMENTS].includes(pathOf(what))
const isPage = (what: string) => PAGES.includes(pathOf(what)) || /page|way|decision/.test(what)

it('has looked at every kind of answer', () => {
  const statuses = new Set(answers.map(([, { status }]) => status))
  expect([...statuses].sort()).toEqual([200, 201, 204, 303, 400, 401, 403, 405, 409, 413, 415, 429, 503])
})

describe('every answer', () => {
  it('keeps out of frames, sniffing, referrers and plain http [F-18] [AS-10] [PX-09]', () => {
    for (const [what, { headers }] of answers) {
      expect(headers.get('x-content-type-options'), what).toBe('nosniff')
      expect(headers.get('x-frame-options'), what).toBe('DENY')
      expect(headers.get('content-security-policy'), what).toContain("frame-ancestors 'none'")
      expect(headers.get('content-security-policy'), what).toContain("default-src 'none'")
      expect(headers.get('referrer-policy'), what).toBe('no-referrer')
      expect(headers.get('strict-transport-security'), what).toBe('max-age=31536000')
    }
  })

  it('is kept by nobody, but for public documents [F-18] [AS-51]', () => {
    for (const [what, { status, headers }] of answers) {
      const publicDocument = isDocument(what) && status === 200
      expect(headers.get('cache-control'), what).toBe(publicDocument ? 'public, max-age=300' : 'no-store')
    }
  })

  it('is for pages of other origins only where programs ask, and never with credentials [F-18] [AS-07]', () => {
    for (const [what, { status, headers }] of answers) {
      const lines = [...headers.keys()].filter((name) => name.startsWith('access-control'))
      expect(lines, what).not.toContain('access-control-allow-credentials')
      if (isPage(what) || status === 403) expect(lines, what).toEqual([])
      else expect(headers.get('access-control-allow-origin'), what).toBe('*')
    }
  })

  it('says nothing about the store that is away, and the audit log what it was', async () => {
    const down = deployment(broken())
    for (const path of ['/authorize', '/token']) {
      const answer = await ask(down, path)
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(await answer.text()).not.toMatch(/redis|10\.0/)
    }
    expect(down.events).toMatchObject([
      { kind: 'store.failed', operation: 'start', reason: 'unavailable' },
      { kind: 'store.failed', operation: 'start', reason: 'unavailable' },
    ])
  })
})

it('records who asked under a foreign name [ST-04] [F-84]', async () => {
  const guarded = deployment({ allowedHosts: ['notes.example'] })
  await ask(guarded, '/token', { method: 'POST', headers: { host: 'evil.example' } })
  expect(guarded.events).toMatchObject([
    {
      kind: 'request.refused',
      reason: 'host_not_allowed',
      method: 'POST',
      operation: '/token',
      status: 403,
      address: '192.0.2.1',
    },
  ])
})

it('lets tokens of a whole flow through its gate, and nothing else [F-01] [F-10]', async () => {
  const d = deployment()
  const { tokens } = await connect(d)
  expect(await d.call(tokens.access_token)).toBe(200)
  expect(await d.call(tokens.refresh_token ?? '')).toBe(401)
  for (const { name } of [{ name: 'sac_' }, { name: 'v1.k.' }])
    expect(await d.call(`${name}${'A'.repeat(43)}`)).toBe(401)
})
