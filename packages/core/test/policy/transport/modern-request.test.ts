import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRevisionCheck, decodeHeaderValue, parseMessage } from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'
import { envelope, headersOf, META_CAPABILITIES, META_VERSION, modern } from './modern.js'

type Headers = Readonly<Record<string, string | readonly string[]>>

const served = { ok: true, era: 'modern', revision: '2026-07-28' }
const checkRevision = createRevisionCheck()

function check(body: unknown, headers: Headers) {
  const parsed = parseMessage(body)
  if (!parsed.ok) throw new Error(`no message: ${parsed.reason}`)
  return checkRevision(facts(headers), parsed.message, body)
}

/** Code and reason of a refusal. */
function refusal(body: unknown, headers: Headers): readonly [code: number, reason: string] | undefined {
  const verdict = check(body, headers)
  if (verdict.ok) return undefined
  expect(verdict.status).toBe(400)
  return [verdict.error.code, verdict.reason]
}

/** A modern call with the headers it needs, and the member that `Mcp-Name` repeats. */
const NAMED = [
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
] as const

describe('_meta of a modern request', () => {
  const without = (field: string) => {
    const { [field]: _dropped, ...rest } = envelope()
    return { ...modern('tools/list'), params: { _meta: rest } }
  }

  it('needs version and capabilities, and no name of the client [ST-43] [ST-62]', () => {
    const headers = headersOf('tools/list')
    expect(check(modern('tools/list'), headers)).toEqual(served)
    expect(refusal(without(META_VERSION), headers)).toEqual([-32602, 'meta_version_missing'])
    expect(refusal(without(META_CAPABILITIES), headers)).toEqual([-32602, 'meta_capabilities_missing'])
  })

  it.each([
    [{ jsonrpc: '2.0', id: 1, method: 'tools/list' }],
    [{ ...modern('tools/list'), params: {} }],
    [{ ...modern('tools/list'), params: { _meta: [] } }],
  ])('is missed in %j when the header says modern [ST-43]', (body) => {
    expect(refusal(body, headersOf('tools/list'))).toEqual([-32602, 'meta_version_missing'])
  })

  it.each([[null], [7], [{}], [['2026-07-28']], [true]])('refuses the version %j [ST-43]', (version) => {
    const body = { ...modern('tools/list'), params: { _meta: envelope(version) } }
    expect(refusal(body, headersOf('tools/list'))).toEqual([-32602, 'meta_version_malformed'])
    expect(refusal(body, {})).toEqual([-32602, 'meta_version_malformed'])
  })

  it.each([[null], [[]], ['all'], [1], [true]])('refuses the capabilities %j [ST-43]', (capabilities) => {
    const params = { _meta: { ...envelope(), [META_CAPABILITIES]: capabilities } }
    expect(refusal({ ...modern('tools/list'), params }, headersOf('tools/list'))).toEqual([
      -32602,
      'meta_capabilities_missing',
    ])
  })

  it('says which field is missing, and nothing of the request [ST-43] [RS-41]', () => {
    const verdict = check(without(META_CAPABILITIES), headersOf('tools/list'))
    expect(verdict).toMatchObject({ error: { message: `Invalid params: _meta needs ${META_CAPABILITIES}` } })
  })
})

