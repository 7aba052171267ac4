/** An origin, or a scheme with its colon. Keeps separators of the header and keywords of the grammar out. */
const ORIGIN = /^https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::(?:\d{1,5}|\*))?$/i
const IPV6_ORIGIN = /^(https?:)\/\/\[[0-9a-f:.]+\](?::\d{1,5})?$/i
const SCHEME = /^[a-z][a-z0-9+.-]*:$/i

/** Posting to these would run or show something, not go somewhere. */
const NEVER = new Set(['javascript:', 'data:', 'blob:', 'filesystem:', 'about:', 'file:'])

/** The source expression for one hop, or nothing: what is left out, the browser stops. */
function formActionSource(source: string): readonly string[] {
  if (ORIGIN.test(source)) return [source]
  // CSP has no grammar for IPv6 addresses (CSP 3 §2.3.1 host-char): only the scheme can be named.
  const scheme = IPV6_ORIGIN.exec(source)?.[1]
  if (scheme !== undefined) return [scheme]
  return SCHEME.test(source) && !NEVER.has(source.toLowerCase()) ? [source] : []
}

/** What a page may do. */
export interface PagePolicy {
  /** Base64 SHA-256 of the page's one `<style>`. */
  readonly styleHash: string
  /** `data:`, `'self'`, or nothing without a logo. */
  readonly imageSource: string | undefined
  /** Where its form may lead, redirects included; `undefined` for a page without a form. */
  readonly formAction: readonly string[] | undefined
}

/** `Content-Security-Policy` of a page: nothing runs, nothing is loaded, nobody frames it (AS-10, PX-09). */
export function contentSecurityPolicy(policy: PagePolicy): string {
  const { styleHash, imageSource, formAction } = policy
  const targets = formAction && ["'self'", ...new Set(formAction.flatMap(formActionSource))]
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    ...(imageSource === undefined ? [] : [`img-src ${imageSource}`]),
    `form-action ${targets?.join(' ') ?? "'none'"}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}
