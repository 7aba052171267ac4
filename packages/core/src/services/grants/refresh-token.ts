import type { CryptoKey } from 'jose'
import { decodeBase64Url, encodeBase64Url, randomBase64Url, utf8, type Runtime } from '../../foundation/index.js'
import { liveKeys, type KeyList, type SecretKey } from '../../primitives/keys/index.js'

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
export function createRefreshTokens(keys: KeyList<SecretKey>, runtime: Pick<Runtime, 'randomBytes'>): RefreshTokens {
  const live = liveKeys(keys)
  const imported = new WeakMap<SecretKey, Promise<CryptoKey>>()

  function hmacKey(key: SecretKey): Promise<CryptoKey> {
    const known = imported.get(key)
    if (known) return known
    const fresh = crypto.subtle.importKey('raw', key.secret, HMAC, false, ['sign', 'verify'])
    imported.set(key, fresh)
    return fresh
  }

  async function isOurs(candidates: readonly SecretKey[], mac: Uint8Array<ArrayBuffer>, body: string) {
    for (const key of candidates) {
      // `verify` compares in constant time.
      if (await crypto.subtle.verify('HMAC', await hmacKey(key), mac, utf8(body))) return true
    }
    return false
  }

  return Object.freeze<RefreshTokens>({
    async mint(grantId, generation) {
      const body = `srt_${grantId}.${generation}.${randomBase64Url(32, runtime)}`
      const [active] = await live.latest('due')
      if (active === undefined) throw new TypeError('there is no refresh key')
      const mac = await crypto.subtle.sign('HMAC', await hmacKey(active), utf8(body))
      return `${body}.${encodeBase64Url(new Uint8Array(mac))}`
    },
    async read(token) {
      const [, body, grantId, generation, macText = ''] = FORM.exec(token) ?? []
      const mac = decodeBase64Url(macText)
      if (body === undefined || grantId === undefined || mac === undefined) return undefined
      const known = live.current()
      if (await isOurs(known, mac, body)) return { grantId, generation: Number(generation) }
      // The token names no key: one that was made a moment ago, by another process, may be missing here.
      const latest = await live.latest('missing')
      const added = latest.filter((key) => !known.includes(key))
      return (await isOurs(added, mac, body)) ? { grantId, generation: Number(generation) } : undefined
    },
  })
}
