import type { ConsentPageModel, ErrorPageModel, Problem } from '../../../src/policy/pages/index.js'

export const consent: ConsentPageModel = {
  clientName: 'Acme Desk',
  clientId: 'c_1',
  clientUri: 'https://acme.example/about',
  redirectUri: 'https://desk.acme.example/callback',
  redirectKind: 'https',
  resource: 'https://notes.example.com/mcp',
  resourceName: 'Notes',
  scopes: [
    { name: 'notes:read', description: 'Read your notes' },
    { name: 'notes:odd', description: undefined },
  ],
  offline: true,
  account: undefined,
  action: '/consent',
  fields: { request: 'sealed', csrf: 'token' },
}

export const failure: ErrorPageModel = {
  problem: 'request_invalid',
  error: 'invalid_request',
  requestId: 'req_1',
  returnTo: { host: 'desk.acme.example', url: 'https://desk.acme.example/callback?error=invalid_request' },
}

export const PROBLEMS: readonly Problem[] = [
  'client_unknown',
  'redirect_uri_invalid',
  'request_invalid',
  'page_expired',
  'page_used',
  'form_untrusted',
  'change_untrusted',
  'change_expired',
  'login_expired',
  'login_failed',
  'sign_in_failed',
  'login_unavailable',
  'too_many_requests',
  'server_error',
]

/** Everything a reader sees, spaces collapsed. */
export function textOf(html: string): string {
  return html
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<wbr[^>]*>|<\/?bdi[^>]*>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
}

/** Tags and attribute names, without values, texts and places where a line may break. */
export function outlineOf(html: string): string {
  return (html.replaceAll(/<wbr *\/?>/g, '').match(/<[^>]*>/g) ?? [])
    .map((tag) => tag.replaceAll(/"[^"]*"/g, '""').replaceAll(/\s+/g, ' '))
    .join('')
}
