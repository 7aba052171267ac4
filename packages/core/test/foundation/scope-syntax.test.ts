import { describe, expect, it } from 'vitest'
import { assertScopeName, isLoopbackHost, LOOPBACK_HOSTS } from '../../src/foundation/index.js'

describe('assertScopeName', () => {
  it('names the option, its page and a fix [RS-68]', () => {
    expect(() => assertScopeName('a b', 'operations.tools/x')).toThrow(
      expect.objectContaining({
        code: 'ERR_CONFIG',
        option: 'operations.tools/x',
        fix: expect.stringMatching(/\S/) as string,
      }),
    )
  })
})

describe('isLoopbackHost', () => {
  it.each([
    ['127.0.0.1.evil.example'],
    ['evil-localhost'],
    ['localhost.evil.example'],
    ['128.0.0.1'],
    ['10.127.0.1'],
    ['[::2]'],
    ['[::ffff:7f00:1]'],
    ['0.0.0.0'],
    [''],
  ])('does not take %j for this machine [F-19]', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })

  it.each([...[...LOOPBACK_HOSTS].map((host) => [host]), ['localhost.'], ['app.localhost'], ['127.9.9.9']])(
    'knows %s as this machine',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true)
    },
  )
})
