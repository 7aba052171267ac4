import { ConfigError } from '../../errors/index.js'
import { isLoopbackHost } from '../../foundation/index.js'
import { parseWebUri } from './parts.js'

export interface IssuerOptions {
  /** Allows http on a loopback host, for development. Default `false`. */
  readonly unsafelyAllowHttpLoopback?: boolean | undefined
  /** Name of the option, shown in the error. */
  readonly option?: string | undefined
}

/**
 * Checks our own issuer identifier (AS-03, AS-05, F-19): https, no query, no fragment, no trailing slash, and written
 * as URL parsers write it. Clients compare it byte for byte, so it is used exactly as configured from here on.
 *
 * @throws {ConfigError}
 * @example
 * ```ts
 * import { assertIssuer } from '@sallyport/core/uris'
 *
 * assertIssuer('https://notes.example.com')
 * assertIssuer('http://127.0.0.1:3000', { unsafelyAllowHttpLoopback: true })
 * ```
 */
export function assertIssuer(issuer: string, options: IssuerOptions = {}): void {
  const { option = 'authorizationServer.issuer', unsafelyAllowHttpLoopback = false } = options
  const refuse = (problem: string, fix: string): ConfigError => new ConfigError({ option, problem, fix })
  const parts = parseWebUri(issuer)
  if (parts === undefined) throw refuse('not an absolute https URL.', 'Write for example "https://auth.example.com".')
  if (parts.hasUserinfo || parts.hasFragment || parts.query !== '') {
    throw refuse('must have no credentials, query or fragment (RFC 8414 §2).', 'Write scheme, host and path only.')
  }
  if (parts.path.endsWith('/')) {
    throw refuse('ends in a slash, and clients compare it byte for byte.', `Write "${issuer.replace(/\/+$/, '')}".`)
  }
  if (parts.scheme === 'http' && !isLoopbackHost(parts.hostname)) {
    throw refuse('http, so codes and tokens could be read on the way.', 'Use https.')
  }
  if (parts.scheme === 'http' && !unsafelyAllowHttpLoopback) {
    throw refuse('http.', 'Use https, or set unsafelyAllowHttpLoopback while you develop on this machine.')
  }
  const { href } = new URL(issuer)
  if (href !== issuer && href !== `${issuer}/`) {
    throw refuse('not in the form that URL parsers write.', `Write "${href.replace(/\/+$/, '')}".`)
  }
}
