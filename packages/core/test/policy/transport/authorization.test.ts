import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAuthorization } from '../../../src/policy/transport/index.js'
import { facts } from './facts.js'

const several = { kind: 'malformed', reason: 'several_credentials' }
const malformed = { kind: 'malformed', reason: 'credentials_malformed' }

describe('parseAuthorization', () => {
  it.each([['GET'], ['POST'], ['DELETE']])(
    'finds no credentials in a %s that has none: each request brings its own [RS-20]',
    (method) => {
      const request = facts({ cookie: 'session=1', 'mcp-session-id': 'abc' }, { method })
      expect(parseAuthorization(request)).toEqual({ kind: 'none', reason: 'no_credentials' })
    },
  )

  it.each([
    ['/mcp?access_token=abc'],
    ['/mcp?x=1&access_token=abc'],
    ['/mcp?%61ccess_token=abc'],
    ['/mcp?access%5Ftoken=abc'],
    ['/mcp?access_token='],
    ['/mcp?access_token'],
    ['/mcp?%zz&access_token=abc'],
    ['/mcp?a?&access_token=abc'],
  ])('does not take a token from the query: %s [RS-21]', (target) => {
    expect(parseAuthorization(facts({}, { target }))).toEqual({ kind: 'none', reason: 'token_in_query' })
  })

  it('refuses a token in the query next to one in the header [RS-22] [RS-21]', () => {
    const request = facts({ authorization: 'Bearer abc' }, { target: '/mcp?access_token=abc' })
    expect(parseAuthorization(request)).toEqual(several)
  })

  it.each([
    ['two lines', ['Bearer a', 'Bearer b']],
    ['the same line twice', ['Bearer a', 'Bearer a']],
    ['a good line after an empty one', ['', 'Bearer a']],
    ['another scheme first', ['Basic YTpi', 'Bearer a']],
    ['two in one line', ['Bearer a, Bearer b']],
    ['two in one line without a space', ['Bearer a,Bearer b']],
    ['another scheme first in one line', ['Basic YTpi, Bearer a']],
    ['a DPoP token second', ['Bearer a, DPoP b']],
    ['an empty second one', ['Bearer a, Bearer']],
  ])('refuses %s, and neither first nor last wins [RS-22]', (_case, authorization) => {
    expect(parseAuthorization(facts({ authorization }))).toEqual(several)
  })

  it.each([
    ['no token', 'Bearer'],
    ['no token but a space', 'Bearer '],
    ['two words', 'Bearer a b'],
    ['a tab between', 'Bearer\ta'],
    ['a quoted token', 'Bearer "a"'],
    ['a comma', 'Bearer a,b'],
    ['padding in the middle', 'Bearer a=b'],
    ['padding alone', 'Bearer =='],
    ['letters beyond ASCII', 'Bearer é'],
    ['a control character', 'Bearer a\x00'],
    ['a bare token', 'a.b.c?'],
    ['an empty line', ''],
    ['a colon behind the scheme', 'Bearer: a'],
    ['a malformed DPoP token', 'DPoP a b'],
  ])('refuses %s [RS-23] [RS-30]', (_case, authorization) => {
    expect(parseAuthorization(facts({ authorization }))).toEqual(malformed)
  })

  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER    abc', 'abc'],
    [' Bearer abc\t', 'abc'],
    ['Bearer eyJ.a-b_c~d+e/f==', 'eyJ.a-b_c~d+e/f=='],
  ])('reads %j [RS-23]', (authorization, token) => {
    expect(parseAuthorization(facts({ authorization }))).toEqual({ kind: 'bearer', token })
  })

  it('tells DPoP from Bearer, so that a bound token cannot pass as a plain one [RS-42]', () => {
    expect(parseAuthorization(facts({ authorization: 'dpop abc' }))).toEqual({ kind: 'dpop', token: 'abc' })
  })

  it.each([
    ['Basic YTpi', 'basic'],
    ['Digest username="a", realm="b"', 'digest'],
    ['abc', 'abc'],
  ])('names a scheme we do not speak: %s', (authorization, scheme) => {
    expect(parseAuthorization(facts({ authorization }))).toEqual({ kind: 'other_scheme', scheme })
  })

  it('is not confused by other parameters of the query', () => {
    const request = facts({ authorization: 'Bearer abc' }, { target: '/mcp?access_tokens=1&x=access_token' })
    expect(parseAuthorization(request)).toEqual({ kind: 'bearer', token: 'abc' })
  })

  it('gives out only tokens of the grammar, whatever comes in [RS-23]', () => {
    const line = fc.string({
      unit: fc.constantFrom('Bearer', 'bearer', 'DPoP', ' ', ',', '=', 'a', '.', '"', '\t', 'é'),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 2 }), (authorization) => {
        const result = parseAuthorization(facts({ authorization }))
        if (result.kind !== 'bearer' && result.kind !== 'dpop') return
        expect(authorization).toHaveLength(1)
        expect(result.token).toMatch(/^[A-Za-z0-9\-._~+/]+=*$/)
        expect(authorization[0]?.trim().endsWith(` ${result.token}`)).toBe(true)
      }),
    )
  })
})
