import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditInput } from '../../src/audit/index.js'
import { redactEvent, redactText, redactThoroughly } from '../../src/audit/redact.js'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' // RFC 7515 §A.1, shortened payload
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' // RFC 7636 Appendix B

const event = (fields: Record<string, unknown>): AuditInput =>
  ({ kind: 'request.refused', outcome: 'refused', method: 'POST', status: 401, ...fields }) as unknown as AuditInput
const redacted = (fields: Record<string, unknown>) => JSON.stringify(redactEvent(event(fields)))

describe('redactEvent', () => {
  it.each([
    ['a JWT', JWT],
    ['a JWE', `eyJhbGciOiJkaXIifQ..${VERIFIER}.c2VjcmV0.dGFn`],
    ['a bearer header', `Bearer ${VERIFIER}`],
    ['a DPoP header', `dpop ${VERIFIER}`],
    ['Basic credentials', 'Basic Y2xpZW50OnNlY3JldA=='],
    ['a refresh token', 'srt_short'],
    ['a code', 'sac_short'],
    ['a client secret', 'scs_short'],
    [
      'a PEM key',
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06\n-----END PRIVATE KEY-----',
    ],
    ['a PEM key without its end', '-----BEGIN EC PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06'],
  ])('removes %s from free text and from identifiers [RS-40]', (_case, secret) => {
    for (const field of ['operation', 'reason', 'method', 'clientId', 'subject', 'tokenId', 'requestId']) {
      const line = redacted({ [field]: `before ${secret} after` })
      expect(line).not.toContain(secret)
      expect(line).not.toContain('MC4CAQ')
      expect(line).toContain('[redacted]')
    }
  })

  it.each([
    ['a code verifier', VERIFIER],
    ['a hexadecimal key', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['a state in a query', 'notes://list?state=abc'],
    ['a token in a query', '/mcp?access_token=abc123'],
    ['a secret in a form', 'grant_type=refresh_token&client_secret=hunter2'],
  ])('removes %s from free text [RS-40]', (_case, text) => {
    const line = redacted({ operation: text })
    expect(line).toContain('[redacted]')
    expect(line).not.toMatch(/dBjftJe|9f86d08|=abc|hunter2/)
  })

  it('removes secrets from lists [RS-40]', () => {
    expect(redacted({ scopes: ['notes:read', JWT] })).toContain('["notes:read","[redacted]"]')
  })

  it('lets identifiers of ours and names of tools pass', () => {
    const fields = {
      subject: VERIFIER,
      grantId: `dBj${VERIFIER}`,
      clientId: 'https://client.example.com/oauth/metadata.json',
      requestId: '0f8fad5b-d9cb-469f-a165-70867728950e',
      operation: 'tools/get_the_report_for_the_previous_quarter_by_department_2026',
      address: '2001:db8::1',
    }
    expect(redactEvent(event(fields))).toEqual(event(fields))
  })

  it('drops nested values: an event is flat', () => {
    expect(redactEvent(event({ headers: { authorization: 'x' }, fn: () => 1, nothing: undefined }))).toEqual(event({}))
  })

  it('caps texts and lists', () => {
    const clean = redactEvent(
      event({ operation: 'a b'.repeat(100_000), scopes: Array.from({ length: 500 }, () => 's') }),
    )
    expect((clean as { operation?: string }).operation).toHaveLength(512)
    expect(clean.scopes).toHaveLength(64)
  })

  it('never lets a control, bidi or zero-width character or a lone surrogate through [RS-40]', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('operation', 'clientId', 'reason'), (text, field) => {
        const clean = (redactEvent(event({ [field]: text })) as unknown as Record<string, string>)[field] ?? ''
        expect(clean).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/)
        expect(() => encodeURIComponent(clean)).not.toThrow() // it throws on a lone surrogate
      }),
    )
  })

  it('finds a token wherever it stands in a text [RS-40]', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 100 }), (before, after) => {
        expect(redacted({ operation: `${before} ${JWT} ${after}` })).not.toContain(VERIFIER)
      }),
    )
  })

  it('takes no short cut past a credential [RS-40]', () => {
    const piece = fc.constantFrom(
      ...['eyJ', '.', 'srt_', 'sac_', 'scs_', 'Bearer', ' ', '-----BEGIN', 'token=', 'aB1', '/', '_', '\u200b', '\n'],
      'abcdefghijABCDEFGHIJ0123456789_-xyz',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.boolean(), (pieces, identifier) => {
        const text = pieces.join('')
        expect(redactText(text, identifier)).toBe(redactThoroughly(text, identifier))
      }),
      { numRuns: 2_000 },
    )
  })
})
