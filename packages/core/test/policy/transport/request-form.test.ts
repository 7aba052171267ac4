import { describe, expect, it } from 'vitest'
import {
  ALLOWED_METHODS,
  checkContentType,
  checkMethod,
  checkModernMethod,
  checkSizes,
} from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'

describe('checkMethod', () => {
  it.each([['HEAD'], ['PUT'], ['PATCH'], ['TRACE'], ['CONNECT'], ['post'], ['Post'], [''], ['__proto__'], ['POST ']])(
    'refuses %j [ST-16]',
    (method) => {
      expect(checkMethod(method)).toEqual({ ok: false, status: 405, reason: 'method_not_allowed' })
    },
  )

  it('allows what Allow says [ST-16]', () => {
    for (const method of ALLOWED_METHODS.split(', ')) expect(checkMethod(method)).toEqual({ ok: true })
    expect(ALLOWED_METHODS).toBe('GET, POST, DELETE, OPTIONS')
  })
})

describe('checkSizes', () => {
  it('refuses a target longer than 8192 characters [ST-15]', () => {
    const request = (length: number) => facts({}, { target: `/${'a'.repeat(length - 1)}` })
    expect(checkSizes(request(8193))).toEqual({ ok: false, status: 414, reason: 'target_too_long' })
    expect(checkSizes(request(8192))).toEqual({ ok: true })
  })

  it.each([
    ['authorization'],
    ['origin'],
    ['host'],
    ['content-type'],
    ['mcp-session-id'],
    ['mcp-protocol-version'],
    ['mcp-name'],
  ])('refuses a huge %s before it is decoded [ST-15]', (name) => {
    const request = facts({ [name]: 'a'.repeat(10_000) })
    expect(checkSizes(request)).toEqual({ ok: false, status: 431, reason: 'header_too_large' })
  })

  it.each([
    ['host'],
    ['origin'],
    ['content-type'],
    ['mcp-session-id'],
    ['mcp-protocol-version'],
    ['mcp-method'],
    ['mcp-name'],
  ])('refuses %s twice, for which of them counts would be a guess [ST-15]', (name) => {
    expect(checkSizes(facts({ [name]: ['a', 'a'] }))).toEqual({ ok: false, status: 400, reason: 'header_repeated' })
  })

  it('leaves two credentials to the reader of credentials, but measures both [ST-15] [RS-22]', () => {
    expect(checkSizes(facts({ authorization: ['Bearer a', 'Bearer b'] }))).toEqual({ ok: true })
    expect(checkSizes(facts({ authorization: ['Bearer a', 'b'.repeat(9000)] }))).toMatchObject({ status: 431 })
  })
})

describe('checkSizes: headers of parameters', () => {
  const NAMES = ['mcp-param-region']

  it('measures those that are going to be read [ST-15]', () => {
    const long = facts({ 'mcp-param-region': 'x'.repeat(100_000) })
    expect(checkSizes(long, NAMES)).toEqual({ ok: false, status: 431, reason: 'header_too_large' })
    expect(checkSizes(facts({ 'mcp-param-region': ['x', 'x'.repeat(8_193)] }), NAMES)).toMatchObject({ status: 431 })
    expect(checkSizes(facts({ 'mcp-param-region': 'x'.repeat(8_192) }), NAMES)).toEqual({ ok: true })
    expect(checkSizes(long)).toEqual({ ok: true })
  })
})

describe('checkModernMethod', () => {
  const refused = { ok: false, status: 405, reason: 'method_not_in_revision' }
  const naming = (version: string, method: string) => facts({ 'mcp-protocol-version': version }, { method })

  it.each(['GET', 'DELETE'])('refuses %s where only 2026-07-28 is served, or when it names that [ST-41]', (method) => {
    expect(checkModernMethod(facts({}, { method }), true)).toEqual(refused)
    expect(checkModernMethod(naming('2025-06-18', method), true)).toEqual(refused)
    for (const version of ['2026-07-28', ' 2026-07-28 ', '2027-01-01']) {
      expect(checkModernMethod(naming(version, method), false)).toEqual(refused)
    }
  })

  it.each(['GET', 'DELETE'])('leaves %s of older revisions alone, and unknown versions to others [ST-41]', (method) => {
    expect(checkModernMethod(facts({}, { method }), false)).toEqual({ ok: true })
    for (const version of ['2025-11-25', '1900-01-01', 'x', '9', '']) {
      expect(checkModernMethod(naming(version, method), false)).toEqual({ ok: true })
    }
  })

  it.each(['POST', 'OPTIONS'])('has nothing against %s [ST-41]', (method) => {
    expect(checkModernMethod(naming('2026-07-28', method), true)).toEqual({ ok: true })
  })
})

describe('checkContentType', () => {
  it.each([
    ['none', []],
    ['an empty one', ['']],
    ['plain text, which pages may post without a preflight', ['text/plain']],
    ['a form', ['application/x-www-form-urlencoded']],
    ['JSON in a parameter', ['text/plain; application/json']],
    ['another charset', ['application/json; charset=utf-16']],
    ['a lenient charset', ['application/json; charset=latin1']],
    ['two charsets', ['application/json; charset=utf-8; charset=utf-16']],
    ['a longer type', ['application/json5']],
    ['JSON patches', ['application/json-patch+json']],
    ['two lines', ['application/json', 'text/plain']],
    ['a list', ['application/json, text/plain']],
  ])('refuses %s [ST-17]', (_case, lines) => {
    expect(checkContentType(lines)).toEqual({ ok: false, status: 415, reason: 'content_type_not_json' })
  })

  it.each([['application/json'], ['Application/JSON; charset=UTF-8'], ['application/json;charset="utf-8"']])(
    'accepts %s',
    (line) => {
      expect(checkContentType([line])).toEqual({ ok: true })
    },
  )
})
