import { describe, expect, it } from 'vitest'
import { createOperationPolicy, decideAccess } from '../../../src/policy/access/index.js'

const policy = createOperationPolicy({
  default: ['base'],
  'methods/subscriptions/listen': { scope: ['listen'], cost: 2 },
  'resources/notes://a': { scope: ['a'], roles: ['editor', 'admin'], cost: 5 },
  'resources/notes://b': { scope: ['b'], roles: ['auditor'] },
  'resources/notes://secret': 'deny',
})

const listen = (notifications: unknown) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'subscriptions/listen',
  params: { notifications },
})
const judge = (notifications: unknown) => policy.judge(listen(notifications), 'POST').verdict
const deny = { kind: 'deny' }

describe('subscriptions/listen', () => {
  it('takes its own rule when it names no resource [ST-63]', () => {
    for (const filter of [undefined, {}, { toolsListChanged: true }, { resourceSubscriptions: null }]) {
      expect(judge(filter)).toEqual({ kind: 'allow', scopes: ['listen'], roles: [], cost: 2 })
    }
  })

  it('takes the rule of each resource that it names, all scopes at once, the dearest cost once [ST-63] [RS-61]', () => {
    expect(judge({ resourceSubscriptions: ['notes://b', 'notes://a', 'notes://x', 'notes://a'] })).toEqual({
      kind: 'allow',
      scopes: ['a', 'b', 'base', 'listen'],
      roles: ['auditor'],
      furtherRoles: [['editor', 'admin']],
      cost: 5,
    })
  })

  it('takes a role of each resource, not one for all [ST-63]', () => {
    const verdict = judge({ resourceSubscriptions: ['notes://a', 'notes://b'] })
    for (const roles of [[], ['auditor'], ['editor'], ['editor', 'admin']]) {
      expect(decideAccess(verdict, { roles }, [])).toEqual({ allowed: false, reason: 'role_missing' })
    }
    expect(decideAccess(verdict, { roles: ['auditor', 'admin'] }, [])).toEqual({ allowed: true })
  })

  it.each(['notes://secret', 'NOTES://secret', ' notes://secret'])(
    'is denied as a whole for %s among others [ST-63]',
    (uri) => {
      expect(judge({ resourceSubscriptions: ['notes://a', uri] })).toEqual(deny)
    },
  )

  it.each([
    ['notes://a'],
    [{}],
    [['notes://a', 7]],
    [[null]],
    [[['notes://secret']]],
    [Array(1_001).fill('notes://a')],
  ])('is denied with resources in another form [ST-63]', (resourceSubscriptions) => {
    expect(judge({ resourceSubscriptions })).toEqual(deny)
  })

  it('is denied where its own rule denies [ST-63]', () => {
    const closed = createOperationPolicy({ 'resources/notes://a': [] })
    expect(closed.judge(listen({ resourceSubscriptions: ['notes://a'] }), 'POST').verdict).toEqual(deny)
  })

  it('is judged by its body, other messages by one rule [RS-69]', () => {
    const other = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/list',
      params: { notifications: { resourceSubscriptions: 7 } },
    }
    expect(policy.judge(other, 'POST').verdict).toMatchObject({ scopes: ['base'] })
    expect(policy.judge(listen({ resourceSubscriptions: ['notes://secret'] }), 'POST').operation.key).toBe(
      'methods/subscriptions/listen',
    )
    expect(policy.judge(undefined, 'GET').operation.key).toBe('methods/get')
  })
})
