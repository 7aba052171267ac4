import { describe, expect, it } from 'vitest'
import { callerOf } from '../../../src/host/sdk/index.js'

const authInfo = {
  token: 'sallyport:t1',
  clientId: 'c1',
  scopes: ['notes:read'],
  expiresAt: 1,
  extra: { subject: 's1', issuer: 'https://as.example', roles: ['admin'], grantId: 'g1' },
}
const caller = {
  subject: 's1',
  issuer: 'https://as.example',
  clientId: 'c1',
  scopes: ['notes:read'],
  roles: ['admin'],
  grantId: 'g1',
}

describe('callerOf', () => {
  it.each([
    ['nothing', undefined],
    ['no authInfo', { sessionId: 'x' }],
    ['authInfo of another gate', { authInfo: { token: 't', clientId: 'c1', scopes: [] } }],
    ['a subject that is no text', { authInfo: { ...authInfo, extra: { ...authInfo.extra, subject: 7 } } }],
  ])('refuses %s [RS-20]', (_case, extra) => {
    expect(() => callerOf(extra)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }) as Error)
  })

  it('reads what version 1 and version 2 of the SDK hand to handlers', () => {
    expect(callerOf({ authInfo, sessionId: 'x' })).toEqual(caller)
    expect(callerOf({ http: { authInfo }, mcpReq: {} })).toEqual(caller)
  })
})
