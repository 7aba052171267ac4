import type { ExampleProcess } from 'sallyport-example-support/example-process'
import type { McpClient } from 'sallyport-example-support/mcp-client'
import type { Person } from './person.js'
import type { Report } from './report.js'

/** The main job: from a 401 to tools, refresh and revocation, with every exchange of the genuine client checked. */
export async function walkTheFlow(
  report: Report,
  parts: { readonly example: ExampleProcess; readonly mcp: McpClient; readonly person: Person },
): Promise<void> {
  const { example, mcp, person } = parts
  report.heading('The flow: a client gets in')

  const client = await mcp.connect()
  const find = (method: string, path: RegExp) =>
    mcp.exchanges.find((exchange) => exchange.method === method && path.test(exchange.path))
  const expectExchange = (
    title: string,
    method: string,
    path: RegExp,
    status: number,
    detail: (headers: Headers) => string,
  ) => {
    const exchange = find(method, path)
    report.add('flow', title, {
      ok: exchange?.status === status,
      detail: exchange
        ? `${method} ${exchange.path} → ${String(exchange.status)} ${detail(exchange.headers)}`
        : 'never happened',
    })
  }
  expectExchange('is met with a 401', 'POST', /^\/mcp$/, 401, (headers) =>
    headers.get('www-authenticate')?.includes('resource_metadata') ? 'names the metadata' : 'without metadata',
  )
  expectExchange('reads the resource metadata', 'GET', /oauth-protected-resource/, 200, () => '')
  expectExchange('reads the server metadata', 'GET', /oauth-authorization-server/, 200, () => '')
  expectExchange('registers', 'POST', /^\/register$/, 201, () => mcp.registration()?.client_id ?? '')
  report.add('flow', 'the person sees who asks, and allows it', {
    ok: person.seen.length >= 1,
    detail: `page “${person.seen[0] ?? 'none'}”`,
  })
  report.add('flow', 'the person signs in at the provider', {
    ok: person.seen.length >= 2,
    detail: `page “${person.seen[1] ?? 'none'}” at ${example.idpOrigin}`,
  })
  report.add('flow', 'gets a code, with iss', {
    ok: mcp.callback()?.get('iss') === example.origin,
    detail: `iss=${mcp.callback()?.get('iss') ?? ''}`,
  })
  expectExchange(
    'exchanges it for our own tokens',
    'POST',
    /^\/token$/,
    200,
    () => `scope ${mcp.tokens()?.scope ?? ''}`,
  )

  const who = JSON.parse(await client.callTool('whoami')) as { subject?: string; token?: string }
  report.add('flow', 'calls whoami', {
    ok: who.subject === 'alice' && who.token?.startsWith('sallyport:') === true,
    detail: `${who.subject ?? '?'}, and the tool sees ${who.token?.slice(0, 14) ?? '?'}…, not the token`,
  })
  const added = await client.callTool('notes_add', { text: 'Two gates, one open at a time.' })
  const listed = await client.callTool('notes_list')
  report.add('flow', 'adds a note and lists it', { ok: listed.includes('Two gates'), detail: added })
  const profile = await client.callTool('upstream_profile')
  report.add('flow', 'a tool asks the provider, with the inner token', {
    ok: (JSON.parse(profile) as { sub?: string }).sub === 'alice',
    detail: 'userinfo answered; the provider token stayed inside',
  })

  const before = mcp.tokens()?.refresh_token
  mcp.forgetAccessToken()
  await client.callTool('notes_list')
  report.add('flow', 'refreshes by itself', {
    ok: before !== undefined && mcp.tokens()?.refresh_token !== before,
    detail: 'the refresh token rotated',
  })
}

/** The last step, after the attacks: the client logs out and is locked out at once. */
export async function revokeAtTheEnd(
  report: Report,
  parts: { readonly example: ExampleProcess; readonly mcp: McpClient },
): Promise<void> {
  const { example, mcp } = parts
  report.heading('The end: revocation is exact')
  const { access_token: accessToken = '', refresh_token: refreshToken = '' } = mcp.tokens() ?? {}
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${example.origin}${path}`, { method: 'POST', body: new URLSearchParams(form) })
  const clientId = mcp.registration()?.client_id ?? ''
  const revoked = await post('/revoke', { token: refreshToken, client_id: clientId })
  report.add('flow', 'revokes', { ok: revoked.status === 200, detail: `POST /revoke → ${String(revoked.status)}` })
  const call = await fetch(example.endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  })
  report.add('flow', 'the access token is dead at once', {
    ok: call.status === 401,
    detail: `POST /mcp → ${String(call.status)}`,
  })
  const refresh = await post('/token', {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: clientId,
  })
  report.add('flow', 'and so is the refresh token', {
    ok: refresh.status === 400,
    detail: `POST /token → ${String(refresh.status)}`,
  })
}
