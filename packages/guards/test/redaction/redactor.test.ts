import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '@sallyport/core/errors'
import { redactor, type RedactorOptions } from '../../src/redaction/index.js'

/** Joined here, so that scanners of repositories have nothing to find. */
const join = (...parts: readonly string[]) => parts.join('')
const a = (length: number, alphabet = 'aB3dE6gH9') => alphabet.repeat(length).slice(0, length)
const hex = (length: number) => a(length, '0a1b2c3d4e5f')
const pem = (kind: string) => join('-----BEGIN ', kind, '-----\nMIIEvQ\nabc=\n-----END ', kind, '-----')

const secrets: readonly (readonly [kind: string, secret: string])[] = [
  ['private-key', pem('PRIVATE KEY')],
  ['private-key', pem('RSA PRIVATE KEY')],
  ['private-key', pem('ENCRYPTED PRIVATE KEY')],
  ['private-key', pem('OPENSSH PRIVATE KEY')],
  ['private-key', pem('PGP PRIVATE KEY BLOCK')],
  ['jwt', join('eyJ', a(20), '.eyJ', a(40), '.', a(43))],
  ['jwt', join('eyJ', a(20), '.eyJ', a(40), '.')],
  ['jwt', join('eyJ', a(20), '.', a(40), '.', a(16), '.', a(30), '.', a(22))],
  ['sallyport-token', join('srt_', a(60))],
  ['sallyport-token', join('sac_', a(43))],
  ['sallyport-token', join('scs_', a(43))],
  ['aws-access-key-id', join('AKIA', a(16, 'ABCDEFGH2345'))],
  ['aws-access-key-id', join('ASIA', a(16, 'ABCDEFGH2345'))],
  ['google-api-key', join('AIza', a(35))],
  ['google-oauth-secret', join('GOCSPX-', a(28))],
  ['google-access-token', join('ya29.', a(60))],
  ['azure-client-secret', join('abc8Q~', a(34))],
  ['github-token', join('ghp_', a(36))],
  ['github-token', join('ghs_', a(36))],
  ['github-pat', join('github_pat_', a(82))],
  ['gitlab-token', join('glpat-', a(20))],
  ['slack-token', join('xoxb-', a(12, '0123456789'), '-', a(24))],
  ['stripe-key', join('sk_live_', a(24))],
  ['stripe-key', join('whsec_', a(32))],
  ['npm-token', join('npm_', a(36))],
  ['pypi-token', join('pypi-', a(120))],
  ['anthropic-key', join('sk-ant-', 'api03-', a(93))],
  ['openai-key', join('sk-proj-', a(100))],
  ['huggingface-token', join('hf_', a(34))],
  ['sendgrid-key', join('SG.', a(22), '.', a(43))],
  ['digitalocean-token', join('dop_v1_', hex(64))],
  ['databricks-token', join('dapi', hex(32))],
  ['shopify-token', join('shpat_', hex(32))],
  ['linear-key', join('lin_api_', a(40))],
  ['vault-token', join('hvs.', a(24))],
  ['age-key', join('AGE-SECRET-KEY-1', a(58, 'QPZRY9X8GF'))],
  ['jwt', join('eyJ', a(40), '..', a(16), '.', a(60), '.', a(22))],
  ['grafana-token', join('glsa_', a(32), '_', hex(8))],
  ['docker-token', join('dckr_pat_', a(27))],
  ['atlassian-token', join('ATATT3', a(180))],
  ['notion-token', join('ntn_', a(46))],
  ['figma-token', join('figd_', a(40))],
  ['postman-key', join('PMAK-', hex(24), '-', hex(34))],
  ['supabase-token', join('sbp_', hex(40))],
  ['planetscale-token', join('pscale_tkn_', a(43))],
  ['groq-key', join('gsk_', a(52))],
  ['xai-key', join('xai-', a(80))],
  ['rubygems-key', join('rubygems_', hex(48))],
  ['newrelic-key', join('NRAK-', a(27, 'ABCDEFGH2345'))],
  ['terraform-token', join(a(14), '.atlasv1.', a(67))],
  ['telegram-token', join('123456789:AA', a(33))],
]

