import fc from 'fast-check'
import { CompactEncrypt, CompactSign, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { encodeBase64Url, utf8 } from '../../../src/foundation/index.js'
import { createTokenVerifier } from '../../../src/services/tokens/index.js'
import { ISSUER, RESOURCE, tokenWorld, verdict, type TokenWorld } from './fixture.js'

const judge = ({ verifier }: Pick<TokenWorld, 'verifier'>, token: string) =>
  verdict(() => verifier.verify(token, RESOURCE))
const encode = (text: string): string => encodeBase64Url(utf8(text))

describe('the type of a token', () => {
  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt', 'Application/AT+JWT'])('accepts %s [RS-31]', async (typ) => {
    const world = await tokenWorld()
    expect(await judge(world, await world.forge({ header: { typ } }))).toBe('accepted')
  })

  it.each(['JWT', 'jwt', 'id_token+jwt', 'at+jwt ', 'dpop+jwt', 'logout+jwt', ''])(
    'refuses "%s" [RS-31] [RS-26] [F-10]',
    async (typ) => {
      const world = await tokenWorld()
      expect(await judge(world, await world.forge({ header: { typ } }))).toBe('token_typ_refused')
    },
  )

  it.each([undefined, null, 1, ['at+jwt']])('refuses %s instead of a type [RS-31]', async (typ) => {
    const world = await tokenWorld()
    expect(await judge(world, await world.forge({ header: { typ } }))).toBe('token_typ_missing')
  })

  it('accepts another type only from the issuer it was switched on for, and says so [RS-31]', async () => {
    const world = await tokenWorld()
    const options: string[] = []
    const verifier = createTokenVerifier(
      {
        issuers: [
          { issuer: ISSUER, keys: world.keys.signing, unsafelyAcceptTyp: ['JWT'] },
          { issuer: 'https://other.example', keys: world.keys.signing },
        ],
        revocations: world.revocations,
        audit: { record: (event) => event.kind === 'unsafe.enabled' && options.push(event.option) },
      },
      world.runtime,
    )
    expect(options).toEqual(['unsafelyAcceptTyp'])
    expect(await judge({ verifier }, await world.forge({ header: { typ: 'jwt' } }))).toBe('accepted')
    const other = await world.forge({ header: { typ: 'jwt' }, claims: { iss: 'https://other.example' } })
    expect(await judge({ verifier }, other)).toBe('token_typ_refused')
  })
})

describe('algorithms', () => {
  it('refuses alg none, however it is spelt [RS-33]', async () => {
    const world = await tokenWorld()
    const unsecured = new UnsecuredJWT({ sub: 'alice' }).setIssuer(ISSUER).encode()
    expect(await judge(world, unsecured)).toBe('token_malformed')
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      expect(await judge(world, await world.forge({ header: { alg } }))).toBe('token_alg_refused')
      expect(await judge(world, `${unsecured}AAAA`)).not.toBe('accepted')
    }
  })

  it('refuses HS256 signed with the public key as the secret [RS-33]', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true })
    const world = await tokenWorld()
    const verifier = createTokenVerifier(
      {
        issuers: [
          {
            issuer: ISSUER,
            keys: [{ kid: 'k', alg: 'ES256', verificationKey: () => Promise.resolve(pair.publicKey) }],
          },
        ],
        revocations: world.revocations,
      },
      world.runtime,
    )
    const jwk = await exportJWK(pair.publicKey)
    for (const secret of [utf8(await exportSPKI(pair.publicKey)), utf8(JSON.stringify(jwk)), utf8(jwk.x!)]) {
      const token = await new SignJWT({ sub: 'alice' })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k' })
        .setIssuer(ISSUER)
        .sign(secret)
      expect(await judge({ verifier }, token)).toBe('token_alg_refused')
    }
  })

  it.each(['ES256', 'HS256', 'RS256', 'Ed25519', 'eddsa', 'EdDSA '])(
    'refuses %s from a key that is for EdDSA [RS-33]',
    async (alg) => {
      const world = await tokenWorld('EdDSA')
      expect(await judge(world, await world.forge({ header: { alg } }))).toBe('token_alg_refused')
    },
  )

  it('refuses a key whose bytes do not fit its algorithm [RS-33]', async () => {
    const world = await tokenWorld('EdDSA')
    const lying = { kid: 'k', alg: 'HS256' as const, verificationKey: () => world.keys.signing[0]!.verificationKey() }
    const verifier = createTokenVerifier(
      { issuers: [{ issuer: ISSUER, keys: [lying] }], revocations: world.revocations },
      world.runtime,
    )
    expect(await judge({ verifier }, await world.forge({ header: { alg: 'HS256', kid: 'k' } }))).toBe(
      'token_signature_invalid',
    )
  })

  it('refuses to be configured for an algorithm that is not on the list [RS-33]', async () => {
    const world = await tokenWorld()
    const key = { kid: 'k', alg: 'none' as 'ES256', verificationKey: () => Promise.resolve(new Uint8Array(32)) }
    expect(() =>
      createTokenVerifier({ issuers: [{ issuer: ISSUER, keys: [key] }], revocations: world.revocations }),
    ).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })
})

