import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fakeRuntime } from '../../../src/host/testing/index.js'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import {
  createConsents,
  findCovering,
  hasApprovedRedirect,
  type Agreement,
  type Approval,
  type ConsentsOptions,
} from '../../../src/services/consent/index.js'
import { memoryStore } from '../../../src/store/index.js'

const HOUR = 3_600_000

const AGREED: Agreement = {
  subject: 'alice',
  clientId: 'c_one',
  redirectUri: 'https://app.example/cb',
  resource: 'https://notes.example/mcp',
  scopes: ['notes:read', 'notes:write'],
  offline: false,
}

function consentWorld(options: Partial<ConsentsOptions> = {}) {
  const runtime = fakeRuntime()
  const store = memoryStore({}, runtime)
  const cookieSealer = createSealer([{ kid: 'k1', secret: new Uint8Array(32).fill(1) }], 'cookies')
  const issuer = 'https://notes.example'
  const consents = createConsents({ issuer, records: store.records, cookieSealer, ...options }, runtime)
  return { runtime, store, consents }
}

const sent = (setCookie: string): string => setCookie.split(';')[0]!

it('finds an agreement again in the browser that refers to it [PX-03] [PX-04]', async () => {
  const { consents } = consentWorld()
  const cookie = await consents.store(AGREED, null)
  expect(await consents.approvalsOf(sent(cookie))).toMatchObject([AGREED])
  expect(await consents.approvalsOf(null)).toEqual([])
})

it('keeps one record for one agreement, and starts its day anew [F-15]', async () => {
  const { consents, store, runtime } = consentWorld()
  await consents.store(AGREED, null)
  runtime.advance(23 * HOUR)
  const cookie = await consents.store({ ...AGREED, scopes: AGREED.scopes.toReversed() }, null)
  expect((await store.records.listByIndex('user:alice', undefined, 10)).keys).toHaveLength(1)
  runtime.advance(HOUR + 1)
  expect(await consents.approvalsOf(sent(cookie))).toHaveLength(1)
})

it('asks again after a day, whatever a browser says [F-15]', async () => {
  const { consents, runtime } = consentWorld({ lifetimeMs: HOUR })
  const cookie = await consents.store(AGREED, null)
  const [approval] = await consents.approvalsOf(sent(cookie))
  expect(await consents.isLive(approval!.consentId)).toBe(true)
  runtime.advance(HOUR)
  expect(await consents.approvalsOf(sent(cookie))).toEqual([])
  expect(await consents.isLive(approval!.consentId)).toBe(false)
})

it('refers to ten agreements of one person at most, and to nobody else’s [F-17] [PX-03]', async () => {
  const { consents } = consentWorld()
  let cookie = ''
  for (let client = 0; client < 12; client++) {
    cookie = await consents.store({ ...AGREED, clientId: `c_${client}` }, cookie === '' ? null : sent(cookie))
  }
  const known = await consents.approvalsOf(sent(cookie))
  expect(known.map(({ clientId }) => clientId)).toEqual(Array.from({ length: 10 }, (_, i) => `c_${11 - i}`))
  expect(sent(cookie).length).toBeLessThan(4096)
  const bobs = await consents.store({ ...AGREED, subject: 'bob' }, sent(cookie))
  expect((await consents.approvalsOf(sent(bobs))).map(({ subject }) => subject)).toEqual(['bob'])
})

it('takes neither a cookie of another issuer nor one that stands twice [PX-12]', async () => {
  const { consents, store, runtime } = consentWorld()
  const cookieSealer = createSealer([{ kid: 'k1', secret: new Uint8Array(32).fill(1) }], 'cookies')
  const tenant = createConsents(
    { issuer: 'https://notes.example/tenant', records: store.records, cookieSealer },
    runtime,
  )
  const cookie = sent(await tenant.store(AGREED, null))
  expect(await consents.approvalsOf(cookie)).toEqual([])
  const own = sent(await consents.store(AGREED, null))
  expect(await consents.approvalsOf(`${own}; ${own}`)).toEqual([])
})

it('withdraws the agreements of one person with one client before it ends the grants [AS-59]', async () => {
  const { consents, store } = consentWorld()
  await consents.store(AGREED, null)
  await consents.store({ ...AGREED, scopes: ['notes:read'] }, null)
  await consents.store({ ...AGREED, clientId: 'c_two' }, null)
  await consents.store({ ...AGREED, subject: 'bob' }, null)
  const seen: string[] = []
  const ended = await consents.withdraw('alice', 'c_one', {
    listBySubject: async () => [
      { grantId: 'g1', clientId: 'c_one' },
      { grantId: 'g2', clientId: 'c_two' },
    ],
    async revoke(grantId) {
      const { keys } = await store.records.listByIndex('user:alice', undefined, 10)
      const live = await Promise.all(keys.map((key) => store.records.get(key)))
      seen.push(`${grantId} with ${live.filter(Boolean).length} left`)
    },
  })
  expect(ended).toBe(1)
  expect(seen).toEqual(['g1 with 1 left'])
  expect((await store.records.listByIndex('user:bob', undefined, 10)).keys).toHaveLength(1)
})

