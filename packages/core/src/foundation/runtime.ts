import { systemFetch } from '#system-fetch'
import { concatBytes, encodeBase64Url, utf8 } from './bytes.js'

/** What `fetch` of a runtime is told beyond what every `fetch` knows. */
export interface RuntimeFetchInit extends RequestInit {
  /**
   * Whether a request may connect to an address. Hosts that open the connection themselves (Node) ask for every address
   * that the name leads to, and connect to no other; hosts that cannot choose ignore it.
   */
  readonly admitsAddress?: ((address: string) => boolean) | undefined
}

/** What a module needs from the machine: clock, chance, digest, waiting and the network. Replaceable for tests. */
export interface Runtime {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Bytes from a cryptographically secure generator. */
  randomBytes(length: number): Uint8Array<ArrayBuffer>
  /** SHA-256; synchronous where the platform can. */
  sha256(data: Uint8Array | string): Uint8Array | Promise<Uint8Array>
  /** Resolves after `ms` milliseconds, rejects with the signal's reason when aborted. */
  delay(ms: number, signal?: AbortSignal): Promise<void>
  fetch(input: string | URL | Request, init?: RuntimeFetchInit): Promise<Response>
}

type NodeCrypto = {
  createHash(algorithm: 'sha256'): { update(data: Uint8Array | string): { digest(): Uint8Array } }
  hash?(algorithm: 'sha256', data: Uint8Array | string, encoding: 'latin1'): string
}

function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

function platformSha256(): Runtime['sha256'] {
  const node = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } }
  const crypto = node.process?.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined
  const oneShot = crypto?.hash?.bind(crypto)
  // Through a text: a Buffer of native memory costs twice the digest itself, and every request needs one.
  if (oneShot) return (data) => latin1Bytes(oneShot('sha256', data, 'latin1'))
  if (crypto) return (data) => crypto.createHash('sha256').update(data).digest()
  return async (data) =>
    new Uint8Array(
      await globalThis.crypto.subtle.digest('SHA-256', typeof data === 'string' ? utf8(data) : concatBytes(data)),
    )
}

/** The real machine: the only place in this package that reads the clock, chance, timers or the global `fetch`. */
export const systemRuntime: Runtime = Object.freeze({
  nowMs: () => Date.now(),
  randomBytes: (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
  sha256: platformSha256(),
  delay: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal?.throwIfAborted()
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, ms)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
  fetch: (input: string | URL | Request, init?: RuntimeFetchInit) => systemFetch(input, init),
})

/** SHA-256 of a text as unpadded base64url: how every secret is named in a store. */
export async function sha256Base64Url(text: string, runtime: Pick<Runtime, 'sha256'>): Promise<string> {
  return encodeBase64Url(await runtime.sha256(text))
}

/** `byteLength` random bytes as unpadded base64url. */
export function randomBase64Url(byteLength: number, runtime: Pick<Runtime, 'randomBytes'>): string {
  return encodeBase64Url(runtime.randomBytes(byteLength))
}
