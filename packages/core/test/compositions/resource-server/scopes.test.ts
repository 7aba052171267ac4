import { describe, expect, it } from 'vitest'
import type { ResourceServerOptions } from '../../../src/compositions/resource-server/index.js'
import { call, facts, gateWorld, METADATA_URL, replyOf, summary } from './fixture.js'

const insufficient = (scope: string, missing: string) => ({
  status: 403,
  challenge: `Bearer error="insufficient_scope", scope="${scope}", resource_metadata="${METADATA_URL}", error_description="${missing} needed"`,
})

describe('scopes of the operation', () => {
  it('names the same scopes in the same order, whatever the token has [RS-61] [RS-62] [RS-64]', async () => {
    const { run, token } = await gateWorld()
    for (const scopes of [['notes:read'], ['zzz', 'notes:read'], ['notes:read', 'aaa']]) {
      expect(summary(await run(await token({ scopes }), call('notes_add')))).toEqual(
        insufficient('notes:read notes:write', 'notes:write'),
      )
    }
  })

  it('repeats what the token has when told so, for clients that do not add up [RS-62]', async () => {
    const { run, token } = await gateWorld({ includeGranted: true })
    expect(summary(await run(await token({ scopes: ['profile', 'notes:read'] }), call('notes_add')))).toEqual(
      insufficient('notes:read notes:write profile', 'notes:write'),
    )
  })

  it('lets a broad scope imply a narrow one, and names the narrow one to others [RS-63]', async () => {
    const scopes: NonNullable<ResourceServerOptions['scopes']> = {
      'notes:read': 'Read',
      'notes:write': { description: 'Write', implies: ['notes:read'] },
      'notes:all': { description: 'Everything', implies: ['notes:write'] },
    }
    const { run, token } = await gateWorld({ scopes })
    expect((await run(await token({ scopes: ['notes:all'] }), call('notes_add'))).allowed).toBe(true)
    expect((await run(await token({ scopes: ['notes:write'] }), call('notes_list'))).allowed).toBe(true)
    expect(summary(await run(await token({ scopes: ['other'] }), call('notes_list')))).toEqual(
      insufficient('notes:read', 'notes:read'),
    )
  })

  it('compares scopes by case [RS-68]', async () => {
    const { run, token } = await gateWorld()
    expect(summary(await run(await token({ scopes: ['Notes:Read'] }), call('notes_list'))).status).toBe(403)
  })

  it('refuses a scope outside the grammar at start [RS-68]', async () => {
    for (const scope of ['a b', 'a"b', 'a\\b', '', 'é']) {
      await expect(gateWorld({ operations: { default: [scope] } })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
    }
  })

  it('lets a token with fewer scopes do what they suffice for [RS-66]', async () => {
    const { run, token } = await gateWorld()
    const narrow = await token({ scopes: ['notes:read'] })
    expect((await run(narrow, call('notes_list'))).allowed).toBe(true)
    expect((await run(narrow, call('notes_add'))).allowed).toBe(false)
  })

  it('tells the audit log what was needed and what was there [RS-67] [F-84]', async () => {
    const { run, token, events } = await gateWorld()
    await run(await token({ scopes: ['notes:read'] }), call('notes_add'))
    const [insufficientEvent, refusal] = events
    expect(insufficientEvent).toMatchObject({
      kind: 'scope.insufficient',
      operation: 'tools/notes_add',
      required: ['notes:read', 'notes:write'],
      scopes: ['notes:read'],
      subject: 'alice',
    })
    expect(refusal).toMatchObject({ kind: 'request.refused', reason: 'insufficient_scope', status: 403 })
    expect(refusal!.requestId).toBe(insufficientEvent!.requestId)
  })
})

describe('the executed operation decides', () => {
  const harmless = [
    ['mcp-method', 'tools/call'],
    ['mcp-name', 'notes_list'],
  ] as const

  it('whatever the headers say [RS-69]', async () => {
    const { run, token } = await gateWorld()
    const narrow = await token({ scopes: ['notes:read'] })
    const legacy = [...harmless, ['mcp-protocol-version', '2025-06-18'] as const]
    expect(summary(await run(narrow, call('notes_add'), { headers: legacy })).challenge).toContain('notes:write')
    expect((await run(narrow, call('notes_list'), { headers: [['mcp-name', 'notes_add']] })).allowed).toBe(true)
  })

  it.each([
    ['a batch', [call('notes_list'), call('notes_wipe')]],
    ['an empty batch', []],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'tools/call'],
    ['another version', { ...call('notes_list'), jsonrpc: '1.0' }],
    ['a null id', { ...call('notes_list'), id: null }],
    ['a fractional id', { ...call('notes_list'), id: 1.5 }],
    ['a method that is no text', { ...call('notes_list'), method: ['tools/call'] }],
    ['a call that is an answer too', { ...call('notes_list'), result: {} }],
    ['params that are a list', { ...call('notes_list'), params: [] }],
  ])('refuses %s with 400 before limits and scopes [RS-69] [ST-08] [ST-12]', async (_case, message) => {
    const { run, token, events } = await gateWorld({}, { user: { burst: 1, intervalMs: 3_600_000 } })
    const accessToken = await token()
    for (let i = 0; i < 3; i++) {
      const reply = replyOf(await run(accessToken, message))
      expect(reply.status).toBe(400)
      expect(JSON.parse(reply.body)).toMatchObject({ error: { code: -32600 } })
    }
    expect(events.every(({ kind }) => kind === 'request.refused')).toBe(true)
    expect((await run(accessToken, call('notes_list'))).allowed).toBe(true)
  })

  it('echoes the id of a message it refuses, once it could be read [RS-69]', async () => {
    const { run, token } = await gateWorld()
    const reply = replyOf(await run(await token(), { ...call('x', 'abc'), method: 7 }))
    expect(JSON.parse(reply.body)).toMatchObject({ id: 'abc' })
    expect(JSON.parse(replyOf(await run(await token(), [call('x')])).body)).not.toHaveProperty('id')
  })

  it('judges a request without a body by its method, and ignores a body it should not have [RS-69]', async () => {
    const { run, token } = await gateWorld({ operations: { default: 'deny', 'methods/get': ['notes:read'] } })
    const accessToken = await token()
    expect((await run(accessToken, undefined, { method: 'GET' })).allowed).toBe(true)
    expect((await run(accessToken, call('notes_wipe'), { method: 'GET' })).allowed).toBe(true)
    expect((await run(accessToken, undefined, { method: 'DELETE' })).allowed).toBe(false)
    expect((await run(accessToken, { jsonrpc: '2.0', id: 1, method: 'get' }, { method: 'POST' })).allowed).toBe(true)
  })
})

