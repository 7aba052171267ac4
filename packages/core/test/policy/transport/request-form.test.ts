import { describe, expect, it } from 'vitest'
import { ALLOWED_METHODS, checkContentType, checkMethod, checkSizes } from '../../../src/policy/transport/index.js'
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
