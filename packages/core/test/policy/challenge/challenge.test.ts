import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { challenge, CHALLENGE_STATUS, type ChallengeKind } from '../../../src/policy/challenge/index.js'

const resourceMetadataUrl = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'
const kinds: readonly ChallengeKind[] = ['missing', 'invalid_token', 'invalid_request', 'insufficient_scope']

/** Reads one challenge as RFC 9110 §11.6.1 has it; throws on anything that is not exactly one. */
function read(value: string): ReadonlyMap<string, string> {
  const parameter = /(?:^|, )([a-z_]+)="((?:[ \x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/y
  const parameters = new Map<string, string>()
  if (!value.startsWith('Bearer ')) throw new Error('not a Bearer challenge')
  const text = value.slice('Bearer '.length)
  while (parameter.lastIndex < text.length) {
    const match = parameter.exec(text)
    if (!match?.[1] || parameters.has(match[1])) throw new Error(`malformed: ${value}`)
    parameters.set(match[1], (match[2] ?? '').replaceAll(/\\(.)/g, '$1'))
    if (parameter.lastIndex === 0) break
  }
  return parameters
}

describe('challenge', () => {
  it('has no error for a request without credentials, whatever else is said [RS-29]', () => {
    const value = challenge({ kind: 'missing', resourceMetadataUrl, scope: ['files:read'], description: 'none' })
    expect(value).not.toContain('error')
    expect(value).toBe(`Bearer resource_metadata="${resourceMetadataUrl}", scope="files:read"`)
  })

  it('never names offline_access [RS-09]', () => {
    for (const kind of kinds) {
      expect(challenge({ kind, resourceMetadataUrl, scope: ['offline_access'] })).not.toMatch(/offline|scope=/)
      expect(read(challenge({ kind, resourceMetadataUrl, scope: ['a', 'offline_access'] })).get('scope')).toBe('a')
    }
  })

  it.each([
    ['quotation marks', 'say "x"', "say 'x'"],
    ['a backslash', 'a\\b', 'a?b'],
    ['CR and LF', 'a\r\nSet-Cookie: x=1', 'a??Set-Cookie: x=1'],
    ['letters beyond ASCII', 'ключ 🔑', '???? ?'],
    ['a parameter of its own', '", error="x', "', error='x"],
    ['too many characters', 'a'.repeat(500), 'a'.repeat(200)],
  ])('keeps a description with %s inside its quotes [RS-13]', (_case, description, expected) => {
    const value = challenge({ kind: 'invalid_token', resourceMetadataUrl, description })
    expect(read(value).get('error_description')).toBe(expected)
  })

  it('leaves out scopes that are none, so that none can break the header [RS-13] [RS-68]', () => {
    const scope = ['a"b', 'a b', 'a\\b', 'é', '', 'a\r\nb']
    expect(challenge({ kind: 'missing', resourceMetadataUrl, scope })).toBe(
      `Bearer resource_metadata="${resourceMetadataUrl}"`,
    )
  })

  it('is one well-formed line for whatever comes in, each parameter once [RS-13]', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.array(text), text, text, (kind, scope, description, url) => {
        const value = challenge({ kind, resourceMetadataUrl: url, scope, description })
        expect(value).toMatch(/^[\x20-\x7e]+$/)
        const parameters = read(value)
        expect(parameters.get('error')).toBe(kind === 'missing' ? undefined : kind)
        expect(parameters.get('error_description') ?? '').toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/)
      }),
    )
  })

  it('names the error, all scopes of the operation and the metadata when scopes are missing [RS-60] [RS-61]', () => {
    const value = challenge({
      kind: 'insufficient_scope',
      resourceMetadataUrl,
      scope: ['files:write', 'files:read', 'files:write'],
      description: 'files:write needed',
    })
    expect(value).toBe(
      `Bearer error="insufficient_scope", scope="files:read files:write", resource_metadata="${resourceMetadataUrl}", error_description="files:write needed"`,
    )
  })

  it('gives the same text for the same scopes in any order [RS-64]', () => {
    const of = (scope: readonly string[]) => challenge({ kind: 'insufficient_scope', resourceMetadataUrl, scope })
    expect(of(['b', 'a'])).toBe(of(['a', 'b', 'a']))
  })

  it('says what is wrong with a token and keeps metadata and scope [RS-04] [RS-08] [RS-28]', () => {
    const value = challenge({ kind: 'invalid_token', resourceMetadataUrl, scope: ['files:read'] })
    expect(value).toBe(`Bearer error="invalid_token", scope="files:read", resource_metadata="${resourceMetadataUrl}"`)
  })

  it('is there for malformed requests too [RS-30]', () => {
    expect(challenge({ kind: 'invalid_request', resourceMetadataUrl })).toBe(
      `Bearer error="invalid_request", resource_metadata="${resourceMetadataUrl}"`,
    )
  })

  it('goes with 401, 403 and 400 [RS-30]', () => {
    expect(kinds.map((kind) => CHALLENGE_STATUS[kind])).toEqual([401, 401, 400, 403])
  })
})
