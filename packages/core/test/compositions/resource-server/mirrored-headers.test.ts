import { describe, expect, it } from 'vitest'
import { headersOf, modern } from '../../policy/transport/modern.js'
import { call, facts, gateWorld, replyOf, summary, type RequestParts } from './fixture.js'

const operations = {
  default: ['notes:read'],
  'tools/notes_wipe': 'deny',
  'tools/query': { scope: ['notes:read'], mirrored: { Tenant: 'tenant' } },
} as const

const query = (tenant: unknown) => modern('tools/call', { name: 'query', arguments: { tenant } })
const asking = (more: Readonly<Record<string, string>>): RequestParts => ({
  headers: Object.entries({ ...headersOf('tools/call', 'query'), ...more }),
})

describe('Mcp-Param headers', () => {
  it('must say what the arguments say, in modern calls [ST-52] [ST-53] [ST-54]', async () => {
    const { run, token, events } = await gateWorld({ operations })
    const accessToken = await token()
    const known = { 'mcp-param-tenant': 'acme' }
    expect((await run(accessToken, query('acme'), asking(known))).allowed).toBe(true)
    expect((await run(accessToken, query('acme'), asking({ ...known, 'mcp-param-other': 'x' }))).allowed).toBe(true)
    expect((await run(accessToken, query(null), asking({}))).allowed).toBe(true)
    for (const [tenant, headers, reason] of [
      ['globex', known, 'parameter_header_mismatch'],
      ['acme', {}, 'parameter_header_missing'],
      [undefined, known, 'parameter_header_mismatch'],
    ] as const) {
      const reply = replyOf(await run(accessToken, query(tenant), asking(headers)))
      expect(reply.status).toBe(400)
      expect(JSON.parse(reply.body)).toMatchObject({ id: 7, error: { code: -32020 } })
      expect(events.at(-1)).toMatchObject({ reason, operation: 'tools/query' })
    }
  })

  it('mean nothing in older revisions [ST-55]', async () => {
    const { run, token } = await gateWorld({ operations })
    const legacy = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'query', arguments: { tenant: 'acme' } },
    }
    const headers = [['mcp-param-tenant', 'globex'] as const, ['mcp-protocol-version', '2025-11-25'] as const]
    expect((await run(await token(), legacy, { headers })).allowed).toBe(true)
  })

  it('lend nothing: a tenant is looked up for the person, from the arguments [ST-56]', async () => {
    const tenants = new Map([['alice', 'acme']])
    const { run, token } = await gateWorld({
      operations,
      authorize: ({ principal, message }) =>
        (message as ReturnType<typeof query>).params['arguments'] !== undefined &&
        JSON.stringify(message).includes(`"tenant":"${tenants.get(principal.subject) ?? ''}"`),
    })
    const accessToken = await token()
    expect((await run(accessToken, query('acme'), asking({ 'mcp-param-tenant': 'acme' }))).allowed).toBe(true)
    const foreign = await run(accessToken, query('globex'), asking({ 'mcp-param-tenant': 'globex' }))
    expect(summary(foreign).status).toBe(403)
    expect(summary(await run(accessToken, query('globex'), asking({ 'mcp-param-tenant': 'acme' }))).status).toBe(400)
  })

  it('are refused before the token when they are too long [ST-15]', async () => {
    const { gate } = await gateWorld({ operations })
    const long = asking({ 'mcp-param-tenant': 'x'.repeat(100_000) })
    const reply = replyOf(await gate.admit(facts(long)))
    expect(reply.status).toBe(431)
  })
})

describe('Mcp-Method and Mcp-Name', () => {
  it('are no way to name something harmless and call something else [RS-69] [ST-49]', async () => {
    const { run, token } = await gateWorld({ operations })
    const accessToken = await token()
    const harmless = { 'mcp-method': 'tools/call', 'mcp-name': 'notes_list' }
    for (const version of [undefined, '2025-03-26', '2025-06-18', '2025-11-25']) {
      const headers = Object.entries({ ...harmless, ...(version && { 'mcp-protocol-version': version }) })
      expect(summary(await run(accessToken, call('notes_wipe'), { headers })).status).toBe(403)
    }
    const dangerous = modern('tools/call', { name: 'notes_wipe' })
    expect(
      summary(await run(accessToken, dangerous, { headers: Object.entries(headersOf('tools/call', 'notes_list')) })),
    ).toEqual({
      status: 400,
      challenge: undefined,
    })
    const honest = Object.entries(headersOf('tools/call', 'notes_wipe'))
    expect(summary(await run(accessToken, dangerous, { headers: honest })).status).toBe(403)
  })

  it('are never what a limit counts by [ST-55] [ST-56]', async () => {
    const { run, token } = await gateWorld({ operations }, { user: { burst: 2, intervalMs: 3_600_000 } })
    const accessToken = await token()
    const results = []
    for (const name of ['a', 'b', 'c']) {
      const headers = Object.entries({
        'mcp-protocol-version': '2025-06-18',
        'mcp-method': 'tools/call',
        'mcp-name': name,
      })
      results.push((await run(accessToken, call('notes_list'), { headers })).allowed)
    }
    expect(results).toEqual([true, true, false])
  })
})

describe('subscriptions/listen', () => {
  const listen = (...resourceSubscriptions: readonly string[]) =>
    modern('subscriptions/listen', { notifications: { resourceSubscriptions } })
  const headers = Object.entries(headersOf('subscriptions/listen'))
  const rules = {
    default: ['notes:read'],
    'resources/notes://mine': ['mine'],
    'resources/notes://team': { scope: ['team'], roles: ['member'] },
    'resources/notes://secret': 'deny',
  } as const

  it('needs the access of every resource that it names, asked for at once [ST-63] [RS-61]', async () => {
    const { run, token } = await gateWorld({ operations: rules })
    const refused = await run(await token({ scopes: ['notes:read'] }), listen('notes://team', 'notes://mine'), {
      headers,
    })
    expect(summary(refused).status).toBe(403)
    expect(summary(refused).challenge).toContain('scope="mine notes:read team"')
    const scopes = ['notes:read', 'mine', 'team']
    expect(
      summary(await run(await token({ scopes }), listen('notes://team', 'notes://mine'), { headers })).status,
    ).toBe(403)
    const member = await token({ scopes, roles: ['member'] })
    expect((await run(member, listen('notes://team', 'notes://mine'), { headers })).allowed).toBe(true)
    expect(summary(await run(member, listen('notes://mine', 'notes://secret'), { headers })).status).toBe(403)
  })

  it('costs once, however much it names [ST-63]', async () => {
    const { run, token } = await gateWorld({ operations: rules }, { user: { burst: 2, intervalMs: 3_600_000 } })
    const accessToken = await token({ scopes: ['notes:read', 'mine'] })
    expect((await run(accessToken, listen('notes://mine', 'notes://a', 'notes://b'), { headers })).allowed).toBe(true)
    expect((await run(accessToken, listen('notes://mine'), { headers })).allowed).toBe(true)
    expect(summary(await run(accessToken, listen(), { headers })).status).toBe(429)
  })
})