it('lists the agreements of one person from every browser, until they expire [PX-03]', async () => {
  const { consents, runtime } = consentWorld()
  await consents.store(AGREED, null)
  await consents.store({ ...AGREED, clientId: 'c_two' }, null)
  await consents.store({ ...AGREED, subject: 'bob' }, null)
  const found = await consents.listBySubject('alice')
  expect(found.map(({ clientId }) => clientId).sort()).toEqual(['c_one', 'c_two'])
  expect(found[0]).toMatchObject({ subject: 'alice', resource: AGREED.resource })
  runtime.advance(24 * 3_600_000)
  expect(await consents.listBySubject('alice')).toEqual([])
})

it.each([
  ['a person', { subject: 'alice' }, ['bob c_one']],
  ['a client', { clientId: 'c_one' }, ['alice c_two']],
  ['nobody', { subject: 'c_one' }, ['alice c_one', 'alice c_two', 'bob c_one']],
])('ends all agreements of %s, and no other [AS-59] [PX-03]', async (_case, of, left) => {
  const { consents } = consentWorld()
  await consents.store(AGREED, null)
  await consents.store({ ...AGREED, clientId: 'c_two' }, null)
  await consents.store({ ...AGREED, subject: 'bob' }, null)
  await consents.endAll(of)
  const found = [...(await consents.listBySubject('alice')), ...(await consents.listBySubject('bob'))]
  expect(found.map(({ subject, clientId }) => `${subject} ${clientId}`).sort()).toEqual(left)
})

it('ends more agreements than fit on a page of the index, whatever else lies in it', async () => {
  const { consents, store, runtime } = consentWorld()
  for (let i = 0; i < 150; i++) await consents.store({ ...AGREED, clientId: `c_${String(i)}` }, null)
  const options = { expiresAtMs: runtime.nowMs() + 1_000, indexes: ['user:alice'] }
  await store.records.putIfAbsent('grant:alice', '{}', options)
  await consents.endAll({ subject: 'alice' })
  expect(await consents.listBySubject('alice')).toEqual([])
  expect((await store.records.listByIndex('user:alice', undefined, 10)).keys).toEqual(['grant:alice'])
})

const approval: Approval = { ...AGREED, consentId: 'x' }
const question = { ...AGREED, redirectKind: 'https' } as const

it.each([
  ['another client', { clientId: 'c_two' }],
  ['another redirect', { redirectUri: 'https://app.example/other' }],
  ['another resource', { resource: 'https://notes.example/admin' }],
  ['one more scope', { scopes: ['notes:read', 'notes:erase'] }],
  ['a lasting access', { offline: true }],
  ['a loopback redirect', { redirectKind: 'loopback' }],
  ['a private-use redirect', { redirectKind: 'private-use' }],
] as const)('does not cover %s [PX-13] [PX-14]', (_case, change) => {
  expect(findCovering([approval], { ...question, ...change })).toBeUndefined()
})

it('covers every subset of the scopes, and nothing beyond them [PX-14]', () => {
  const names = ['a', 'b', 'c', 'd']
  fc.assert(
    fc.property(
      fc.subarray(names),
      fc.subarray(names),
      fc.boolean(),
      fc.boolean(),
      (has, wants, hasOffline, wantsOffline) => {
        const found = findCovering([{ ...approval, scopes: has, offline: hasOffline }], {
          ...question,
          scopes: wants,
          offline: wantsOffline,
        })
        expect(found !== undefined).toBe(wants.every((scope) => has.includes(scope)) && (hasOffline || !wantsOffline))
      },
    ),
  )
})

it('knows a redirect as approved only for its client [AS-13]', () => {
  expect(hasApprovedRedirect([approval], AGREED)).toBe(true)
  expect(hasApprovedRedirect([approval], { ...AGREED, clientId: 'c_two' })).toBe(false)
  expect(hasApprovedRedirect([approval], { ...AGREED, redirectUri: 'https://app.example/other' })).toBe(false)
})

it('refuses to let a browser refer to consent for longer than two hours [F-17]', () => {
  expect(() => consentWorld({ browserLifetimeMs: 2 * HOUR + 1 })).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG' }),
  )
})
