/** Parameters of authorization responses (RFC 6749 §4.1.2, RFC 9207 §2): in an answer, each one is ours. */
export const RESPONSE_PARAMETERS: readonly string[] = ['code', 'state', 'iss', 'error', 'error_description']

/**
 * An authorization response. The redirect URI stays byte for byte, with its own query (AS-35).
 *
 * @param parameters without a value are left out
 */
export function responseUrl(redirectUri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.append(name, value)
  const separator = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&'
  return `${redirectUri}${separator}${query.toString()}`
}
