import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createOperationPolicy,
  decideAccess,
  operationOf,
  type OperationRules,
} from '../../../src/policy/access/index.js'

describe('createOperationPolicy', () => {
  it.each([
    ['a missing prefix', { notes_add: [] }],
    ['a misspelled prefix', { 'tool/notes_add': [] }],
    ['a prefix alone', { 'tools/': [] }],
    ['a leading slash', { '/tools/a': [] }],
    ['tools/call as a method, which would never match', { 'methods/tools/call': [] }],
    ['resources/read as a method', { 'methods/resources/read': 'deny' }],
  ] as const)('refuses a key with %s, for its rule would protect nothing', (_case, rules) => {
    expect(() => createOperationPolicy(rules as unknown as OperationRules)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG', fix: expect.stringMatching(/\S/) as string }),
    )
  })

  it.each([
    ['a scope with a space [RS-68]', { 'tools/a': ['a b'] }],
    ['a scope with a quotation mark [RS-68]', { 'tools/a': { scope: ['a"'] } }],
    ['an empty scope [RS-68]', { 'tools/a': [''] }],
    ['offline_access [RS-09]', { 'tools/a': ['offline_access'] }],
    ['offline_access by default [RS-09]', { default: ['offline_access'] }],
    ['the word allow', { 'tools/a': 'allow' }],
    ['true', { 'tools/a': true }],
    ['an unknown member', { 'tools/a': { scopes: ['a'] } }],
    ['a cost of nothing', { 'tools/a': { cost: 0 } }],
    ['a broken cost', { 'tools/a': { cost: 1.5 } }],
    ['an empty role', { 'tools/a': { roles: [''] } }],
  ])('refuses a rule with %s', (_case, rules) => {
    const create = () => createOperationPolicy(rules as unknown as OperationRules)
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it('denies what no rule names [RS-69]', () => {
    const policy = createOperationPolicy({ 'tools/a': [] })
    expect(policy.for({ key: 'tools/b' })).toEqual({ kind: 'deny' })
    expect(policy.for({ key: 'methods/tools/call' })).toEqual({ kind: 'deny' })
    expect(policy.for({ key: 'default' })).toEqual({ kind: 'deny' })
    expect(policy.scopesFor('tools/b')).toEqual([])
  })

  it('never allows an unnamed operation without the scopes of the default, whatever its name', () => {
    const policy = createOperationPolicy({ default: ['base'], 'tools/open': [] })
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'))
    fc.assert(
      fc.property(names, (name) => {
        fc.pre(name !== 'open')
        expect(policy.for({ key: `tools/${name}` })).toMatchObject({ kind: 'allow', scopes: ['base'] })
      }),
    )
  })

  it('denies by name what the default allows', () => {
    const policy = createOperationPolicy({ default: [], 'tools/wipe': 'deny' })
    expect(policy.for({ key: 'tools/wipe' })).toEqual({ kind: 'deny' })
  })

  it('treats a tool called like an object member as any other tool', () => {
    const policy = createOperationPolicy({ 'tools/__proto__': ['a'], 'tools/constructor': 'deny', default: ['b'] })
    expect(policy.for({ key: 'tools/__proto__' })).toMatchObject({ scopes: ['a'] })
    expect(policy.for({ key: 'tools/constructor' })).toEqual({ kind: 'deny' })
    expect(policy.for({ key: '__proto__' })).toMatchObject({ scopes: ['b'] })
  })

  it('finds the rule of a resource in whatever spelling it is asked for or configured [RS-69]', () => {
    const policy = createOperationPolicy({ default: [], 'resources/https://H.example/secret': 'deny' })
    const message = { method: 'resources/read', params: { uri: 'HTTPS://h.example/x/../secret' } }
    expect(policy.for(operationOf(message, 'POST'))).toEqual({ kind: 'deny' })
    expect(policy.for({ key: 'resources/https://h.example:443/secret' })).toEqual({ kind: 'deny' })
    expect(policy.for({ key: 'resources/https://h.example/other' })).toMatchObject({ kind: 'allow' })
  })

  describe('a resource without a rule of its own', () => {
    const SECRET = 'file:///srv/keys.pem'
    const others = [
      'file:///srv/%6beys.pem',
      'file:///srv/keys.pem?',
      `${SECRET}?x=1`,
      `${SECRET}#x`,
      `${SECRET}?%ff#%ff`,
    ]

    it.each(others)('is judged as what a handler will open: %s [RS-69]', (uri) => {
      expect(fileURLToPath(uri)).toBe('/srv/keys.pem')
      const denied = createOperationPolicy({ default: [], [`resources/${SECRET}`]: 'deny' })
      const read = { method: 'resources/read', params: { uri } }
      expect(denied.judge(read, 'POST').verdict).toEqual({ kind: 'deny' })
      const listen = { method: 'subscriptions/listen', params: { notifications: { resourceSubscriptions: [uri] } } }
      expect(denied.judge(listen, 'POST').verdict).toEqual({ kind: 'deny' })
      const dear = createOperationPolicy({
        default: ['a'],
        [`resources/${SECRET}`]: { scope: ['b'], roles: ['r'], cost: 5 },
      })
      expect(dear.judge(read, 'POST').verdict).toMatchObject({ scopes: ['a', 'b'], roles: ['r'], cost: 5 })
      expect(dear.judge({ method: 'resources/read', params: { uri: SECRET } }, 'POST').verdict).toMatchObject({
        scopes: ['b'],
      })
    })

    it.each(others)('gets nothing from a rule that would let more through than the default: %s [RS-69]', (uri) => {
      const open = createOperationPolicy({ [`resources/${SECRET}`]: [] })
      expect(open.for({ key: `resources/${uri}` })).toEqual({ kind: 'deny' })
    })

    it('takes the rules of all that it may be, with the roles of each [RS-65] [RS-69]', () => {
      const policy = createOperationPolicy({
        default: { roles: ['member'] },
        'resources/x://a': { roles: ['reader'] },
        'resources/x://%61': { roles: ['auditor'] },
        'methods/subscriptions/listen': [],
      })
      const listen = {
        method: 'subscriptions/listen',
        params: { notifications: { resourceSubscriptions: ['x://a?b'] } },
      }
      const { verdict } = policy.judge(listen, 'POST')
      for (const roles of [['member'], ['member', 'reader'], ['reader', 'auditor']]) {
        expect(decideAccess(verdict, { roles }, [])).toEqual({ allowed: false, reason: 'role_missing' })
      }
      expect(decideAccess(verdict, { roles: ['member', 'reader', 'auditor'] }, [])).toEqual({ allowed: true })
    })

    it('is not judged by its neighbours [RS-69]', () => {
      const policy = createOperationPolicy({ default: [], 'resources/x://h/a?id=1': 'deny', 'tools/%61': 'deny' })
      for (const key of [
        'resources/x://h/a?id=2',
        'resources/x://h/a',
        'resources/x://h/a/b',
        'tools/a',
        'resources/%ff',
      ]) {
        expect(policy.for({ key })).toMatchObject({ kind: 'allow' })
      }
    })
  })

  it('refuses two rules for one resource', () => {
    const create = () => createOperationPolicy({ 'resources/n://a/b': [], 'resources/N://a/b': 'deny' })
    expect(create).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it('does not change when its options do', () => {
    const scope = ['a']
    const rules: Record<string, readonly string[]> = { 'tools/a': scope }
    const policy = createOperationPolicy(rules)
    scope.pop()
    rules['tools/b'] = []
    expect(policy.for({ key: 'tools/a' })).toMatchObject({ scopes: ['a'] })
    expect(policy.for({ key: 'tools/b' })).toEqual({ kind: 'deny' })
  })

  it('gives all scopes of an operation at once, always in the same order [RS-61] [RS-64] [RS-08]', () => {
    const policy = createOperationPolicy({
      default: ['z'],
      'tools/a': { scope: ['b', 'a', 'b'], roles: ['admin'], cost: 5 },
    })
    expect(policy.for({ key: 'tools/a' })).toEqual({ kind: 'allow', scopes: ['a', 'b'], roles: ['admin'], cost: 5 })
    expect(policy.scopesFor('tools/a')).toEqual(['a', 'b'])
    expect(policy.scopes).toEqual(['a', 'b', 'z'])
    expect(policy.for({ key: 'tools/x' })).toEqual({ kind: 'allow', scopes: ['z'], roles: [], cost: 1 })
  })
})

describe('decideAccess', () => {
  const policy = createOperationPolicy({
    'tools/delete': { scope: ['delete'], roles: ['admin', 'editor'] },
    'tools/a': ['a'],
  })
  const verdict = policy.for({ key: 'tools/delete' })

  it.each([
    ['nobody may run it', policy.for({ key: 'tools/none' }), ['admin'], [], 'operation_denied'],
    ['a scope is missing, whatever the role', verdict, ['admin'], ['delete'], 'insufficient_scope'],
    ['the scopes are there and the role is not', verdict, ['guest'], [], 'role_missing'],
    ['there are no roles at all', verdict, [], [], 'role_missing'],
  ] as const)('refuses when %s [RS-65]', (_case, rule, roles, missing, reason) => {
    expect(decideAccess(rule, { roles }, missing)).toEqual({ allowed: false, reason })
  })

  it('allows with the scopes and one of the roles [RS-65]', () => {
    expect(decideAccess(verdict, { roles: ['editor'] }, [])).toEqual({ allowed: true })
    expect(decideAccess(policy.for({ key: 'tools/a' }), { roles: [] }, [])).toEqual({ allowed: true })
  })
})
