import { describe, expect, it } from 'vitest'
import { facts, gateWorld, header, METADATA_URL, replyOf, summary } from './fixture.js'

const ORIGIN = 'https://app.example'

describe('host and origin come first', () => {
  it.each(['https://evil.example', 'null', 'http://notes.example.com', 'https://notes.example.com:8443', ''])(
    'refuses the origin %j with 403, token or not, and without CORS [ST-01] [ST-02]',
    async (origin) => {
      const { gate, admit, token } = await gateWorld({ allowedOrigins: [ORIGIN] })
      const headers = [['origin', origin] as const]
      for (const result of [await gate.admit(facts({ headers })), await admit(await token(), { headers })]) {
        expect(summary(result)).toEqual({ status: 403, challenge: undefined })
        expect(header(replyOf(result), 'access-control-allow-origin')).toBeUndefined()
        expect(JSON.parse(replyOf(result).body)).not.toHaveProperty('id')
      }
    },
  )

  it('checks the host of a loopback resource, and of others when told [ST-04]', async () => {
    const local = { resource: 'http://127.0.0.1:3000/mcp' }
    const host = (value: string) => facts({ headers: [['host', value]] })
    const { gate } = await gateWorld(local)
    expect(summary(await gate.admit(host('evil.example'))).status).toBe(403)
    expect(summary(await gate.admit(facts())).status).toBe(403)
    for (const name of ['127.0.0.1:3000', 'localhost:9', '[::1]:3000']) {
      expect(summary(await gate.admit(host(name))).status).toBe(401)
    }
    const named = await gateWorld({ allowedHosts: ['mcp.internal'] })
    expect(summary(await named.gate.admit(host('evil.example'))).status).toBe(403)
    expect(summary(await named.gate.admit(host('mcp.internal'))).status).toBe(401)
  })

  it.each([
    ['a method it does not have', { method: 'PUT' }, 405],
    ['an endless address', { target: `/mcp?${'x'.repeat(9_000)}` }, 414],
    ['an endless token', { headers: [['authorization', `Bearer ${'x'.repeat(9_000)}`]] }, 431],
    [
      'a repeated session id',
      {
        headers: [
          ['mcp-session-id', 'a'],
          ['mcp-session-id', 'b'],
        ],
      },
      400,
    ],
  ] as const)('refuses %s before it looks at the token [ST-15] [ST-16]', async (_case, parts, status) => {
    const { gate, events } = await gateWorld()
    const result = await gate.admit(facts(parts))
    expect(summary(result)).toEqual({ status, challenge: undefined })
    expect(events).toMatchObject([{ kind: 'request.refused', status }])
  })

  it('names the methods it has [ST-16]', async () => {
    const { gate } = await gateWorld()
    expect(header(replyOf(await gate.admit(facts({ method: 'PATCH' }))), 'allow')).toBe('GET, POST, DELETE, OPTIONS')
  })
})

describe('a page of an allowed origin', () => {
  const headers = [['origin', ORIGIN] as const]

  it('may ask before it calls, without a token [F-18]', async () => {
    const { gate } = await gateWorld({ allowedOrigins: [ORIGIN] })
    const asking = [...headers, ['access-control-request-method', 'POST'] as const]
    const reply = replyOf(await gate.admit(facts({ method: 'OPTIONS', headers: asking })))
    expect(reply.status).toBe(204)
    expect(header(reply, 'access-control-allow-origin')).toBe(ORIGIN)
    expect(header(reply, 'access-control-allow-headers')).toContain('Authorization')
    expect(header(reply, 'access-control-allow-credentials')).toBeUndefined()
  })

  it('asks in vain from elsewhere [F-18] [ST-01]', async () => {
    const { gate } = await gateWorld({ allowedOrigins: [ORIGIN] })
    const foreign = facts({ method: 'OPTIONS', headers: [['origin', 'https://evil.example']] })
    expect(summary(await gate.admit(foreign)).status).toBe(403)
  })

  it('can read every refusal and its challenge [F-18] [RS-30]', async () => {
    const { gate, run, token } = await gateWorld({ allowedOrigins: [ORIGIN] })
    const refusals = [
      await gate.admit(facts({ headers })),
      await run(await token({ scopes: [] }), { jsonrpc: '2.0', id: 1, method: 'ping' }, { headers }),
      await run(await token(), [], { headers }),
    ]
    for (const refusal of refusals) {
      expect(header(replyOf(refusal), 'access-control-allow-origin')).toBe(ORIGIN)
      expect(header(replyOf(refusal), 'access-control-expose-headers')).toContain('WWW-Authenticate')
    }
  })

  it('gets the same lines on the answer of the handler [F-18]', async () => {
    const { admit, token } = await gateWorld({ allowedOrigins: [ORIGIN] })
    const admitted = await admit(await token(), { headers })
    expect(admitted.allowed && admitted.headers).toContainEqual(['access-control-allow-origin', ORIGIN])
  })
})

