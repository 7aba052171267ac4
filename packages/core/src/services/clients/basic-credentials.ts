import { OAuthError } from '../../errors/index.js'
import { fromUtf8, parseCredentials } from '../../foundation/index.js'

/** Padded base64 without line breaks, RFC 7617 §2. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const MAX_LENGTH = 4096

/** Client id and secret as the client wrote them; neither is proven. */
export interface BasicCredentials {
  readonly clientId: string
  readonly secret: string
}

/**
 * Reads client credentials from HTTP Basic. Both parts are form-urlencoded before they are joined (OAuth 2.1 §2.4.1), so
 * `+` is a space and `%2B` a plus. Whether they are right is for `authenticate`.
 *
 * @param lines every `Authorization` line of the request
 * @returns `undefined` when there is none
 * @throws {OAuthError} `invalid_request` for several lines or malformed ones, `invalid_client` for another scheme
 * @example
 * ```ts
 * import { readBasicCredentials } from '@sallyport/core/clients'
 *
 * console.log(readBasicCredentials(['Basic YzpwJTJCcQ=='])) // { clientId: 'c', secret: 'p+q' }
 * ```
 */
export function readBasicCredentials(lines: readonly string[]): BasicCredentials | undefined {
  const [line] = lines
  if (line === undefined) return undefined
  if (lines.length > 1) throw new OAuthError('invalid_request', { reason: 'authorization_repeated' })
  const credentials = parseCredentials(line)
  if (credentials?.scheme !== 'basic') throw new OAuthError('invalid_client', { reason: 'authorization_scheme' })
  const basic = decodePair(credentials.rest)
  if (basic === undefined) throw new OAuthError('invalid_request', { reason: 'basic_malformed' })
  return basic
}

function decodePair(base64: string): BasicCredentials | undefined {
  if (base64 === '' || base64.length > MAX_LENGTH || !BASE64.test(base64)) return undefined
  try {
    const pair = fromUtf8(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
    const colon = pair.indexOf(':')
    if (colon < 1) return undefined
    return { clientId: formUrlDecode(pair.slice(0, colon)), secret: formUrlDecode(pair.slice(colon + 1)) }
  } catch {
    return undefined
  }
}

/** @throws {URIError} for a broken percent sequence or bytes that are not UTF-8 */
function formUrlDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
