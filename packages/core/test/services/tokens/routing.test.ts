import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { createOutbound } from '../../../src/primitives/outbound/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { createIntrospection, createTokenVerifier, type TrustedIssuer } from '../../../src/services/tokens/index.js'
import { claimedIssuer } from '../../../src/services/tokens/jws.js'
import { encodeBase64Url, utf8 } from '../../../src/foundation/index.js'
import { json } from '../../support/stub-server.js'
import { introspectionWorld, jwtOf, OPAQUE } from './introspection-fixture.js'
import { RESOURCE } from './fixture.js'

const OTHER = 'https://other.example'
const introspection = createIntrospection(
  { endpoint: 'https://as.example/introspect', clientId: 'us', clientSecret: 's' },
  createOutbound({}),
)
const revocations = createRevocations({ log: memoryStore().revocations })

/** A second introspecting issuer at the same stub, under another path. */
async function two(opaque: boolean | undefined) {
  const world = await introspectionWorld({}, (server, runtime) => [
    {
      issuer: OTHER,
      ...(opaque !== undefined && { opaque }),
      introspection: createIntrospection(
        { endpoint: `${server.origin}/other`, clientId: 'us', clientSecret: 's' },
        createOutbound({ unsafelyAllowHttpLoopback: true }, runtime),
        runtime,
      ),
    },
  ])
  world.server.on('/other', json({ ...world.answer(), iss: OTHER, sub: 'bob' }))
  return world
}

describe('with two issuers that introspect', () => {
  it('a JWT is shown to the one it names, and to no other [RS-32] [RS-37]', async () => {
    const { verify, server } = await two(true)
    expect(await verify(jwtOf({ iss: OTHER }))).toBe('bob')
    expect(server.requests.map(({ path }) => path)).toEqual(['/other'])
  })

  it('an opaque token is shown to the one that owns opaque tokens [RS-37]', async () => {
    const { verify, server } = await two(true)
    expect(await verify(OPAQUE)).toBe('bob')
    expect(server.requests.map(({ path }) => path)).toEqual(['/other'])
  })

  it('a JWT that another issuer vouches for is refused: it answered for a token that is not its own [RS-32]', async () => {
    const { verify, server, answer } = await two(true)
    server.on('/introspect', json({ ...answer(), iss: OTHER }))
    expect(await verify(jwtOf({ iss: 'https://as.example/' }))).toBe('token_issuer_unknown')
  })

  it('and no owner of opaque tokens the verifier is not made [RS-37]', async () => {
    await expect(two(undefined)).rejects.toThrow(ConfigError)
    await expect(two(false)).rejects.toThrow(ConfigError)
  })
})

const key = { kid: 'k', alg: 'ES256' as const, verificationKey: () => Promise.reject(new Error('unused')) }

it.each<[string, readonly TrustedIssuer[]]>([
  ['two owners of opaque tokens', ['a', 'b'].map((issuer) => ({ issuer, introspection, opaque: true }))],
  ['neither keys nor introspection', [{ issuer: 'a' }]],
  ['both keys and introspection', [{ issuer: 'a', keys: [key], introspection }]],
  ['opaque tokens proven by keys', [{ issuer: 'a', keys: [key], opaque: true }]],
  ['our own tokens introspected', [{ issuer: 'a', own: true, introspection }]],
])('refuses %s [RS-37]', (_case, issuers) => {
  expect(() => createTokenVerifier({ issuers, revocations })).toThrow(ConfigError)
})

it('shows opaque tokens to nobody where every issuer says so [RS-37]', async () => {
  const issuers = ['https://as.example/', OTHER].map((issuer) => ({ issuer, introspection, opaque: false }))
  const verifier = createTokenVerifier({ issuers, revocations })
  await expect(verifier.verify(OPAQUE, RESOURCE)).rejects.toMatchObject({ reason: 'token_malformed' })
})

describe('the issuer that a token claims', () => {
  const part = (value: unknown) => encodeBase64Url(utf8(JSON.stringify(value)))

  it('is nobody or a refusal for any text, and never another error [RS-34] [RS-37]', () => {
    const segment = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((json) => encodeBase64Url(utf8(json))),
    )
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        try {
          expect(['undefined', 'string']).toContain(typeof claimedIssuer(segments.join('.')))
        } catch (error) {
          expect(error).toMatchObject({ error: 'invalid_token' })
        }
      }),
    )
  })

  it('is what a JWT says, whatever that is [RS-32]', () => {
    fc.assert(
      fc.property(fc.string(), (iss) => {
        expect(claimedIssuer([part({ alg: 'x' }), part({ iss }), part('s')].join('.'))).toBe(iss)
      }),
    )
  })

  it.each([
    ['a header that says alg twice', `${encodeBase64Url(utf8('{"alg":"a","alg":"b"}'))}.e30.AA`],
    ['a list for claims', `${part({ alg: 'x' })}.${part([])}.AA`],
    ['an issuer that is no text', `${part({ alg: 'x' })}.${part({ iss: ['a'] })}.AA`],
    ['iss twice', `${part({ alg: 'x' })}.${encodeBase64Url(utf8('{"iss":"a","iss":"b"}'))}.AA`],
  ])('is refused with %s: no server is asked what somebody else would read otherwise [RS-34]', (_case, token) => {
    expect(() => claimedIssuer(token)).toThrow(expect.objectContaining({ error: 'invalid_token' }))
  })

  it.each(['v4.local.payload', 'a.b.c', 'a.b.c.d.e', 'ghp_abc', `${part({ kind: 'x' })}.AA.AA`])(
    'is nobody for the opaque token %s [RS-37]',
    (token) => {
      expect(claimedIssuer(token)).toBeUndefined()
    },
  )
})
