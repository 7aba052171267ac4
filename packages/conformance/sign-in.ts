import { createPkce } from '@sallyport/core/pkce'
import { openWalker } from '../express/test/support/walker.js'

const REDIRECT_URI = 'http://127.0.0.1:48999/callback'

async function json(url: string, init?: RequestInit): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, init)
  const body = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}: ${body}`)
  return JSON.parse(body) as Readonly<Record<string, unknown>>
}

/** Registers a public client (RFC 7591) and answers with its id. */
export async function registerClient(origin: string, redirectUri: string): Promise<string> {
  const registered = await json(`${origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Conformance suite',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  })
  return String(registered['client_id'])
}

/** The way of a person through consent and login, and that of a client from the code to its access token. */
export async function signIn(origin: string, resource: string): Promise<string> {
  const clientId = await registerClient(origin, REDIRECT_URI)
  const { challenge, verifier } = await createPkce()
  const client = { client_id: clientId, redirect_uri: REDIRECT_URI, resource }
  const query = new URLSearchParams({
    ...client,
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'suite',
  })
  const callback = await openWalker().decide(`${origin}/authorize?${query.toString()}`, REDIRECT_URI)
  const tokens = await json(`${origin}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...client,
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      code_verifier: verifier,
    }),
  })
  return String(tokens['access_token'])
}