describe('Mcp-Method', () => {
  it.each(['server/discover', 'tools/list', 'tools/call', 'example.com/own'])(
    'must be there for %s [ST-48]',
    (method) => {
      const { 'mcp-method': _dropped, ...headers } = headersOf(method)
      expect(refusal(modern(method), headers)).toEqual([-32020, 'method_header_missing'])
    },
  )

  it.each([
    ['upper case', 'TOOLS/LIST'],
    ['another method', 'tools/call'],
    ['nothing', ''],
    ['an encoded form, which it does not have', '=?base64?dG9vbHMvbGlzdA==?='],
    ['two values', 'tools/list, tools/list'],
  ])('must be equal: %s [ST-49]', (_case, value) => {
    const headers = { ...headersOf('tools/list'), 'mcp-method': value }
    expect(refusal(modern('tools/list'), headers)).toEqual([-32020, 'method_header_mismatch'])
  })

  it('may have blanks around it, and may not stand twice [ST-49]', () => {
    expect(check(modern('tools/list'), { ...headersOf('tools/list'), 'mcp-method': '\t tools/list ' })).toEqual(served)
    const twice = { ...headersOf('tools/list'), 'mcp-method': ['tools/list', 'tools/list'] }
    expect(refusal(modern('tools/list'), twice)).toEqual([-32020, 'method_header_mismatch'])
  })

  it('may be missing on a notification, and must be equal if it is there [ST-10] [ST-48]', () => {
    const note = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    expect(check(note, { 'mcp-protocol-version': '2026-07-28' })).toEqual(served)
    expect(check(note, headersOf('notifications/cancelled'))).toEqual(served)
    expect(refusal(note, headersOf('tools/list'))).toEqual([-32020, 'method_header_mismatch'])
    expect(refusal({ ...note, params: { _meta: envelope(7) } }, {})).toEqual([-32602, 'meta_version_malformed'])
  })
})

describe.each(NAMED)('Mcp-Name of %s', (method, member) => {
  const body = modern(method, { [member]: 'Ärger 1' })
  const encoded = '=?base64?w4RyZ2VyIDE=?='

  it('must be there and equal [ST-48] [ST-49] [TL-27]', () => {
    expect(check(body, headersOf(method, encoded))).toEqual(served)
    expect(refusal(body, headersOf(method))).toEqual([-32020, 'name_header_missing'])
    expect(refusal(body, headersOf(method, 'harmless'))).toEqual([-32020, 'name_header_mismatch'])
    expect(refusal(body, headersOf(method, 'Ärger 1'))).toEqual([-32020, 'name_header_malformed'])
    expect(refusal(body, { ...headersOf(method), 'mcp-name': [encoded, encoded] })).toEqual([
      -32020,
      'name_header_malformed',
    ])
  })

  it('compares by case, and drops the blanks around it [ST-49]', () => {
    const plain = modern(method, { [member]: 'foo' })
    expect(check(plain, headersOf(method, '  foo  '))).toEqual(served)
    expect(refusal(plain, headersOf(method, 'FOO'))).toEqual([-32020, 'name_header_mismatch'])
  })

  it.each([[undefined], [null], [7], [['foo']]])('has nothing to be equal to when the body has %j [ST-49]', (value) => {
    const unnamed = modern(method, { [member]: value })
    expect(refusal(unnamed, headersOf(method, 'foo'))).toEqual([-32020, 'name_header_mismatch'])
    expect(check(unnamed, headersOf(method))).toEqual(served)
  })
})

it('ignores Mcp-Name where there is no name, unless it is malformed [ST-51]', () => {
  expect(check(modern('tools/list'), headersOf('tools/list', 'foo'))).toEqual(served)
  expect(refusal(modern('tools/list'), headersOf('tools/list', '=?base64?x?='))).toEqual([
    -32020,
    'name_header_malformed',
  ])
})

it('looks at members of the body only, not at what every object has [ST-49]', () => {
  expect(check(modern('toString'), headersOf('toString'))).toEqual(served)
  expect(refusal(modern('tools/call'), headersOf('tools/call', 'x'))).toEqual([-32020, 'name_header_mismatch'])
})

it('lets a name through exactly when header and body are the same text [ST-49] [ST-50]', () => {
  const name = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }).filter((value) => !/\p{Surrogate}/u.test(value)),
    fc.constantFrom('=?base64?', '=?base64?SGVsbG8=?=', '=?base64?=', 'Hello', ''),
  )
  const encode = (value: string) => `=?base64?${Buffer.from(value).toString('base64')}?=`
  fc.assert(
    fc.property(name, name, fc.boolean(), fc.boolean(), (inBody, other, same, wrap) => {
      const inHeader = same ? inBody : other
      const header = wrap ? encode(inHeader) : inHeader
      const verdict = check(modern('tools/call', { name: inBody }), headersOf('tools/call', header))
      expect(verdict.ok).toBe(decodeHeaderValue(header) === inBody)
      if (wrap) expect(verdict.ok).toBe(inHeader === inBody)
    }),
  )
})
