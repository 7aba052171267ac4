import { expect, it } from 'vitest'
import { authorizedMessage } from '../../../src/compositions/resource-server/index.js'
import { createStdioGuard } from '../../../src/host/sdk/index.js'
import { createSession } from '../../../src/host/sdk/session.js'
import { alice, testGuard } from './support.js'

const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'add' } }

/** What the gate makes of a call (docs/decisions/message-beside-caller.md). */
const withMessage = { ...alice, extra: { ...alice.extra, [Symbol.for('@sallyport/core/message')]: () => message } }

it.each(['seen', 'bind', 'enter'] as const)(
  'knows its owner, and keeps no message of a client for as long as it lives: %s [ST-23] [ST-24]',
  (how) => {
    const access = testGuard().sallyport.access()
    const session = createSession(access)
    session[how](withMessage)
    expect(authorizedMessage(withMessage)).toBe(message)
    expect(authorizedMessage(session.authInfo)).toBeUndefined()
    expect(access.principalOf(session.authInfo)).toEqual(access.principalOf(alice))
  },
)

it('knows the person of a process by identity [LO-01]', () => {
  const access = createStdioGuard({ operations: { default: [] }, audit: [] })
  const session = createSession(access)
  session.seen(access.localAuthInfo)
  expect(access.principalOf(session.authInfo)).toMatchObject({ subject: 'local' })
})

it.each([undefined, null, 'text', {}, { extra: null }])('is nobody’s behind %j [ST-20]', (authInfo) => {
  const access = testGuard().sallyport.access()
  const session = createSession(access)
  session.bind(authInfo)
  expect(access.principalOf(session.authInfo)).toBeUndefined()
  expect(session.admits('anybody')).toBe(false)
  expect(session.enter(alice)).toBeUndefined()
})
