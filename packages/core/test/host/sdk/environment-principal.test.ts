import { afterEach, describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { createStdioGuard, environmentPrincipal } from '../../../src/host/sdk/index.js'

type Env = Record<string, string | undefined>

const names = { subject: 'NOTES_USER', scopes: 'NOTES_SCOPES', roles: 'NOTES_ROLES' }
const read = (env: Env) => environmentPrincipal({ ...names, env })

function refusalOf(act: () => unknown): ConfigError {
  try {
    act()
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('environmentPrincipal', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('reads the person, scopes and roles, whatever space stands between them [LO-01]', () => {
    const env = { NOTES_USER: ' alice\n', NOTES_SCOPES: ' notes:read\t notes:write ', NOTES_ROLES: 'admin  owner' }
    expect(read(env)).toEqual({ subject: 'alice', scopes: ['notes:read', 'notes:write'], roles: ['admin', 'owner'] })
  })

  it.each([undefined, '', ' \t'])('gives no scopes and no roles where their variable holds %j [LO-01]', (value) => {
    const env = { NOTES_USER: 'alice', NOTES_SCOPES: value, NOTES_ROLES: value }
    expect(read(env)).toEqual({ subject: 'alice', scopes: [], roles: [] })
  })

  it('reads the environment of the process, once [LO-01]', () => {
    vi.stubEnv('NOTES_USER', 'alice')
    const principal = environmentPrincipal({ subject: 'NOTES_USER' })
    vi.stubEnv('NOTES_USER', 'mallory')
    expect(principal.subject).toBe('alice')
    expect(() => Object.assign(principal, { subject: 'mallory' })).toThrow(TypeError)
  })

  it.each<[string, Env]>([
    ['missing', {}],
    ['undefined', { NOTES_USER: undefined }],
    ['empty', { NOTES_USER: '' }],
    ['blank', { NOTES_USER: ' \t\r\n\u00a0' }],
    ['called differently', { notes_user: 'alice', USER: 'alice' }],
  ])('refuses to start, and names the variable, where it is %s [LO-01]', (_case, env) => {
    const error = refusalOf(() => read(env))
    expect(error.message).toContain('NOTES_USER')
    expect(error.problem).toBe('the variable is not set.')
    expect(error.helpUrl).toContain('#environmentprincipal')
  })

  it.each([
    ['a space inside', 'alice smith'],
    ['a line break inside', 'alice\nmallory'],
    ['a zero byte', 'alice\0'],
    ['a terminal sequence', '\u001b[2Jalice'],
    ['a direction mark', 'alice\u202e'],
    ['a letter that looks like another', '\u0430lice'],
    ['more than 256 characters', 'a'.repeat(257)],
  ])('refuses a person with %s, and does not repeat it [LO-01]', (_case, value) => {
    const error = refusalOf(() => read({ NOTES_USER: value }))
    expect(error.problem).toBe('the variable holds no name.')
    expect(JSON.stringify(error) + error.message).not.toContain('lice')
    expect(error.message).not.toContain('aaaa')
  })

  it.each(['notes:read "s3cret"', 's3cret\\', 's3cret\0', 's3crét', 's3cret offline_access'])(
    'refuses the scopes %j, and does not repeat them [LO-01]',
    (value) => {
      const error = refusalOf(() => read({ NOTES_USER: 'alice', NOTES_SCOPES: value }))
      expect(error.message).toContain('NOTES_SCOPES')
      expect(JSON.stringify(error) + error.message).not.toMatch(/s3cr|notes:read/)
    },
  )

  it.each(['constructor', 'toString', '__proto__'])('takes %s for a variable that nobody set [LO-01]', (subject) => {
    expect(refusalOf(() => environmentPrincipal({ subject, env: {} })).problem).toBe('the variable is not set.')
    const principal = environmentPrincipal({ subject: 'U', scopes: subject, roles: subject, env: { U: 'alice' } })
    expect(principal).toEqual({ subject: 'alice', scopes: [], roles: [] })
  })

  it.each([
    {},
    { subject: '' },
    { subject: 'U', scope: 'S' },
    { subject: 'U', env: null },
    { subject: 'U', scopes: '' },
  ])('refuses the options %j [LO-01]', (options) => {
    expect(refusalOf(() => environmentPrincipal(options as never)).code).toBe('ERR_CONFIG')
  })

  it('gives a guard the rights of the person, and no others [LO-01] [TL-02]', () => {
    const operations = { 'tools/add': ['notes:write'], 'tools/wipe': { scope: [], roles: ['admin'] } }
    const decide = (env: Env, name: string) => {
      const guard = createStdioGuard({ operations, principal: read({ NOTES_USER: 'alice', ...env }), audit: [] })
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } }
      return guard.decide(message, guard.localAuthInfo)
    }
    expect(decide({ NOTES_SCOPES: 'notes:write' }, 'add')).toMatchObject({ allowed: true })
    expect(decide({ NOTES_SCOPES: 'notes:writer NOTES:WRITE' }, 'add')).toMatchObject({ allowed: false })
    expect(decide({ NOTES_ROLES: 'admin' }, 'wipe')).toMatchObject({ allowed: true })
    expect(decide({ NOTES_ROLES: 'admins' }, 'wipe')).toMatchObject({ allowed: false, reason: 'role_missing' })
  })
})
