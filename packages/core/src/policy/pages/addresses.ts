import { decodePunycode } from './punycode.js'
import { literal, readable } from './untrusted.js'

/** Where an address leads, in the form a person can check. */
export interface Destination {
  /** Host and port in ASCII, whole: never shortened (AS-92). The scheme for addresses without a host. */
  readonly host: string
  /** The same host in its own script; only set when it differs. */
  readonly international: string | undefined
  /** Without its colon, for example `cursor`. */
  readonly scheme: string
}

function international(hostname: string): string | undefined {
  if (!hostname.includes('xn--')) return undefined
  const labels = hostname
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodePunycode(label.slice(4)) ?? label) : label))
  return readable(labels.join('.'), 255)
}

/** Schemes whose addresses have a host that means the same to everybody. */
const WEB = new Set(['https:', 'http:'])

/**
 * Reads an address the way a browser will, so that user info, odd slashes or encodings cannot pass for a host.
 *
 * @returns `undefined` for what is not an absolute URL
 */
export function destinationOf(uri: string): Destination | undefined {
  if (!URL.canParse(uri)) return undefined
  const { protocol, host, hostname } = new URL(uri)
  const scheme = literal(protocol.slice(0, -1))
  if (!WEB.has(protocol)) return { host: `${scheme}:`, international: undefined, scheme }
  return { host: literal(host), international: international(hostname), scheme }
}

/** The host of a client id that is a metadata document's URL (AS-94). */
export function publisherOf(clientId: string): Destination | undefined {
  return clientId.startsWith('https://') ? destinationOf(clientId) : undefined
}
