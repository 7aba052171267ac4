import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lintElicitation } from '../../../src/services/elicitation/index.js'

const form = (properties: Record<string, object>) => ({ type: 'object', properties })
const text = (more: object = {}) => ({ type: 'string', ...more })
const rulesOf = (elicitation: unknown) => lintElicitation(elicitation).map(({ rule }) => rule)

describe('a form that asks for a secret', () => {
  it.each([
    ...['password', 'Password', 'userPassword', 'user_password', 'PASSWORD2', 'passwd', 'pwd', 'passphrase'],
    ...['apiKey', 'api_key', 'api-key', 'APIKey', 'apikey', 'openaiApiKey', 'accessKey', 'privateKey', 'ssh_key'],
    ...['token', 'access_token', 'refreshToken', 'githubToken', 'bearer', 'jwt', 'secret', 'clientSecret'],
    ...['cvv', 'cvc', 'card_cvv', 'cardNumber', 'creditCard', 'otp', 'mfaCode', 'pin', 'ssn', 'mnemonic', 'seedPhrase'],
    ...[
      'credentials',
      'sessionId',
      'authorizationCode',
      'passwort',
      'contraseña',
      'mot_de_passe',
      'senha',
      'пароль',
      '密码',
    ],
    'pass\u200bword',
    'ｐａｓｓｗｏｒｄ',
  ])('is refused for the name %j [EL-10]', (name) => {
    const [finding, ...others] = lintElicitation(form({ [name]: text() }))
    expect(finding).toMatchObject({ rule: 'elicitation-secret-field', severity: 'high', path: `/properties/${name}` })
    expect(others).toEqual([])
  })

  it.each([
    ['its format', { format: 'password' }, 'elicitation-secret-field', '/properties/answer/format'],
    ['its title', { title: 'Your API key' }, 'elicitation-secret-field', '/properties/answer/title'],
    [
      'its description',
      { description: 'Paste your GitHub token here.' },
      'elicitation-secret-text',
      '/properties/answer/description',
    ],
    ['a choice', { enum: ['use password'] }, 'elicitation-secret-text', '/properties/answer/enum/0'],
    [
      'a titled choice',
      { oneOf: [{ const: 'a', title: 'My PIN' }] },
      'elicitation-secret-field',
      '/properties/answer/oneOf/0/title',
    ],
  ])('is refused for %s [EL-10]', (_case, more, rule, path) => {
    expect(lintElicitation(form({ answer: text(more) }))).toEqual([expect.objectContaining({ rule, path })])
  })

  it('is refused for its message, and for a name deep inside [EL-10]', () => {
    const inner = form({ address: { type: 'object', properties: { secret: text() } } })
    const found = lintElicitation({ message: 'What is your password?', requestedSchema: inner })
    expect(found.map(({ path }) => path)).toEqual(['/message', '/requestedSchema/properties/address/properties/secret'])
  })
})

it.each([
  ['a name and a number', form({ name: text({ title: 'Your name' }), amount: { type: 'number' } })],
  ['a limit of tokens', form({ max_tokens: { type: 'integer' }, tokensUsed: { type: 'integer' } })],
  ['words that hold others', form({ compass: text(), secretary: text(), opinion: text(), keyboard: text() })],
  ['an email and a date', form({ email: text({ format: 'email' }), due: text({ format: 'date' }) })],
  ['the address of its schema', { $schema: 'https://json-schema.org/draft/2020-12/schema', ...form({ a: text() }) }],
  ['nothing at all', undefined],
  ['a text', 'password'],
])('has nothing against %s [EL-10] [EL-17]', (_case, elicitation) => {
  expect(rulesOf(elicitation)).toEqual([])
})

it.each([
  ['https://evil.example/login', 'description'],
  ['see HTTP://EVIL.EXAMPLE', 'title'],
  ['go to www.evil.example', 'description'],
  ['mailto:eve@evil.example', 'default'],
  ['javascript:alert(1)', 'description'],
  ['vscode://evil.extension/run', 'title'],
])('finds the link in %j as %s [EL-17]', (link, member) => {
  expect(rulesOf(form({ answer: text({ [member]: link }) }))).toEqual(['elicitation-url'])
  expect(rulesOf({ message: link, requestedSchema: form({}) })).toEqual(['elicitation-url'])
})

it('judges only the message of URL mode: what is asked there does not go through the client [EL-10]', () => {
  const elicitation = { mode: 'url', url: 'https://as.example/confirm/x', message: 'Enter your API key there.' }
  expect(rulesOf(elicitation)).toEqual([])
  expect(rulesOf({ ...elicitation, message: 'Go to https://evil.example' })).toEqual(['elicitation-url'])
})

it('shows what is hidden in an excerpt, and no more than a piece', () => {
  const [finding] = lintElicitation(form({ answer: text({ description: `password \u202e${'x'.repeat(5000)}` }) }))
  expect(finding?.excerpt).toMatch(/^password ⟨U\+202E⟩x/)
  expect(finding?.excerpt.length).toBeLessThan(300)
})

it('answers whatever a stranger sends, and finds the name wherever it stands [EL-10]', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(Array.isArray(lintElicitation(value))).toBe(true)
      const hidden = { requestedSchema: { properties: { other: { anyOf: [value, form({ apiKey: {} })] } } } }
      expect(rulesOf(hidden)).toContain('elicitation-secret-field')
    }),
    { numRuns: 200 },
  )
  let deep: unknown = 'password'
  for (let i = 0; i < 50_000; i++) deep = { deep }
  expect(rulesOf(deep)).toEqual([])
})
