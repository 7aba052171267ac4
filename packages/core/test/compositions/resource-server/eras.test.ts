import { describe, expect, it } from 'vitest'
import { envelope, headersOf, META_VERSION, modern } from '../../policy/transport/modern.js'
import { call, facts, gateWorld, header, replyOf, summary, type RequestParts } from './fixture.js'

/** Header lines for `facts`. */
const lines = (headers: Readonly<Record<string, string>>): NonNullable<RequestParts['headers']> =>
  Object.entries(headers)
const modernCall = (name: string, id: string | number = 7) => modern('tools/call', { name, arguments: {} }, id)
const asModern = (name: string): RequestParts => ({ headers: lines(headersOf('tools/call', name)) })

describe('the era of a request', () => {
  it('is told to the host, each time anew [ST-42] [ST-67]', async () => {
    const { run, token } = await gateWorld()
    const accessToken = await token()
    const legacy = { allowed: true, era: 'legacy' }
    expect(await run(accessToken, call('notes_list'))).toMatchObject({ ...legacy, revision: '2025-03-26' })
    expect(await run(accessToken, modernCall('notes_list'), asModern('notes_list'))).toMatchObject({
      allowed: true,
      era: 'modern',
      revision: '2026-07-28',
    })
    const headers = lines({ 'mcp-protocol-version': '2025-11-25' })
    expect(await run(accessToken, call('notes_list'), { headers })).toMatchObject({ ...legacy, revision: '2025-11-25' })
    expect(await run(accessToken, undefined, { method: 'GET', headers })).toMatchObject(legacy)
  })

  it('needs its own token each time, on whatever connection [ST-42]', async () => {
    const { run, token, gate } = await gateWorld()
    expect((await run(await token(), modernCall('notes_list'), asModern('notes_list'))).allowed).toBe(true)
    expect(summary(await gate.admit(facts(asModern('notes_list')))).status).toBe(401)
    const other = await run(await token({ subject: 'bob' }), modernCall('notes_list'), asModern('notes_list'))
    expect(other.allowed && other.principal.subject).toBe('bob')
  })

  it('is not changed by a session id, and neither is anything else [ST-40] [ST-67]', async () => {
    const { run, token } = await gateWorld()
    const accessToken = await token({ scopes: ['notes:read'] })
    const stolen = lines({ ...headersOf('tools/call', 'notes_list'), 'mcp-session-id': 's1', 'last-event-id': 'e1' })
    const [without, withSession] = [
      await run(accessToken, modernCall('notes_list'), asModern('notes_list')),
      await run(accessToken, modernCall('notes_list'), { headers: stolen }),
    ]
    if (!without.allowed || !withSession.allowed) throw new Error('refused')
    const { requestId: _one, ...extra } = withSession.authInfo.extra
    expect(withSession).toMatchObject({ era: 'modern', principal: without.principal })
    expect(without.authInfo.extra).toMatchObject(extra)
    expect(JSON.stringify(withSession)).not.toContain('s1')
    const lent = lines({ ...headersOf('tools/call', 'notes_add'), 'mcp-session-id': 's1' })
    expect(summary(await run(accessToken, modernCall('notes_add'), { headers: lent })).status).toBe(403)
  })

  it('does not depend on what software calls itself, and neither do limits [ST-62]', async () => {
    const { run, token } = await gateWorld({}, { user: { burst: 2, intervalMs: 3_600_000 } })
    const accessToken = await token()
    const from = (name: string) => ({
      ...modernCall('notes_list'),
      params: { name: 'notes_list', _meta: { ...envelope(), 'io.modelcontextprotocol/clientInfo': { name } } },
    })
    expect((await run(accessToken, from('a'), asModern('notes_list'))).allowed).toBe(true)
    expect((await run(accessToken, from('b'), asModern('notes_list'))).allowed).toBe(true)
    expect(summary(await run(accessToken, from('c'), asModern('notes_list'))).status).toBe(429)
  })
})

