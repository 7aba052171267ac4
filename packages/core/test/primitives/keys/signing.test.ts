import { compactVerify, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { decodeBase64Url, encodeBase64Url, utf8 } from '../../../src/foundation/index.js'
import {
  generateKeySet,
  localSigner,
  parseKeySet,
  publicJwks,
  type KeyFileEntry,
  type Signer,
} from '../../../src/primitives/keys/index.js'

/** RFC 8037 Appendix A.1. */
const RFC8037 = {
  kty: 'OKP',
  crv: 'Ed25519',
  kid: 'rfc8037',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
} as const

const sign = async (signer: Signer) => {
  const input = `${encodeBase64Url(utf8(JSON.stringify({ alg: signer.alg, kid: signer.kid })))}.e30`
  return `${input}.${encodeBase64Url(await signer.sign(utf8(input)))}`
}

describe('localSigner', () => {
  it('signs the example of RFC 8037 Appendix A.4 byte for byte [F-06]', async () => {
    const signer = await localSigner(RFC8037)
    const input = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc'
    expect(encodeBase64Url(await signer.sign(utf8(input)))).toBe(
      'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    )
  })

  it('signs the example of RFC 7515 Appendix A.1 byte for byte [F-06]', async () => {
    const k = 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow'
    const signer = await localSigner({ kty: 'oct', kid: 'rfc7515', k })
    const input =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
    expect(encodeBase64Url(await signer.sign(utf8(input)))).toBe('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
  })

  it.each(['EdDSA', 'ES256'] as const)(
    'makes %s signatures that jose verifies with the published key [F-06]',
    async (alg) => {
      const { signing } = await parseKeySet(await generateKeySet({ alg }))
      const [jwk] = publicJwks({ signing }).keys
      const verified = await compactVerify(await sign(signing[0]!), await importJWK({ ...jwk }, alg))
      expect(verified.protectedHeader).toEqual({ alg, kid: signing[0]!.kid })
    },
  )

  it('signs ES256 as 64 raw bytes, RFC 7518 §3.4 [F-06]', async () => {
    const { signing } = await parseKeySet(await generateKeySet({ alg: 'ES256' }))
    expect(await signing[0]!.sign(utf8('x'))).toHaveLength(64)
  })

  it('keeps the private half out of reach [RS-40]', async () => {
    const signer = await localSigner(RFC8037)
    expect(JSON.stringify(signer)).not.toContain(RFC8037.d)
    expect(signer.publicJwk).not.toHaveProperty('d')
  })
})

describe('publicJwks', () => {
  it('publishes public members only, for every key that tokens may carry [AS-62] [F-06]', async () => {
    const older = (await generateKeySet({ alg: 'ES256' })).keys[0]!
    const { keys } = await generateKeySet()
    const document = publicJwks(await parseKeySet({ keys: [...keys, older] }))
    const [current] = keys as readonly Extract<KeyFileEntry, { kty: 'OKP' }>[]
    expect(document).toEqual({
      keys: [
        { kty: 'OKP', crv: 'Ed25519', x: current!.x, kid: current!.kid, alg: 'EdDSA', use: 'sig' },
        {
          kty: 'EC',
          crv: 'P-256',
          x: (older as { x: string }).x,
          y: (older as { y: string }).y,
          kid: older.kid,
          alg: 'ES256',
          use: 'sig',
        },
      ],
    })
  })

  it('is empty for HS256: a secret is nobody else’s business [AS-62] [F-06]', async () => {
    expect(publicJwks(await parseKeySet(await generateKeySet({ alg: 'HS256' })))).toEqual({ keys: [] })
  })

  it('leaves out whatever else the JWK of a foreign signer holds [AS-62]', async () => {
    const signer = await localSigner(RFC8037)
    const careless = { ...signer, publicJwk: { ...RFC8037, key_ops: ['sign'], p: 'x', q: 'y', k: 'z' } }
    const text = JSON.stringify(publicJwks({ signing: [careless] }))
    expect(text).not.toContain(RFC8037.d)
    expect(JSON.parse(text).keys[0]).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: RFC8037.x,
      kid: 'rfc8037',
      alg: 'EdDSA',
      use: 'sig',
    })
  })

  it('never publishes a symmetric key, whatever the signer claims [AS-62]', () => {
    const liar: Signer = {
      kid: 'k',
      alg: 'EdDSA',
      publicJwk: { kty: 'oct', k: 'c2VjcmV0' },
      sign: () => Promise.resolve(new Uint8Array()),
      verificationKey: () => Promise.resolve(decodeBase64Url('c2VjcmV0')!),
    }
    expect(publicJwks({ signing: [liar] })).toEqual({ keys: [] })
  })

  it('refuses two keys with one kid [AS-62]', async () => {
    const signer = await localSigner(RFC8037)
    expect(() => publicJwks({ signing: [signer, signer] })).toThrow(expect.objectContaining({ code: 'ERR_CONFIG' }))
  })
})
