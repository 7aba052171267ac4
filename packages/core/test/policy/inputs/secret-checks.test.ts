import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertSecret, findSecretProblem } from '../../../src/policy/inputs/index.js'

describe('findSecretProblem', () => {
  it.each([undefined, '', '   ', '\n'])('misses a secret where there is %j [F-75]', (text) => {
    expect(findSecretProblem(text)).toBe('missing')
  })

  it.each([
    'changeme',
    'CHANGE_ME',
    'change-me-in-production',
    'secret',
    'my-super-secret-key',
    'MySuperSecretKey',
    'your-client-secret-here',
    'YOUR_API_KEY_HERE',
    'your-notes-token',
    'notes_token_goes_here',
    'INSERT_GITHUB_PAT',
    'acme.production.placeholder',
    'replace this value',
    'enter your token',
    'example-client-secret',
    'test-secret-123',
    'password1234',
    'dummy_token',
    'xxxxxxxxxxxxxxxxxxxxxxxx',
    'xxxx-xxxx-xxxx-xxxx',
    '<client secret>',
    '${NOTES_CLIENT_SECRET}',
    '$NOTES_CLIENT_SECRET',
    '{{ client_secret }}',
    '%CLIENT_SECRET%',
    '[token goes here]',
    '__CLIENT_SECRET__',
    'insert-your-super-secret-api-key-here',
    'development-secret-do-not-use-in-production'.replace('do-', ''),
    'undefined',
    'null',
    'TODO',
    'redacted',
    '***',
    '....................',
  ])('takes %j for a placeholder [F-75]', (text) => {
    expect(['placeholder', 'repetitive']).toContain(findSecretProblem(text))
  })

  it.each([
    'aaaaaaaaaaaaaaaaaaaa',
    'abababababababababab',
    'q7Zq7Zq7Zq7Zq7Zq7Zq7Z',
    '01234567890123456789',
    '1234567890abcdefghij'.slice(0, 10).repeat(2),
    'abcdefghijklmnopqrstuvwxyz',
    'qwertyuiopasdfghjkl',
    '0123456789abcdef0123456789abcdef',
    'deadbeefdeadbeefdeadbeef',
  ])('takes %j for a pattern [F-75]', (text) => {
    expect(findSecretProblem(text)).toBe('repetitive')
  })

  it.each([
    ['15 characters', 'q8ZpT3vN1xWm5Rk', {}, 'too_short'],
    ['31 where 32 are asked', 'q8ZpT3vN1xWm5RkY2bLd9Fh6Js4Gc7A', { minLength: 32 }, 'too_short'],
    ['more than 64 KiB', `q8ZpT3vN1x${'Wm5RkY2bLd'.repeat(6600)}`, {}, 'too_long'],
    ['a NUL', 'q8ZpT3vN1xWm5RkY2b\0Ld', {}, 'control_character'],
    ['an escape', 'q8ZpT3vN1xWm5RkY2b\u001bLd', {}, 'control_character'],
  ])('refuses %s [F-75]', (_case, text, options, problem) => {
    expect(findSecretProblem(text, options)).toBe(problem)
  })

  it.each([
    'GOCSPX-4fGh2Kl9Qw7Er5Ty1Ui8Op3As6D',
    '8Q~test.8Q~kJ3vN1xWm5RkY2bLd9Fh6Js',
    '3f8a1c9e5b7d2046f8e1a3c5b7d90246',
    'sk-proj-4fGh2Kl9Qw7Er5Ty1Ui8Op3As6Df0Gh',
    'correct horse battery staple',
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIHJ3c2Fk\n-----END PRIVATE KEY-----',
  ])('lets %j through [F-75]', (text) => {
    expect(findSecretProblem(text)).toBeUndefined()
  })

  it('lets what a generator makes through, whatever comes out [F-75]', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 }).filter((all) => new Set(all).size > 16)
    const written = fc.constantFrom('base64' as const, 'base64url' as const, 'hex' as const)
    fc.assert(
      fc.property(bytes, written, (all, encoding) => {
        expect(findSecretProblem(Buffer.from(all).toString(encoding))).toBeUndefined()
      }),
    )
  })

  it('takes linear time [F-75]', () => {
    const started = performance.now()
    for (const text of [
      'a-'.repeat(32_000),
      'aB'.repeat(32_000),
      '{'.repeat(64_000),
      'your-'.repeat(13_000),
      `${'ab'.repeat(32_000)}c`,
    ]) {
      findSecretProblem(text)
    }
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('assertSecret', () => {
  const secret = 'q8ZpT3vN1xWm5RkY2bLd9Fh6Js4Gc7Ae'

  it('gives the secret without the line end that files have [F-75]', () => {
    expect(assertSecret('NOTES_SECRET', ` ${secret}\r\n`)).toBe(secret)
  })

  it.each([undefined, 'changeme', 'short-but-Xq9', 'aaaaaaaaaaaaaaaaaaaaaaaa', `${secret}\0`])(
    'refuses to start with %j, names the variable and never the value [F-75]',
    (value) => {
      const attempt = () => assertSecret('NOTES_SECRET', value)
      expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', option: 'NOTES_SECRET' }))
      if (value !== undefined) expect(attempt).not.toThrow(value)
    },
  )

  it.each([0, -1, 1.5, Number.NaN])('refuses %d as a length [F-75]', (minLength) => {
    expect(() => assertSecret('NOTES_SECRET', secret, { minLength })).toThrow('minLength')
  })
})
