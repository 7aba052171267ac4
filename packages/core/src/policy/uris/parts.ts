/** The characters of RFC 3986 §2, with percent signs only in front of two hex digits. No space, backslash, control. */
const URI = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/

const WEB = /^(https?):\/\/([^/?#]+)(\/[^?#]*)?(\?[^#]*)?(#.*)?$/i

const AUTHORITY = /^(?:(.*)@)?(\[[0-9A-Fa-f:.]+\]|[^:@[\]]+)(?::(\d{1,5}))?$/

/** An http(s) URI cut as RFC 3986 appendix B does, every part as written. */
export interface WebUri {
  /** In lower case. */
  readonly scheme: 'http' | 'https'
  readonly hasUserinfo: boolean
  /** In lower case; the same host for every parser. */
  readonly hostname: string
  /** As written; empty when absent. */
  readonly port: string
  /** Empty when absent. */
  readonly path: string
  /** With its `?`; empty when absent. */
  readonly query: string
  readonly hasFragment: boolean
}

/** True when every character may stand in a URI (RFC 3986 §2). */
export function hasUriCharacters(text: string): boolean {
  return URI.test(text)
}

/**
 * Cuts an absolute http(s) URI without normalising it. WHATWG parsing repairs what it is given (`https:/h`, `h\\@evil`,
 * `0x7f.1`, `%2e`): a text whose host that parser reads differently is `undefined` here.
 */
export function parseWebUri(text: string): WebUri | undefined {
  const match = hasUriCharacters(text) ? WEB.exec(text) : null
  const authority = AUTHORITY.exec(match?.[2] ?? '')
  if (!match?.[1] || !authority?.[2] || !URL.canParse(text)) return undefined
  const hostname = authority[2].toLowerCase()
  if (new URL(text).hostname !== hostname) return undefined
  return {
    scheme: match[1].toLowerCase() === 'https' ? 'https' : 'http',
    hasUserinfo: authority[1] !== undefined,
    hostname,
    port: authority[3] ?? '',
    path: match[3] ?? '',
    query: match[4] ?? '',
    hasFragment: match[5] !== undefined,
  }
}
