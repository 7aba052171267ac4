import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSealer } from '../../../src/primitives/sealing/index.js'
import { createRequestState, type StateCall } from '../../../src/services/request-state/index.js'
import { ALICE, CALL, newKey, setUp } from './support.js'

it('brings back what was sealed, to the same caller and the same call [EL-01]', async () => {
  const { state, events } = setUp()
  const payload = { step: 2, asked: ['confirm'], note: 'grüße', nothing: null }

  const sealed = await state.seal(payload, CALL)

  expect(await state.open(sealed, CALL)).toEqual(payload)
  expect(sealed).not.toContain(btoa('confirm').slice(0, 6))
  expect(events).toEqual([])
})

it('brings back any JSON value unchanged [EL-01]', async () => {
  const { state } = setUp()
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 5, noUnicodeString: true }), async (payload) => {
      const opened = await state.open(await state.seal(payload, CALL), CALL)
      expect(JSON.stringify(opened)).toBe(JSON.stringify(sorted(payload)))
    }),
    { numRuns: 50 },
  )
})

/** Canonical JSON writes members in order; what they hold is the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}

it.each<[string, (sealed: string) => string]>([
  ['with something behind it', (sealed) => `${sealed}-TAMPERED`],
  ['cut by one character', (sealed) => sealed.slice(0, -1)],
  ['cut in half', (sealed) => sealed.slice(0, sealed.length / 2)],
  ['empty', () => ''],
  [
    'with one character flipped',
    (sealed) => `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`,
  ],
  ['padded', (sealed) => `${sealed}=`],
  ['in standard base64', (sealed) => sealed.replaceAll('-', '+').replaceAll('_', '/') + '+'],
  ['with a newline at its end', (sealed) => `${sealed}\n`],
  ['with a space before it', (sealed) => ` ${sealed}`],
  ['percent-encoded', (sealed) => sealed.replace('.', '%2E')],
  ['encoded once more', (sealed) => btoa(sealed)],
  ['of another version', (sealed) => sealed.replace('v1.', 'v2.')],
  ['under another key id', (sealed) => sealed.replace('.s1.', '.s2.')],
  ['in clear', () => JSON.stringify({ step: 1 })],
])('refuses a state %s [EL-01]', async (_case, change) => {
  const { state, expectRefusal } = setUp()
  const sealed = await state.seal({ step: 1 }, CALL)
  await expectRefusal(state.open(change(sealed), CALL), 'state_unreadable')
})

it('refuses a state with any one bit flipped [EL-01]', async () => {
  const { state } = setUp()
  const sealed = await state.seal({ step: 1 }, CALL)
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
      const changed =
        sealed.slice(0, at) + String.fromCharCode(sealed.charCodeAt(at) ^ (1 << bit)) + sealed.slice(at + 1)
      await expect(state.open(changed, CALL)).rejects.toMatchObject({ code: -32602 })
    }),
  )
})

it('refuses a state that is too long before it looks at it [EL-01]', async () => {
  const { state, expectRefusal } = setUp({ maxLength: 1_024 })
  await expectRefusal(state.open('v1.s1.'.padEnd(1_025, 'A'), CALL), 'state_too_large')
})

it.each<[string, StateCall['principal']]>([
  ['another person', { ...ALICE, subject: 'bob' }],
  ['the same subject of another issuer', { ...ALICE, issuer: 'https://login.example.org' }],
  ['another client of the same person', { ...ALICE, clientId: 'c_2' }],
  ['a token for another resource', { ...ALICE, resource: 'https://notes.example.com/admin' }],
  ['nobody', undefined],
])('refuses the state of Alice to %s [EL-02]', async (_case, principal) => {
  const { state, expectRefusal } = setUp()
  const sealed = await state.seal({ step: 1 }, CALL)
  await expectRefusal(state.open(sealed, { ...CALL, principal }), 'state_unreadable')
})

it('binds the state of a server without authentication to the call alone [EL-04]', async () => {
  const { state, expectRefusal } = setUp()
  const open = { ...CALL, principal: undefined }
  const sealed = await state.seal({ step: 1 }, open)
  expect(await state.open(sealed, open)).toEqual({ step: 1 })
  await expectRefusal(state.open(sealed, { ...open, method: 'prompts/get' }), 'state_other_method')
  await expectRefusal(state.open(sealed, CALL), 'state_unreadable')
})

it('opens a state until its time is over, and not at that instant [EL-03]', async () => {
  const { state, runtime, expectRefusal } = setUp()
  const sealed = await state.seal({ step: 1 }, CALL)
  runtime.advance(599_999)
  expect(await state.open(sealed, CALL)).toEqual({ step: 1 })
  runtime.advance(1)
  await expectRefusal(state.open(sealed, CALL), 'state_expired')
})

const name = 'deploy'
it.each<[string, string, StateCall]>([
  ['another method', 'state_other_method', { ...CALL, method: 'prompts/get' }],
  [
    'another tool',
    'state_other_name',
    { ...CALL, params: { name: 'destroy', arguments: { env: 'test', replicas: 2 } } },
  ],
  ['another argument', 'state_other_params', { ...CALL, params: { name, arguments: { env: 'live', replicas: 2 } } }],
  [
    'one argument more',
    'state_other_params',
    { ...CALL, params: { name, arguments: { env: 'test', replicas: 2, x: 1 } } },
  ],
  ['one argument less', 'state_other_params', { ...CALL, params: { name, arguments: { env: 'test' } } }],
  [
    'an argument of another type',
    'state_other_params',
    { ...CALL, params: { name, arguments: { env: 'test', replicas: '2' } } },
  ],
  ['no params', 'state_other_name', { ...CALL, params: undefined }],
  [
    'params without a canonical form',
    'state_other_params',
    { ...CALL, params: { name, arguments: { env: '\ud800' } } },
  ],
])('refuses a state on %s [EL-04]', async (_case, reason, call) => {
  const { state, expectRefusal } = setUp()
  const sealed = await state.seal({ step: 1 }, CALL)
  await expectRefusal(state.open(sealed, call), reason)
})

it('tells resources apart by their uri [EL-04]', async () => {
  const { state, expectRefusal } = setUp()
  const call = { ...CALL, method: 'resources/read', params: { uri: 'note://1' } }
  const sealed = await state.seal(1, call)
  await expectRefusal(state.open(sealed, { ...call, params: { uri: 'note://2' } }), 'state_other_name')
})

it('does not mind what a retry changes, nor the order of members [EL-04] [EL-09]', async () => {
  const { state } = setUp()
  const sealed = await state.seal({ step: 1 }, CALL)
  const params = {
    requestState: sealed,
    inputResponses: { confirm: { action: 'accept' } },
    _meta: { progressToken: 7 },
    arguments: { replicas: 2, env: 'test' },
    name: 'deploy',
  }
  expect(await state.open(sealed, { ...CALL, params })).toEqual({ step: 1 })
})

it('is used once where a store remembers it [EL-05]', async () => {
  const { runtime, state, expectRefusal } = setUp({}, true)
  const sealed = await state.seal({ step: 1 }, CALL)
  runtime.advance(1)
  expect(await state.open(sealed, CALL)).toEqual({ step: 1 })
  await expectRefusal(state.open(sealed, CALL), 'state_replayed')
})

it('lets exactly one of 50 parallel uses through [EL-05]', async () => {
  const { state, events } = setUp({}, true)
  const sealed = await state.seal({ step: 1 }, CALL)

  const results = await Promise.allSettled(Array.from({ length: 50 }, () => state.open(sealed, CALL)))

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(events.filter(({ reason }) => reason === 'state_replayed')).toHaveLength(49)
})

it('is not used up by those who may not use it [EL-05]', async () => {
  const { state } = setUp({}, true)
  const sealed = await state.seal({ step: 1 }, CALL)
  await expect(state.open(sealed, { ...CALL, principal: { ...ALICE, subject: 'bob' } })).rejects.toThrow()
  await expect(state.open(sealed, { ...CALL, method: 'prompts/get' })).rejects.toThrow()
  expect(await state.open(sealed, CALL)).toEqual({ step: 1 })
})

it('remembers a use for longer than the state lives [EL-05]', async () => {
  const written: number[] = []
  const once = {
    putIfAbsent: (_key: string, _value: string, { expiresAtMs }: { expiresAtMs: number }) => {
      written.push(expiresAtMs)
      return Promise.resolve({ inserted: true as const, version: '1' })
    },
  }
  const { runtime, state } = setUp({ once, lifetimeMs: 5_000 })
  await state.open(await state.seal(1, CALL), CALL)
  expect(written).toEqual([runtime.nowMs() + 65_000])
})

it('does not open under a foreign key with the same id [EL-06]', async () => {
  const { state } = setUp()
  const other = setUp()
  await other.expectRefusal(other.state.open(await state.seal(1, CALL), CALL), 'state_unreadable')
})

it('does not open what the same key sealed for another purpose [EL-06]', async () => {
  const { keys, state, expectRefusal } = setUp()
  const owner = JSON.stringify([ALICE.issuer, ALICE.subject, ALICE.clientId, ALICE.resource])
  const form = await createSealer(keys, 'sealing').seal('{"payload":1}', owner)
  await expectRefusal(state.open(form, CALL), 'state_unreadable')
})

it('opens the states of a rotated key until they expire, and none of a key that is gone [EL-06]', async () => {
  const [older, newer] = [newKey('older'), newKey('newer')]
  const before = setUp({ keys: [older] })
  const sealed = await before.state.seal({ step: 1 }, CALL)

  const rotated = setUp({ keys: [newer, older] })
  expect(await rotated.state.open(sealed, CALL)).toEqual({ step: 1 })
  expect(await rotated.state.seal(1, CALL)).toMatch(/^v1\.newer\./)
  rotated.runtime.advance(600_000)
  await rotated.expectRefusal(rotated.state.open(sealed, CALL), 'state_expired')

  const retired = setUp({ keys: [newer] })
  await retired.expectRefusal(retired.state.open(sealed, CALL), 'state_unreadable')
})

it.each<[string, unknown]>([
  ['undefined', undefined],
  ['a function', () => 1],
  ['a date', new Date(0)],
  ['not a number', NaN],
])('does not seal %s, which would come back as something else [EL-01]', async (_case, payload) => {
  await expect(setUp().state.seal(payload, CALL)).rejects.toThrow(TypeError)
})

it('does not seal what would be too long, or too deep, to come back [EL-01]', async () => {
  const { state } = setUp({ maxLength: 1_024 })
  await expect(state.seal('x'.repeat(1_024), CALL)).rejects.toThrow(RangeError)
  const deep: unknown = JSON.parse('['.repeat(64) + ']'.repeat(64))
  await expect(state.seal(deep, CALL)).rejects.toThrow(RangeError)
})

it.each([
  ['no key', { keys: [] }],
  ['a lifetime of nothing', { keys: [newKey('s')], lifetimeMs: 0 }],
  ['a lifetime of more than a day', { keys: [newKey('s')], lifetimeMs: 86_400_001 }],
  ['an unknown option', { keys: [newKey('s')], ttlSeconds: 600 }],
])('does not start with %s [EL-03] [EL-06]', (_case, options) => {
  expect(() => createRequestState(options, { record: () => undefined })).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG' }) as Error,
  )
})
