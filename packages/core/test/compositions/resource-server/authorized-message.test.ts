import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { authorizedMessage } from '../../../src/compositions/resource-server/index.js'
import { call, gateWorld } from './fixture.js'

async function allowed(message: unknown) {
  const { run, token } = await gateWorld()
  const result = await run(await token(), message)
  if (!result.allowed) throw new Error('refused')
  return result.authInfo
}

it('knows which message was let through, also from a copy that an SDK made [EL-04]', async () => {
  const message = call('notes_list')
  const authInfo = await allowed(message)
  expect(authorizedMessage(authInfo)).toBe(message)
  expect(authorizedMessage({ ...authInfo, extra: { ...authInfo.extra } })).toBe(message)
})

it('keeps the message out of what a tool lists, writes or logs of its caller [EL-04]', async () => {
  const message = { ...call('notes_list'), params: { name: 'notes_list', arguments: { note: 'private' } } }
  const { extra } = await allowed(message)
  for (const text of [JSON.stringify(extra), Object.keys(extra).join(), inspect(extra, { depth: 9 })]) {
    expect(text).not.toContain('private')
  }
  expect(structuredClone(extra)).not.toHaveProperty('message')
})

it.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'x'],
  ['an AuthInfo that the gate did not make', { token: 'x', extra: { subject: 'alice', message: { method: 'x' } } }],
  ['an AuthInfo without extra', { token: 'x' }],
  ['a message that came as data', { extra: { [Symbol.for('@sallyport/core/message')]: { method: 'x' } } }],
])('reads no message from %s [EL-04]', (_case, authInfo) => {
  expect(authorizedMessage(authInfo)).toBeUndefined()
})
