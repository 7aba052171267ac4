import { describe, expect, it } from 'vitest'
import { createSallyport, type SallyportOptions, type TrustedIssuerSettings } from '../../src/index.js'
import { memoryStore } from '../../src/store/index.js'
import { options, RESOURCE } from './support.js'

const introspection = { endpoint: 'https://as.example/introspect', clientId: 'us', clientSecret: 'secret' }
const issuer = 'https://as.example/'

const withIssuers = (trustedIssuers: readonly TrustedIssuerSettings[], more: Partial<SallyportOptions> = {}) =>
  createSallyport({
    resource: RESOURCE,
    operations: { default: ['notes:read'] },
    trustedIssuers,
    store: memoryStore(),
    ...more,
  })

describe('a trusted issuer', () => {
  it.each<[string, object]>([
    ['neither keys nor introspection', {}],
    ['both of them', { jwksUri: 'https://as.example/jwks', introspection }],
    ['plain http to ask', { introspection: { ...introspection, endpoint: 'http://as.example/introspect' } }],
    ['a password in the address', { introspection: { ...introspection, endpoint: 'https://a:b@as.example/' } }],
    ['no secret', { introspection: { endpoint: introspection.endpoint, clientId: 'us' } }],
    ['an hour of staleness', { introspection: { ...introspection, maxStaleMs: 3_600_000 } }],
    ['a setting nobody knows', { introspection: { ...introspection, cache: false } }],
    ['a type that is not looked at', { introspection, unsafelyAcceptJwtTyp: true }],
  ])('with %s is refused at once [RS-37] [RS-38]', (_case, settings) => {
    const start = () => withIssuers([{ issuer, ...settings }])
    expect(start).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })

  it.each<[string, readonly TrustedIssuerSettings[]]>([
    ['no owner of opaque tokens', [issuer, 'https://b.example'].map((name) => ({ issuer: name, introspection }))],
    ['opaque tokens and keys', [{ issuer, jwksUri: 'https://as.example/jwks', opaque: true }]],
    ['the same issuer twice', [issuer, issuer].map((name) => ({ issuer: name, introspection, opaque: true }))],
  ])('with %s does not start [RS-37]', async (_case, issuers) => {
    await expect(withIssuers(issuers).ready()).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })

  it('may introspect beside one that has keys, and beside our own server [F-08]', async () => {
    const keys = { issuer: 'https://b.example', jwksUri: 'https://b.example/jwks' }
    await expect(withIssuers([{ issuer, introspection }, keys]).ready()).resolves.toBeUndefined()
    const { authorizationServer, keys: ours } = options()
    const both = withIssuers([{ issuer, introspection }], { authorizationServer, keys: ours } as SallyportOptions)
    await expect(both.ready()).resolves.toBeUndefined()
  })

  it('never shows its secret in an error [RS-40]', () => {
    const wrong = { ...introspection, clientSecret: 'very secret', maxStaleMs: -1 }
    expect(() => withIssuers([{ issuer, introspection: wrong }])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('very secret') as string }),
    )
  })
})
