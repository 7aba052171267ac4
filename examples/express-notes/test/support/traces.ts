import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Recorded } from './recording.js'

/** A text in which secrets are looked for, and the name of the place. */
export interface Haystack {
  readonly place: string
  readonly text: string
}

const FRAGMENT = 20

/** Tokens and sealed values are made of parts; in a PKCE verifier a dot is a letter like any other (RFC 7636 §4.1). */
function tellingParts(secret: string): string[] {
  if (secret.startsWith('eyJ')) return secret.split('.').slice(-1)
  if (secret.startsWith('srt_')) return secret.split('.').slice(1)
  return secret.startsWith('v1.') ? secret.split('.') : [secret]
}

/**
 * What gives a secret away: its beginning and end, for a log that cuts it is a leak as well. Of a JWT only the signature,
 * the rest of it repeats from token to token; of a refresh token not the first part, which names the grant. In clear and
 * in Base64, at any of the three offsets.
 */
function fragmentsOf(secret: string): string[] {
  const pieces = tellingParts(secret)
    .filter((part) => part.length >= FRAGMENT)
    .flatMap((part) => [part.slice(0, FRAGMENT), part.slice(-FRAGMENT)])
  if (pieces.length === 0) throw new Error('Too short to be looked for.')
  return pieces.flatMap((piece) => [piece, ...encodedForms(piece)])
}

function encodedForms(piece: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const base64 = Buffer.from('x'.repeat(offset) + piece).toString('base64')
    // Without the characters that depend on what stands before and after.
    const stable = base64.slice(offset === 0 ? 0 : 4, -4)
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** The places at which a secret, or a piece of it, is found; each once, in order. */
export function placesOf(secret: string, haystacks: readonly Haystack[]): string[] {
  const fragments = fragmentsOf(secret)
  const places = haystacks.filter(({ text }) => fragments.some((fragment) => text.includes(fragment)))
  return [...new Set(places.map(({ place }) => place))].sort()
}

export function exchangeHaystacks(exchanges: readonly Recorded[]): Haystack[] {
  return exchanges.flatMap((exchange) => {
    const { method, url, requestHeaders, requestBody, responseHeaders, responseBody } = exchange
    const name = `${method} ${url.pathname}`
    return [
      { place: `${name} > url`, text: decodeURIComponent(url.href) },
      { place: `${name} > headers`, text: requestHeaders },
      { place: `${name} > body`, text: requestBody },
      { place: `${name} < headers`, text: responseHeaders },
      { place: `${name} < body`, text: responseBody },
    ]
  })
}

/** Every file of a directory, byte for byte: tables, indexes, freed pages, the write-ahead log. */
export function fileHaystacks(directory: string, leaveOut: RegExp): Haystack[] {
  return readdirSync(directory)
    .filter((name) => !leaveOut.test(name))
    .map((name) => ({ place: `file ${name}`, text: readFileSync(join(directory, name), 'latin1') }))
}