describe('scopes are necessary and not sufficient', () => {
  const admin = { scopes: ['notes:delete'], roles: ['admin'] }

  it('asks for the role after the scope, without a challenge [RS-65] [F-81]', async () => {
    const { run, token, events } = await gateWorld()
    expect(summary(await run(await token({ ...admin, roles: ['user'] }), call('notes_delete')))).toEqual({
      status: 403,
      challenge: undefined,
    })
    expect(events.at(-1)).toMatchObject({ reason: 'role_missing', operation: 'tools/notes_delete' })
    expect(summary(await run(await token({ ...admin, scopes: [] }), call('notes_delete'))).challenge).toContain(
      'notes:delete',
    )
    expect((await run(await token(admin), call('notes_delete'))).allowed).toBe(true)
  })

  it('denies what is denied, and what nobody named when there is no default [RS-65]', async () => {
    const everything = { scopes: ['notes:read', 'notes:write', 'notes:delete'], roles: ['admin'] }
    const { run, token } = await gateWorld()
    const denied = await run(await token(everything), call('notes_wipe'))
    expect(summary(denied)).toEqual({ status: 403, challenge: undefined })
    expect(replyOf(denied).body).toBe('{"jsonrpc":"2.0","error":{"code":403,"message":"Forbidden"},"id":1}')
    const strict = await gateWorld({ operations: { 'tools/notes_list': [] } })
    expect(summary(await strict.run(await strict.token(everything), call('constructor'))).status).toBe(403)
    expect((await strict.run(await strict.token(everything), call('notes_list'))).allowed).toBe(true)
  })

  it('asks the hook last, with who and what, and believes only true [RS-65]', async () => {
    const asked: unknown[] = []
    const answers: unknown[] = [true, false, undefined, 1, 'yes', Promise.resolve(true), Promise.resolve(false)]
    const { run, token } = await gateWorld({
      authorize: (request) => {
        asked.push(request)
        return answers.shift() as boolean
      },
    })
    const accessToken = await token()
    await run(await token({ scopes: [] }), call('notes_list'))
    await run(await token({ scopes: ['notes:delete'] }), call('notes_delete'))
    expect(asked).toEqual([])
    const allowed = []
    for (let i = 0; i < 7; i++) allowed.push((await run(accessToken, call('notes_list', i))).allowed)
    expect(allowed).toEqual([true, false, false, false, false, true, false])
    expect(asked[0]).toMatchObject({
      principal: { subject: 'alice' },
      operation: { key: 'tools/notes_list' },
      message: { method: 'tools/call' },
    })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('database down: password=hunter2')
      },
    ],
    ['rejects', () => Promise.reject(new Error('database down: password=hunter2'))],
  ])('refuses when the hook %s, and repeats nothing of it [RS-65] [RS-41]', async (_case, authorize) => {
    const { run, token, events } = await gateWorld({ authorize })
    const result = await run(await token(), call('notes_list'))
    expect(summary(result)).toEqual({ status: 500, challenge: undefined })
    expect(replyOf(result).body).toBe('')
    expect(events.map(({ kind }) => kind)).toEqual(['internal.failed', 'request.refused'])
    expect(JSON.stringify(events)).not.toContain('hunter2')
  })
})

