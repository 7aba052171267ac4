/** RFC 6901 §3 and §4: the path of a place inside a JSON value. */
export function pointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
