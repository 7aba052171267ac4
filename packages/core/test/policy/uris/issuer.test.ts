import { describe, expect, it } from 'vitest'
import { assertIssuer, displayUrl, hostOf } from '../../../src/policy/uris/index.js'

describe('assertIssuer', () => {
  it.each([
    ['http on a public host [AS-05] [F-19]', 'http://as.example', /https/],
    ['a query [AS-03]', 'https://as.example?x=1', /query/],
    ['a fragment [AS-03]', 'https://as.example#x', /fragment/],
    ['a user [AS-03]', 'https://u:sesame@as.example', /credentials/],
    ['a slash at the end [AS-03]', 'https://as.example/', /"https:\/\/as\.example"/],
    ['a slash at the end of a path [AS-03]', 'https://as.example/t1/', /"https:\/\/as\.example\/t1"/],
    ['an upper-case host [AS-03]', 'https://AS.example', /"https:\/\/as\.example"/],
    ['a default port [AS-03]', 'https://as.example:443', /"https:\/\/as\.example"/],
    ['dot segments [AS-03]', 'https://as.example/a/../b', /"https:\/\/as\.example\/b"/],
    ['no URI [AS-03]', 'as.example', /absolute/],
    ['a line feed [AS-03]', 'https://as.example\n', /absolute/],
    ['nothing [AS-03]', '', /absolute/],
  ])('refuses %s, even in development', (_case, issuer, message) => {
    for (const unsafelyAllowHttpLoopback of [false, true]) {
      expect(() => assertIssuer(issuer, { unsafelyAllowHttpLoopback })).toThrow(
        expect.objectContaining({
          code: 'ERR_CONFIG',
          option: 'authorizationServer.issuer',
          message: expect.stringMatching(message) as string,
        }),
      )
    }
  })

  it('refuses http on loopback unless it is switched on by name [AS-05] [F-19]', () => {
    expect(() => assertIssuer('http://127.0.0.1:3000')).toThrow(/unsafelyAllowHttpLoopback/)
    expect(() => assertIssuer('http://127.0.0.1:3000', { unsafelyAllowHttpLoopback: true })).not.toThrow()
  })

  it('never repeats credentials in an error', () => {
    expect(() => assertIssuer('https://u:sesame@as.example')).toThrow(expect.not.stringContaining('sesame'))
  })

  it('names the option it was given', () => {
    expect(() => assertIssuer('x', { option: 'issuer' })).toThrow(expect.objectContaining({ option: 'issuer' }))
  })

  it.each([['https://as.example'], ['https://as.example/t1'], ['https://as.example:8443'], ['https://localhost']])(
    'accepts %s [AS-03]',
    (issuer) => {
      expect(() => assertIssuer(issuer)).not.toThrow()
    },
  )
})

describe('displayUrl', () => {
  it.each([
    ['javascript:alert(1)'],
    ['JAVASCRIPT:alert(1)'],
    ['data:text/html,x'],
    ['vbscript:x'],
    ['file:///etc/passwd'],
    ['http://app.example'],
    ['https://bank.example@evil.example/'],
    ['https://app.example/\u202ecod.exe'],
    ['https://аpp.example/'],
    ['https://app.example/a b'],
    ['https:\\\\app.example'],
    ['//app.example'],
    [`https://app.example/${'a'.repeat(2048)}`],
    [''],
  ])('does not show %j [UR-11]', (url) => {
    expect(displayUrl(url)).toBeUndefined()
  })

  it.each([['https://app.example/about?x=1#y'], ['http://localhost:3000/'], ['http://127.0.0.1/']])(
    'shows %s unchanged [UR-11]',
    (url) => {
      expect(displayUrl(url)).toBe(url)
    },
  )
})

describe('hostOf', () => {
  it.each([
    ['https://App.example:8443/cb', 'app.example:8443'],
    ['https://bank.example@evil.example/', 'evil.example'],
    ['cursor://x/cb', 'cursor:'],
    ['com.example.app:/cb', 'com.example.app:'],
    ['no uri', 'unknown'],
    ['', 'unknown'],
  ])('names where %s leads: %s', (uri, host) => {
    expect(hostOf(uri)).toBe(host)
  })
})
