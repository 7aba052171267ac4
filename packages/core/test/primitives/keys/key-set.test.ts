import { describe, expect, it } from 'vitest'
import { encodeBase64Url, systemRuntime } from '../../../src/foundation/index.js'
import { generateKeySet, parseKeySet, type KeyFileEntry } from '../../../src/primitives/keys/index.js'

const random = (length: number) => encodeBase64Url(systemRuntime.randomBytes(length))
const { keys } = await generateKeySet()
const [signing, vault, ...rest] = keys as readonly [KeyFileEntry, KeyFileEntry, ...KeyFileEntry[]]
const fileWith = (changes: object, entry: KeyFileEntry = signing) => ({
  keys: keys.map((key) => (key === entry ? { ...key, ...changes } : key)),
})
const otherSigning = (await generateKeySet()).keys[0] as Extract<KeyFileEntry, { kty: 'OKP' }>
const p256 = (await generateKeySet({ alg: 'ES256' })).keys[0]!

describe('generateKeySet', () => {
  it.each(['EdDSA', 'ES256', 'HS256'] as const)('makes one key for each purpose with %s [F-06]', async (alg) => {
    const set = await parseKeySet(await generateKeySet({ alg }))
    expect(set.signing.map((signer) => signer.alg)).toEqual([alg])
    for (const purpose of ['vault', 'cookies', 'sealing', 'refresh'] as const) {
      expect(set[purpose].map(({ secret }) => secret.length)).toEqual([32])
    }
  })

  it('draws every key and every kid afresh [F-06]', async () => {
    const two = [...(await generateKeySet()).keys, ...(await generateKeySet()).keys]
    const secrets = two.map((key) => (key.kty === 'oct' ? key.k : key.d))
    expect(new Set(secrets).size).toBe(two.length)
    expect(new Set(two.map(({ kid }) => kid)).size).toBe(two.length)
  })

  it('refuses an algorithm it does not know', async () => {
    await expect(generateKeySet({ alg: 'RS256' as 'ES256' })).rejects.toMatchObject({ code: 'ERR_CONFIG' })
  })
})

describe('parseKeySet', () => {
  it('reads text as well as parsed JSON', async () => {
    expect((await parseKeySet(JSON.stringify({ keys }))).signing[0]?.kid).toBe(signing.kid)
  })

  it('puts the first key of each purpose first, and keeps the others [F-06]', async () => {
    const set = await parseKeySet({ keys: [{ ...otherSigning, kid: 'new' }, ...keys] })
    expect(set.signing.map(({ kid }) => kid)).toEqual(['new', signing.kid])
  })

  it.each([
    ['text that is no JSON', '{"keys": [', 'not JSON'],
    ['something else than a set', JSON.stringify([]), 'keys'],
    ['an empty set', { keys: [] }, 'keys'],
    ['an unknown member', fileWith({ x5c: [] }), 'x5c'],
    ['an unknown purpose', fileWith({ purpose: 'everything' }), 'purpose'],
    ['a missing kid', fileWith({ kid: undefined }), 'kid'],
    ['a kid that could break a header', fileWith({ kid: 'a"b' }), 'kid'],
    ['an RSA key', fileWith({ kty: 'RSA' }), 'keys'],
    ['a curve we do not sign with', fileWith({ crv: 'X25519' }), 'crv'],
    ['an algorithm that does not belong to the key', fileWith({ alg: 'ES256' }), 'alg'],
    ['a key meant for encryption', fileWith({ use: 'enc' }), 'use'],
    ['padded base64', fileWith({ d: `${random(32)}=` }), '.d'],
    ['a private key of 31 bytes', fileWith({ d: random(31) }), '.d'],
    ['a vault key of 31 bytes', fileWith({ k: random(31) }, vault), '.k'],
    ['a vault key of 33 bytes', fileWith({ k: random(33) }, vault), 'exactly 32'],
    ['a key pair for the vault', { keys: [...keys, { ...p256, purpose: 'vault' }] }, 'symmetric'],
    ['halves that do not match', fileWith({ x: otherSigning.x }), 'do not belong together'],
    ['a point that is not on the curve', { keys: [{ ...p256, x: random(32) }, ...keys] }, 'do not belong together'],
    ['a repeated kid', { keys: [...keys, { ...otherSigning, kid: vault.kid }] }, 'used twice'],
    ['one key for two purposes', fileWith({ k: (rest[0] as { k: string }).k }, vault), 'equals'],
    ['a key of zeros', fileWith({ k: encodeBase64Url(new Uint8Array(32)) }, vault), 'not random'],
    [
      'a key of one repeated letter',
      fileWith({ k: encodeBase64Url(new Uint8Array(32).fill(97)) }, vault),
      'not random',
    ],
  ])('refuses %s [F-06] [F-75]', async (_case, file, hint) => {
    const failure = await parseKeySet(file).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ERR_CONFIG' })
    expect(String(failure)).toContain(hint)
  })

  it.each(['signing', 'vault', 'cookies', 'sealing', 'refresh'])(
    'refuses a set without a key for %s [F-06]',
    async (purpose) => {
      const file = { keys: keys.filter((key) => key.purpose !== purpose) }
      await expect(parseKeySet(file)).rejects.toThrow(`no key for "${purpose}"`)
    },
  )

  it('never repeats key material in an error [RS-40]', async () => {
    const secret = random(32)
    const broken = [
      fileWith({ d: `${secret}=` }),
      fileWith({ d: secret }),
      fileWith({ kid: undefined, d: secret }),
      `{"keys":[{"d":"${secret}"`,
      fileWith({ k: secret, kid: signing.kid }, vault),
    ]
    for (const file of broken) {
      const failure = (await parseKeySet(file).catch((error: unknown) => error)) as Error
      expect(failure.message + String(failure.cause) + JSON.stringify(failure)).not.toContain(secret)
    }
  })
})