const parts: readonly (readonly [kind: string, text: string, secret: string])[] = [
  ['url-password', 'postgres://app:hunter2%21@db.internal:5432/notes', 'hunter2%21'],
  ['url-password', 'redis://:s3cret-pass@cache/0', 's3cret-pass'],
  ['url-password', 'https://user:pa:ss@example.test/', 'pa:ss'],
  ['authorization-header', `Authorization: Bearer ${a(30)}`, a(30)],
  ['authorization-header', `{"authorization":"Basic ${a(24)}=="}`, a(24)],
  ['aws-secret-key', `aws_secret_access_key = "${a(40)}"`, a(40)],
  ['url-password', 'postgres://app:p@ss@db.internal/notes', 'ss@db'],
  ['url-password', 'https://me@mail.test:hunter22@example.test/', 'hunter22'],
  ['url-password', `https://oauth2accesstoken:${a(700, 'abc')}@docker.test/`, a(700, 'abc')],
  ['authorization-header', JSON.stringify(JSON.stringify({ Authorization: `Bearer ${a(30)}` })), a(30)],
  ['authorization-header', `curl -H 'X-Api-Key: ${a(30)}'`, a(30)],
  ['aws-secret-key', JSON.stringify({ SecretAccessKey: a(40) }), a(40)],
  ['azure-storage-key', `AccountName=x;AccountKey=${a(86)}==;EndpointSuffix=y`, a(86)],
  ['azure-sas', `https://x.blob.core.windows.net/a?sv=1&sig=${a(43)}%3D`, a(43)],
  ['slack-webhook', `https://hooks.slack.com/services/T00000000/B00000000/${a(24)}`, a(24)],
]

const redact = redactor()

