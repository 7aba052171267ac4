import type { CryptoKey } from 'jose'
import { decodeBase64Url, encodeBase64Url, randomBase64Url, utf8, type Runtime } from '../../foundation/index.js'
import type { SecretKey } from '../../primitives/keys/index.js'

/** `srt_<family>.<generation>.<256 random bits>.<HMAC-SHA256>`; the family is named after its grant, there is one for each. */
const FORM = /^(srt_([A-Za-z0-9_-]{25})\.([1-9][0-9]{0,14})\.[A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

/** What a genuine refresh token says. That it is still good, only the store knows. */
export interface RefreshTokenParts {
  readonly grantId: string
  /** From 1 upwards. */
  readonly generation: number
}

export interface RefreshTokens {
  /** A new token; two calls never give the same one. */
  mint(grantId: string, generation: number): Promise<string>
  /** The parts of a token that we made; `undefined` for any other text. */
  read(token: string): Promise<RefreshTokenParts | undefined>
}

/**
 * Tokens that prove by themselves that we made them. The HMAC is there for one reason: whoever guesses or alters a token
 * must not be able to trigger the revocation that an old token triggers (F-05).
 */
export function createRefreshTokens(keys: readonly SecretKey[], runtime: Pick<Runtime, 'randomBytes'>): RefreshTokens {
  const secrets = keys.map(({ secret }) => Uint8Array.from(secret))
  let imported: Promise<CryptoKey[]> | undefined

  function hmacKeys(): Promise<CryptoKey[]> {
    imported ??= Promise.all(
      secrets.map((secret) => crypto.subtle.importKey('raw', secret, HMAC, false, ['sign', 'verify'])),
    )
    return imported
  }

  return Object.freeze<RefreshTokens>({
    async mint(grantId, generation) {
      const body = `srt_${grantId}.${generation}.${randomBase64Url(32, runtime)}`
      const [active] = await hmacKeys()
      if (active === undefined) throw new TypeError('there is no refresh key')
      const mac = await crypto.subtle.sign('HMAC', active, utf8(body))
      return `${body}.${encodeBase64Url(new Uint8Array(mac))}`
    },
    async read(token) {
      const [, body, grantId, generation, macText = ''] = FORM.exec(token) ?? []
      const mac = decodeBase64Url(macText)
      if (body === undefined || grantId === undefined || mac === undefined) return undefined
      for (const key of await hmacKeys()) {
        // `verify` compares in constant time.
        if (await crypto.subtle.verify('HMAC', key, mac, utf8(body))) return { grantId, generation: Number(generation) }
      }
      return undefined
    },
  })
}