describe('the hint for strangers', () => {
  it.each([
    ['tools/call', 'notes_add', 'notes:read notes:write'],
    ['tools/call', 'notes_delete', 'notes:delete'],
    ['tools/call', 'notes_list', 'notes:read'],
    ['tools/call', 'notes_wipe', 'notes:read'],
    ['tools/list', undefined, 'notes:read'],
  ])('names the scopes of %s %s [RS-08]', async (method, name, scope) => {
    const { gate, admit } = await gateWorld()
    const headers = [['mcp-method', method] as const, ...(name === undefined ? [] : [['mcp-name', name] as const])]
    expect(summary(await gate.admit(facts({ headers }))).challenge).toBe(
      `Bearer resource_metadata="${METADATA_URL}", scope="${scope}"`,
    )
    expect(summary(await admit('bad', { headers })).challenge).toContain(`scope="${scope}"`)
  })

  it('falls back to the baseline, and never suggests offline_access [RS-08] [RS-09]', async () => {
    const operations = { default: 'deny', 'tools/x': ['x:use'] } as const
    const { gate } = await gateWorld({ operations, baselineScopes: ['offline_access', 'notes:read'] })
    expect(summary(await gate.admit(facts())).challenge).toMatch(/scope="notes:read"$/)
    const none = await gateWorld({ operations })
    expect(summary(await none.gate.admit(facts())).challenge).toBe(`Bearer resource_metadata="${METADATA_URL}"`)
  })

  it.each(['initialize', 'server/discover'])(
    'names what clients start with when they say %s [RS-08]',
    async (method) => {
      const { gate } = await gateWorld({ baselineScopes: ['notes:read', 'notes:write'] })
      expect(summary(await gate.admit(facts({ headers: [['mcp-method', method]] }))).challenge).toMatch(
        /scope="notes:read notes:write"$/,
      )
    },
  )

  it('cannot be used to break the header [RS-08] [RS-13]', async () => {
    const { gate } = await gateWorld()
    for (const name of ['"', '\r\nset-cookie: a=b', 'x", error="', '\u0000']) {
      const headers = [['mcp-method', 'tools/call'] as const, ['mcp-name', name] as const]
      expect(summary(await gate.admit(facts({ headers }))).challenge).toBe(
        `Bearer resource_metadata="${METADATA_URL}", scope="notes:read"`,
      )
    }
  })
})