describe('a token cannot choose its own verification', () => {
  it.each([
    ['jku', 'https://evil.example/jwks'],
    ['jwk', { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
    ['x5u', 'https://evil.example/cert'],
    ['x5c', ['MIIB']],
    ['x5t', 'abc'],
    ['crit', ['x']],
    ['crit', ['exp']],
    ['crit', []],
    ['b64', false],
    ['b64', true],
    ['zip', 'DEF'],
  ])('refuses the header %s, genuine signature or not [RS-32] [RS-34]', async (name, value) => {
    const world = await tokenWorld() // its runtime has no network: a fetch would be another failure
    expect(await judge(world, await world.forge({ header: { [name]: value } }))).toBe('token_header_forbidden')
  })

  it('refuses a key of another issuer, an unknown key and no key [RS-32]', async () => {
    const world = await tokenWorld()
    const other = await tokenWorld()
    const foreign = await other.forge()
    expect(await judge(world, foreign)).toBe('token_key_unknown')
    expect(await judge(world, await other.forge({ header: { kid: world.keys.signing[0]!.kid } }))).toBe(
      'token_signature_invalid',
    )
    expect(await judge(world, await world.forge({ header: { kid: undefined } }))).toBe('token_key_unknown')
    expect(await judge(world, await world.forge({ header: { kid: 7 } }))).toBe('token_kid_malformed')
  })

  it('takes the keys of the issuer that the token names, never those of another one [RS-32]', async () => {
    const [ours, theirs] = [await tokenWorld(), await tokenWorld()]
    const verifier = createTokenVerifier(
      {
        issuers: [
          { issuer: ISSUER, keys: ours.keys.signing, own: true },
          { issuer: 'https://idp.example', keys: theirs.keys.signing },
        ],
        revocations: ours.revocations,
      },
      ours.runtime,
    )
    const claims = { iss: 'https://idp.example' }
    expect(await judge({ verifier }, await theirs.forge({ claims }))).toBe('accepted')
    expect(await judge({ verifier }, await theirs.forge())).toBe('token_key_unknown')
    expect(await judge({ verifier }, await ours.forge({ claims }))).toBe('token_key_unknown')
  })

  it('accepts a key from a function of the configured issuer, and refuses when it fails [RS-32]', async () => {
    const world = await tokenWorld()
    const [signer] = world.keys.signing
    const asked: unknown[] = []
    const answers = [signer, undefined, new Error('fetch failed')]
    const verifier = createTokenVerifier(
      {
        issuers: [
          {
            issuer: ISSUER,
            keys: async (query) => {
              asked.push(query)
              const answer = answers.shift()
              if (answer instanceof Error) throw answer
              return answer
            },
          },
        ],
        revocations: world.revocations,
        cacheSize: 0,
      },
      world.runtime,
    )
    const token = await world.forge()
    expect([
      await judge({ verifier }, token),
      await judge({ verifier }, token),
      await judge({ verifier }, token),
    ]).toEqual(['accepted', 'token_key_unknown', 'token_key_unavailable'])
    expect(asked[0]).toEqual({ alg: 'EdDSA', kid: signer!.kid })
  })
})

describe('the form of a token', () => {
  it('refuses JWE where JWS is expected [RS-34]', async () => {
    const secret = new Uint8Array(32).fill(7)
    const jwe = await new CompactEncrypt(utf8('{}')).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(secret)
    expect(await judge(await tokenWorld(), jwe)).toMatch(/^token_(encrypted|malformed)$/)
    expect(await judge(await tokenWorld(), 'a.b.c.d.e')).toBe('token_encrypted')
  })

  it('refuses repeated members, which two parsers would read differently [RS-34]', async () => {
    const world = await tokenWorld()
    const [signer] = world.keys.signing
    const forgeText = async (header: string, claims: string): Promise<string> => {
      const input = `${encode(header)}.${encode(claims)}`
      return `${input}.${encodeBase64Url(await signer!.sign(utf8(input)))}`
    }
    const good = await world.forge()
    const [header = '', claims = ''] = good.split('.').map((part) => Buffer.from(part, 'base64url').toString())
    expect(await judge(world, await forgeText(header, claims))).toBe('accepted')
    expect(await judge(world, await forgeText(header.replace('{', '{"alg":"none",'), claims))).toBe(
      'token_header_duplicate_key',
    )
    expect(await judge(world, await forgeText(header, claims.replace('{', '{"sub":"mallory",')))).toBe(
      'token_claims_duplicate_key',
    )
    expect(await judge(world, await forgeText(header, claims.replace('{', '{"\\u0073ub":"mallory",')))).toBe(
      'token_claims_duplicate_key',
    )
    expect(await judge(world, await forgeText(header, `\ufeff${claims}`))).toBe('token_claims_malformed')
    expect(await judge(world, await forgeText('[]', claims))).toBe('token_header_malformed')
    expect(await judge(world, await forgeText(header, 'null'))).toBe('token_claims_malformed')
  })

  it('refuses an oversized token before it decodes anything [RS-34]', async () => {
    const world = await tokenWorld()
    expect(await judge(world, await world.forge({ claims: { filler: 'x'.repeat(20_000) } }))).toBe('token_too_long')
    expect(await judge(world, `${'A'.repeat(20_000)}.A.A`)).toBe('token_too_long')
  })

  it('refuses a genuine token in any other spelling [RS-23]', async () => {
    const world = await tokenWorld()
    const token = await world.forge()
    await world.verifier.verify(token, RESOURCE)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = alphabet[alphabet.indexOf(token.at(-1)!) + 1]! // an Ed25519 signature leaves four spare bits
    const spellings = [`${token}=`, `${token} `, ` ${token}`, `${token}\n`, `${token}.`, token.slice(0, -1) + twin]
    for (const other of spellings) expect(await judge(world, other)).toBe('token_malformed')
  })

  it('never throws anything but invalid_token, and never accepts what it did not issue [F-07]', async () => {
    const world = await tokenWorld()
    const part = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.json().map(encode),
      fc.constantFrom(encode('{"alg":"EdDSA","typ":"at+jwt"}'), encode(`{"iss":"${ISSUER}"}`)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        expect(await judge(world, parts.join('.'))).toMatch(/^token_/)
      }),
    )
  })

  it('refuses a token with any character of it changed [F-07]', async () => {
    const world = await tokenWorld()
    const token = await world.forge()
    await world.verifier.verify(token, RESOURCE)
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...Array.from('ABQgwz09_-.')), async (index, char) => {
        fc.pre(token[index] !== char)
        expect(await judge(world, token.slice(0, index) + char + token.slice(index + 1))).toMatch(/^token_/)
      }),
    )
  })

  it('refuses another kind of JWS signed with the same key [AS-61] [F-10]', async () => {
    const world = await tokenWorld('HS256')
    const [signer] = world.keys.signing
    const jws = await new CompactSign(utf8('not claims'))
      .setProtectedHeader({ alg: 'HS256', kid: signer!.kid, typ: 'at+jwt' })
      .sign(new Uint8Array(32))
    expect(await judge(world, jws)).toBe('token_claims_malformed')
  })
})