it('answers with security headers, and asks for https on public names only [F-18]', async () => {
  const { gate } = await gateWorld()
  const reply = replyOf(await gate.admit(facts()))
  expect(header(reply, 'cache-control')).toBe('no-store')
  expect(header(reply, 'x-content-type-options')).toBe('nosniff')
  expect(header(reply, 'strict-transport-security')).toMatch(/^max-age=\d+$/)
  const local = await gateWorld({ resource: 'http://127.0.0.1:3000/mcp' })
  const refusal = replyOf(await local.gate.admit(facts({ headers: [['host', '127.0.0.1:3000']] })))
  expect(header(refusal, 'strict-transport-security')).toBeUndefined()
})

describe('a body that could not be read', () => {
  it.each([
    ['too_large', 413, '413'],
    ['malformed', 400, '-32700'],
    ['aborted', 400, '-32700'],
  ] as const)('is refused: %s [ST-15] [RS-30]', async (problem, status, code) => {
    const { gate, admit, token, events } = await gateWorld({ maxBodyBytes: 10 })
    const admitted = await admit(await token())
    if (!admitted.allowed) throw new Error('refused')
    expect(admitted.maxBodyBytes).toBe(10)
    const reply = gate.refuseBody(admitted, problem)
    expect(reply.status).toBe(status)
    expect(reply.body).toContain(`"code":${code}`)
    expect(reply.body).not.toContain('"id"')
    expect(events.at(-1)).toMatchObject({ reason: `body_${problem}`, subject: 'alice' })
  })
})

describe('the metadata document', () => {
  const ask = async (path: string, init: RequestInit = {}, options = {}) => {
    const { metadata } = await gateWorld(options)
    return metadata.handle(new Request(`https://notes.example.com${path}`, init))
  }
  const AT_PATH = '/.well-known/oauth-protected-resource/mcp'
  const AT_ROOT = '/.well-known/oauth-protected-resource'

  it('lies where the challenge points to, open to everybody [RS-01] [RS-02] [RS-04] [RS-11] [RS-12]', async () => {
    const response = await ask(new URL(METADATA_URL).pathname, { headers: { origin: 'https://evil.example' } })
    expect(response?.status).toBe(200)
    expect(response?.headers.get('content-type')).toBe('application/json')
    expect(response?.headers.get('access-control-allow-origin')).toBe('*')
    expect(response?.headers.get('access-control-allow-credentials')).toBeNull()
    expect(await response?.json()).toEqual({
      resource: 'https://notes.example.com/mcp',
      authorization_servers: ['https://notes.example.com'],
      scopes_supported: ['notes:read'],
      bearer_methods_supported: ['header'],
    })
  })

  it('lies at the root as well while there is one resource [RS-04]', async () => {
    expect((await ask(AT_ROOT))?.status).toBe(200)
    expect(await ask(AT_ROOT, {}, { metadataAtRoot: false })).toBeUndefined()
    expect((await ask(AT_PATH, {}, { metadataAtRoot: false }))?.status).toBe(200)
  })

  it.each(['/', '/mcp', `${AT_PATH}/`, `${AT_PATH}2`, '/mcp/.well-known/oauth-protected-resource', `${AT_ROOT}/`])(
    'is not at %s [RS-03] [RS-05]',
    async (path) => {
      expect(await ask(path)).toBeUndefined()
    },
  )

  it('answers preflights of every origin, and no other method [RS-12]', async () => {
    const preflight = await ask(AT_PATH, { method: 'OPTIONS', headers: { origin: 'https://any.example' } })
    expect(preflight?.status).toBe(204)
    expect(preflight?.headers.get('access-control-allow-origin')).toBe('*')
    const head = await ask(AT_PATH, { method: 'HEAD' })
    expect(head?.status).toBe(200)
    expect(await head?.text()).toBe('')
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask(AT_PATH, { method }))?.status).toBe(405)
  })

  it('names the baseline, not the catalogue, and never offline_access [RS-09] [RS-10]', async () => {
    const baselineScopes = ['offline_access', 'notes:read']
    const response = await ask(AT_PATH, {}, { baselineScopes, name: 'Notes' })
    expect(await response?.json()).toMatchObject({ scopes_supported: ['notes:read'], resource_name: 'Notes' })
  })
})