describe('redactor', () => {
  it.each(secrets)('takes a %s out, wherever it stands [F-64]', (kind, secret) => {
    for (const around of [
      '@',
      ' @ ',
      '"@"',
      "'@'",
      '(@)',
      'key=@;',
      '<@>',
      '\n@\n',
      'x: @,',
      '[@]',
      '`@`',
      'ä@ä',
      '"a\\n@\\n"',
      '\u001B[32m@\u001B[0m',
      '"\\u003d@"',
    ]) {
      const { value, counts } = redact.text(around.replace('@', () => secret))
      expect(value).toBe(around.replace('@', `[redacted:${kind}]`))
      expect(counts).toEqual({ [kind]: 1 })
    }
  })

  it.each(secrets)('counts several of a %s, also side by side [F-64]', (kind, secret) => {
    const { value, counts } = redact.text(`${secret} ${secret}\n${secret}`)
    expect(value).not.toContain(secret)
    expect(counts).toEqual({ [kind]: 3 })
  })

  it.each(parts)('takes the secret part of a %s out and leaves the rest: %s [F-64]', (kind, text, secret) => {
    const { value, counts } = redact.text(`before ${text} after`)
    expect(value).not.toContain(secret)
    expect(value).toContain(`[redacted:${kind}]`)
    expect(value).toMatch(/^before .+ after$/)
    expect(Object.keys(counts)).toContain(kind)
  })

  it('takes a key that was cut off out to the end [F-64]', () => {
    const [cut] = pem('RSA PRIVATE KEY').split('\n-----END')
    expect(redact.text(`a\n${cut!}\nmore`).value).toBe('a\n[redacted:private-key]')
  })

  it.each([
    'The token srt_ is a prefix, and sk- another.',
    'https://example.com/a:b@c',
    'git@github.com:sallyport/sallyport.git',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b',
    'eyJhbGciOi is how a token begins.',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
    'Authorization: none',
    'a'.repeat(500),
    '550e8400-e29b-41d4-a716-446655440000',
    'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
  ])('leaves %j alone', (text) => {
    expect(redact.text(text)).toEqual({ value: text, counts: {} })
  })

  it('goes through a tool result, names of members included, and changes nothing else [F-64]', () => {
    const [, secret] = secrets.find(([kind]) => kind === 'github-token')!
    const result = {
      content: [
        { type: 'text', text: `token ${secret}` },
        { type: 'resource', resource: { uri: 'a:b', text: secret } },
      ],
      structuredContent: { [secret]: 1, list: [secret, 7, null, true] },
    }
    const before = JSON.stringify(result)
    const { value, counts } = redact.json(result)
    expect(JSON.stringify(value)).not.toContain(secret)
    expect(value.structuredContent['list']).toEqual(['[redacted:github-token]', 7, null, true])
    expect(counts).toEqual({ 'github-token': 4 })
    expect(JSON.stringify(result)).toBe(before)
    let deep: unknown = secret
    for (let level = 0; level < 200; level++) deep = [deep]
    expect(() => redact.json(deep)).toThrow('The result is too deep.')
  })

  it('knows secrets by the name of their member, as in text [F-64]', () => {
    const { value, counts } = redact.json({
      headers: { authorization: `Bearer ${a(30)}` },
      SecretAccessKey: a(40),
      note: 'milk',
    })
    expect(value).toEqual({
      headers: { authorization: 'Bearer [redacted:authorization-header]' },
      SecretAccessKey: '[redacted:aws-secret-key]',
      note: 'milk',
    })
    expect(counts).toEqual({ 'authorization-header': 1, 'aws-secret-key': 1 })
  })

  it('keeps what it is told to keep, and knows values and rules of yours [F-64]', () => {
    const own = redactor({
      keep: ['jwt'],
      values: ['correct horse', 'correct horse battery'],
      rules: [{ id: 'ticket', regex: '(?i)ticket-([0-9]{6})', keywords: ['ticket-'] }],
    })
    const jwt = secrets[5]![1]
    expect(own.text(`${jwt} correct horse battery TICKET-123456 correct horse`)).toEqual({
      value: `${jwt} [redacted:value] TICKET-[redacted:ticket] [redacted:value]`,
      counts: { value: 2, ticket: 1 },
    })
  })

  it('takes out what something else has found in this text, and only in this [F-64]', () => {
    const token = join('ghp_', a(36))
    const result = { content: [{ type: 'text', text: `pin 4711-b, ${token}, pin 4711` }] }
    expect(redact.json(result, ['4711', '4711-b', ''])).toEqual({
      value: {
        content: [{ type: 'text', text: 'pin [redacted:found], [redacted:github-token], pin [redacted:found]' }],
      },
      counts: { found: 2, 'github-token': 1 },
    })
    expect(redact.text('pin 4711', ['4711']).value).toBe('pin [redacted:found]')
    expect(redact.text('pin 4711')).toEqual({ value: 'pin 4711', counts: {} })
  })

  it('refuses a text that is too long rather than let it through [F-64]', () => {
    expect(() => redactor({ maxLength: 10 }).text('a'.repeat(11))).toThrow('The text is too long.')
  })

  it('finds every secret in any text around it, and gives the rest unchanged [F-64]', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/BEGIN|[\w~.%+/=-]$/.test(text))
    fc.assert(
      fc.property(around, fc.constantFrom(...secrets), (before, [kind, secret]) => {
        expect(redact.text(`${before}\n${secret}\n`).value).toBe(`${redact.text(before).value}\n[redacted:${kind}]\n`)
      }),
      { numRuns: 300 },
    )
  })

  it('takes linear time on a mebibyte of what is almost a secret [F-64]', () => {
    for (const unit of ['eyJ', 'ghp_', '-----BEGIN PRIVATE KEY-----', 'a://b:', 'sk-', 'Authorization: ', 'a']) {
      const text = unit.repeat(2 ** 20 / unit.length)
      const started = performance.now()
      redact.text(text)
      expect(performance.now() - started, unit).toBeLessThan(8_000)
    }
  }, 60_000)

  it.each([
    [{ keeps: [] }],
    [{ keep: ['nothing'] }],
    [{ values: ['short'] }],
    [{ values: [7] }],
    [{ maxLength: 0 }],
    [{ rules: [{ id: 'a b', regex: 'a' }] }],
    [{ rules: [{ id: 'a', regex: '(' }] }],
    [{ rules: [{ id: 'a', regex: 'a*' }] }],
    [{ rules: [{ id: 'a', regex: '(?=a)' }] }],
  ])('refuses %j [F-64]', (options) => {
    expect(() => redactor(options as RedactorOptions)).toThrow(ConfigError)
  })
})
