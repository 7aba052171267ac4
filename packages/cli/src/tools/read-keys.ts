import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { readText } from '../sources/read-file.js'
import { parseStrict } from '../sources/strict-json.js'
import { CommandFailure, unreadable } from '../terminal/failure.js'
import type { Terminal } from '../terminal/terminal.js'

/** A key set has a few kilobytes. */
const MAX_BYTES = 1_048_576

const PEM = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g

const FORMS = 'Use an Ed25519 or P-256 key as JWK or PEM: openssl genpkey -algorithm ed25519 -out lock-key.pem'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A key without a name is called by its thumbprint (RFC 7638), on both sides. */
async function named(jwk: JWK, kid?: string): Promise<JWK> {
  return { ...jwk, kid: kid ?? jwk.kid ?? (await calculateJwkThumbprint(jwk)) }
}

/** Nothing of what went wrong is repeated: it may quote the key. */
async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw unreadable(`${path} holds no key that can be used.`, FORMS)
  }
}

/** JWKs of a file: one, a set of them, or PEM blocks. */
function jwksIn(text: string, read: (pem: string) => KeyObject): readonly JWK[] {
  const pems = text.match(PEM)
  if (pems) return pems.map((pem) => read(pem).export({ format: 'jwk' }) as JWK)
  const parsed = parseStrict(text)
  const value = parsed.ok ? parsed.value : undefined
  if (!isObject(value)) throw new TypeError('no key')
  return (Array.isArray(value['keys']) ? value['keys'] : [value]) as readonly JWK[]
}

/**
 * The private key to sign with.
 *
 * @param kid to call it by; default: its own, or its thumbprint
 * @throws {CommandFailure} 3, for a file that is missing or holds no such key
 */
export async function readSigningKey(path: string, kid: string | undefined, terminal: Terminal): Promise<JWK> {
  const text = await readText(path, terminal, MAX_BYTES)
  return readable(path, async () => {
    const jwks = jwksIn(text, (pem) => createPrivateKey(pem))
    const [jwk] = jwks
    if (jwk === undefined || jwks.length > 1) throw unreadable(`${path} must hold one key.`, FORMS)
    return named(jwk, kid)
  })
}

/** Public keys; one that has no name of its own is known by whatever name a signature gives it. */
export interface TrustedKeys {
  readonly named: readonly JWK[]
  readonly nameless: readonly JWK[]
}

/**
 * The public keys that are trusted. Of a private key its public part is taken.
 *
 * @throws {CommandFailure} 3, for a file that is missing or holds no keys
 */
export async function readTrustedKeys(path: string, terminal: Terminal): Promise<TrustedKeys> {
  const text = await readText(path, terminal, MAX_BYTES)
  return readable(path, async () => {
    const jwks = jwksIn(text, (pem) => createPublicKey(pem)).map(({ kty, crv, x, y, kid }) => {
      return { kty, crv, x, y, ...(typeof kid === 'string' && { kid }) } as JWK
    })
    return {
      named: await Promise.all(jwks.map((jwk) => named(jwk))),
      nameless: jwks.filter(({ kid }) => kid === undefined),
    }
  })
}