describe('a refusal of a modern request', () => {
  const without = { ...modernCall('notes_list'), params: { name: 'notes_list' } }
  const incapable = { ...modernCall('notes_list', 'id-1'), params: { _meta: { [META_VERSION]: '2026-07-28' } } }

  it.each([
    ['without _meta', without, asModern('notes_list'), -32602, 7, 'meta_version_missing'],
    ['without capabilities', incapable, asModern('notes_list'), -32602, 'id-1', 'meta_capabilities_missing'],
    ['of another name', modernCall('notes_wipe', 0), asModern('notes_list'), -32020, 0, 'name_header_mismatch'],
    ['without headers', modernCall('notes_list', ''), {}, -32020, '', 'version_missing'],
    [
      'of another version',
      { ...modernCall('x'), params: { _meta: envelope('2099-01-01') } },
      { headers: lines({ 'mcp-protocol-version': '2099-01-01' }) },
      -32022,
      7,
      'version_unsupported',
    ],
    [
      'that is none',
      { jsonrpc: '2.0', id: 'x', method: 7 },
      { headers: lines(headersOf('tools/list')) },
      -32600,
      'x',
      'message_method',
    ],
  ] as const)(
    '%s has its code and its id, and costs nothing [ST-43] [ST-44] [ST-45] [ST-49] [ST-65]',
    async (...row) => {
      const [_case, message, parts, code, id, reason] = row
      const { run, token, events } = await gateWorld({}, { user: { burst: 1, intervalMs: 3_600_000 } })
      const accessToken = await token()
      for (let i = 0; i < 2; i++) {
        const reply = replyOf(await run(accessToken, message, parts))
        expect(reply.status).toBe(400)
        expect(JSON.parse(reply.body)).toMatchObject({ jsonrpc: '2.0', id, error: { code } })
        expect(events.at(-1)).toMatchObject({ kind: 'request.refused', reason, status: 400, subject: 'alice' })
      }
      expect((await run(accessToken, call('notes_list'))).allowed).toBe(true)
    },
  )

  it.each([
    ['a header twice', [['mcp-name', 'a'] as const, ['mcp-name', 'a'] as const], -32020],
    ['the version twice', [['mcp-protocol-version', '2026-07-28'] as const], -32020],
    ['two credentials', [['authorization', 'Bearer a'] as const, ['authorization', 'Bearer b'] as const], -32600],
    ['credentials that cannot be read', [['authorization', 'Bearer ä'] as const], -32600],
  ])('before the body is read has a code of its revision: %s [ST-65]', async (_case, more, code) => {
    const { gate } = await gateWorld()
    const reply = replyOf(await gate.admit(facts({ headers: [...lines(headersOf('tools/list')), ...more] })))
    expect(reply.status).toBe(400)
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code } })
    expect(JSON.parse(reply.body)).not.toHaveProperty('id')
    const legacy = replyOf(await gate.admit(facts({ headers: [...more, ...more] })))
    if (code === -32600) expect(JSON.parse(legacy.body)).toMatchObject({ error: { code: 400 } })
  })

  it('answers a body that broke off as one that is none [ST-65]', async () => {
    const { gate, admit, token } = await gateWorld()
    const admitted = await admit(await token(), asModern('notes_list'))
    if (!admitted.allowed) throw new Error('refused')
    for (const problem of ['malformed', 'aborted'] as const) {
      expect(JSON.parse(gate.refuseBody(admitted, problem).body)).toMatchObject({ error: { code: -32700 } })
    }
  })

  it('of scopes names the id as well [ST-65] [RS-60]', async () => {
    const { run, token } = await gateWorld()
    const result = await run(await token({ scopes: [] }), modernCall('notes_add', 'a'), asModern('notes_add'))
    expect(JSON.parse(replyOf(result).body)).toMatchObject({ id: 'a', error: { code: 403 } })
  })
})

describe('where only 2026-07-28 is served', () => {
  const modernOnly = { minimumRevision: '2026-07-28' } as const

  it.each(['GET', 'DELETE'])('%s is refused before the token, and after the origin [ST-41]', async (method) => {
    const { gate } = await gateWorld(modernOnly)
    const refused = await gate.admit(facts({ method }))
    expect(summary(refused)).toEqual({ status: 405, challenge: undefined })
    expect(header(replyOf(refused), 'allow')).toBe('POST, OPTIONS')
    const foreign = facts({ method, headers: [['origin', 'https://evil.example']] })
    expect(summary(await gate.admit(foreign)).status).toBe(403)
  })

  it.each(['PUT', 'OPTIONS'])('the answer to %s names POST only [ST-41] [F-18]', async (method) => {
    const { gate } = await gateWorld(modernOnly)
    const headers = [['origin', 'https://notes.example.com'] as const]
    const reply = replyOf(await gate.admit(facts({ method, headers })))
    expect(header(reply, 'allow')).toBe('POST, OPTIONS')
    if (method === 'OPTIONS') expect(header(reply, 'access-control-allow-methods')).toBe('POST')
  })

  it('initialize is told which are [ST-68]', async () => {
    const { run, token } = await gateWorld(modernOnly)
    const initialize = { jsonrpc: '2.0', id: 'i', method: 'initialize', params: { protocolVersion: '2025-11-25' } }
    expect(JSON.parse(replyOf(await run(await token(), initialize)).body)).toEqual({
      jsonrpc: '2.0',
      id: 'i',
      error: {
        code: -32022,
        message: 'Unsupported protocol version',
        data: { supported: ['2026-07-28'], requested: '2025-11-25' },
      },
    })
  })

  it('a request without a version is refused, and a modern one served [ST-14]', async () => {
    const { run, token } = await gateWorld(modernOnly)
    const accessToken = await token()
    const reply = replyOf(await run(accessToken, call('notes_list')))
    expect(reply.status).toBe(400)
    expect(JSON.parse(reply.body)).toMatchObject({ id: 1, error: { code: -32020 } })
    expect((await run(accessToken, modernCall('notes_list'), asModern('notes_list'))).allowed).toBe(true)
  })
})

it('refuses GET and DELETE that call themselves modern, and serves older ones [ST-41]', async () => {
  const { gate, run, token } = await gateWorld()
  for (const method of ['GET', 'DELETE']) {
    const headers = lines({ 'mcp-protocol-version': '2026-07-28' })
    expect(summary(await gate.admit(facts({ method, headers }))).status).toBe(405)
    expect((await run(await token(), undefined, { method })).allowed).toBe(true)
    const unknown = lines({ 'mcp-protocol-version': '1900-01-01' })
    expect(summary(await run(await token(), undefined, { method, headers: unknown })).status).toBe(400)
  }
})

it('refuses a minimum that is no revision at start', async () => {
  await expect(gateWorld({ minimumRevision: '2024-11-05' as never })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
})
