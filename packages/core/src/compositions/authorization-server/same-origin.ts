/**
 * Whether a post comes from a page of ours, as far as the browser tells (PX-08, Fetch Metadata).
 *
 * `Sec-Fetch-Site` decides where it is sent. `Origin` may be `null` beside it, since our pages send no referrer
 * (§10.9 e). Browsers that do not send it, and they alone, are judged by `Origin`: our own, or none.
 */
export function isSameOriginPost(request: Request, issuer: string): boolean {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const own = origin === null || origin === new URL(issuer).origin
  return site === null ? own : site === 'same-origin' && (own || origin === 'null')
}
