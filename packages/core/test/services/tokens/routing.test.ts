import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/index.js'
import { createOutbound } from '../../../src/primitives/outbound/index.js'
import { createRevocations } from '../../../src/primitives/revocation/index.js'
import { memoryStore } from '../../../src/store/index.js'
import { createIntrospection, createTokenVerifier, type TrustedIssuer } from '../../../src/services/tokens/index.js'
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
