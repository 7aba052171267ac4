import { describe, expect, it } from 'vitest'
import { createOriginPolicy } from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'

const policy = createOriginPolicy({
  resource: 'https://mcp.example.com/mcp',
  allowedOrigins: ['http://localhost:3000', 'https://app.example', 'vscode-webview://abc-123'],
})
const refused = { ok: false, status: 403, reason: 'origin_not_allowed' }

describe('createOriginPolicy: check', () => {
  it.each([['POST'], ['GET'], ['DELETE'], ['OPTIONS']])('refuses a foreign origin on %s [ST-01] [ST-02]', (method) => {
    expect(policy.check(facts({ origin: 'https://evil.example' }, { method }))).toEqual(refused)
  })

  it.each([
    ['null', 'null'],
    ['an empty value', ''],
    ['another scheme', 'https://localhost:3000'],
    ['another port', 'http://localhost:4000'],
    ['no port', 'http://localhost'],
    ['http for an https origin', 'http://app.example'],
    ['a subdomain', 'https://x.app.example'],
    ['a longer host', 'https://app.example.evil.example'],
    ['a host that ends alike', 'https://evilapp.example'],
    ['a trailing dot', 'https://app.example.'],
    ['a trailing slash', 'https://app.example/'],
    ['the default port written out', 'https://app.example:443'],
    ['upper case, which no browser sends', 'https://APP.example'],
    ['two origins in one line', 'https://app.example https://evil.example'],
    ['a star', '*'],
  ])('refuses %s [ST-02] [ST-05]', (_case, origin) => {
    expect(policy.check(facts({ origin }))).toEqual(refused)
  })

  it('refuses two lines, even when both are allowed [ST-02]', () => {
    expect(policy.check(facts({ origin: ['https://app.example', 'https://app.example'] }))).toEqual(refused)
  })

  it('allows no other origin than its own by default, other ports of this machine included [ST-05]', () => {
    const local = createOriginPolicy({ resource: 'http://127.0.0.1:3000/mcp' })
    expect(local.check(facts({ origin: 'http://127.0.0.1:3000' }))).toEqual({ ok: true })
    expect(local.check(facts({ origin: 'http://127.0.0.1:4000' }))).toEqual(refused)
    expect(local.check(facts({ origin: 'http://localhost:3000' }))).toEqual(refused)
  })

  it('lets callers pass that are no browsers [ST-02]', () => {
    expect(policy.check(facts())).toEqual({ ok: true })
  })

  it.each([
    ['http://localhost:3000'],
    ['https://app.example'],
    ['https://mcp.example.com'],
    ['vscode-webview://abc-123'],
  ])('lets %s pass [ST-01] [ST-05]', (origin) => {
    expect(policy.check(facts({ origin }))).toEqual({ ok: true })
  })

  it.each([
    ['*'],
    ['null'],
    ['app.example'],
    ['https://app.example/'],
    ['https://App.example'],
    ['https://app.example:443'],
    [''],
  ])('refuses the configuration %j [ST-05]', (entry) => {
    expect(() => createOriginPolicy({ resource: 'https://h.example', allowedOrigins: [entry] })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', option: 'allowedOrigins' }),
    )
  })
})

describe('createOriginPolicy: CORS', () => {
  it.each([['https://evil.example'], ['null']])('gives %s nothing to read with [F-18]', (origin) => {
    expect(policy.answerHeaders(facts({ origin }))).toEqual([['vary', 'Origin']])
    expect(Object.fromEntries(policy.preflightHeaders(facts({ origin })))).not.toHaveProperty(
      'access-control-allow-origin',
    )
  })

  it('never allows credentials and never answers with a star [F-18]', () => {
    const request = facts({ origin: 'https://app.example' })
    const text = JSON.stringify([...policy.answerHeaders(request), ...policy.preflightHeaders(request)])
    expect(text).not.toMatch(/credentials|"\*"/i)
  })

  it('lets an allowed page read the challenge [F-18]', () => {
    const headers = Object.fromEntries(policy.answerHeaders(facts({ origin: 'https://app.example' })))
    expect(headers).toEqual({
      'access-control-allow-origin': 'https://app.example',
      'access-control-expose-headers':
        'WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy, DPoP-Nonce, Mcp-Session-Id',
      vary: 'Origin',
    })
  })

  it('varies on the origin even when there is none, for caches [F-18]', () => {
    expect(policy.answerHeaders(facts())).toEqual([['vary', 'Origin']])
  })

  it('answers a preflight with the headers that clients of every revision send [F-18]', () => {
    const headers = Object.fromEntries(policy.preflightHeaders(facts({ origin: 'https://app.example' })))
    const allowed = (headers['access-control-allow-headers'] ?? '').toLowerCase().split(', ')
    for (const name of ['authorization', 'content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name']) {
      expect(allowed).toContain(name)
    }
    expect(allowed).toEqual(expect.arrayContaining(['dpop', 'mcp-session-id', 'last-event-id']))
    expect(headers['access-control-allow-methods']).toBe('GET, POST, DELETE')
    expect(headers['vary']).toContain('Access-Control-Request-Headers')
  })

  it('offers neither sessions nor streams where only 2026-07-28 is served [F-18] [ST-41]', () => {
    const modernOnly = createOriginPolicy({ resource: 'https://mcp.example.com/mcp', modernOnly: true })
    const request = facts({ origin: 'https://mcp.example.com', 'access-control-request-headers': 'mcp-param-region' })
    const headers = Object.fromEntries([...modernOnly.answerHeaders(request), ...modernOnly.preflightHeaders(request)])
    expect(headers).toMatchObject({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers':
        'Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, DPoP, mcp-param-region',
      'access-control-expose-headers': 'WWW-Authenticate, Retry-After, RateLimit, RateLimit-Policy, DPoP-Nonce',
    })
  })

  it('adds the parameter headers that were asked for, and nothing else [F-18]', () => {
    const asked = 'mcp-param-region, x-evil, mcp-param-é, mcp-param-, Mcp-Param-B\r\nx: y, cookie'
    const request = facts({ origin: 'https://app.example', 'access-control-request-headers': asked })
    const headers = Object.fromEntries(policy.preflightHeaders(request))
    expect(headers['access-control-allow-headers']).toMatch(/, mcp-param-region$/)
    expect(headers['access-control-allow-headers']).not.toMatch(/evil|cookie|é|\r|\n/)
  })

  it('stops after 32 of them', () => {
    const asked = Array.from({ length: 100 }, (_, index) => `mcp-param-${String(index)}`).join(',')
    const request = facts({ origin: 'https://app.example', 'access-control-request-headers': asked })
    expect(JSON.stringify(policy.preflightHeaders(request)).match(/mcp-param-/g)).toHaveLength(32)
  })
})
