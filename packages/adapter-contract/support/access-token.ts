import { createHash, randomBytes } from 'node:crypto'
import { openWalker } from '../../express/test/support/walker.js'
import type { Deployment } from './deployment.js'

const REDIRECT_URI = 'http://127.0.0.1:48999/callback'

type Address = Pick<Deployment, 'origin' | 'endpoint'>

async function register({ origin }: Address): Promise<string> {
  const answer = await fetch(`${origin}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' }),
  })
  const { client_id: clientId } = (await answer.json()) as { client_id: string }
  return clientId
}

/** Registers a client, sends a person through consent and login, and redeems the code. */
export async function accessToken(deployment: Address, scope = 'notes:read', person = 'alice'): Promise<string> {
  const { origin, endpoint: resource } = deployment
  const clientId = await register(deployment)
  const verifier = randomBytes(32).toString('base64url')
  const request = new URLSearchParams({
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource,
    scope,
  })
  const url = `${origin}/authorize?${request.toString()}`
  const callback = await openWalker().decide(url, REDIRECT_URI, 'approve', person)
  const redemption = new URLSearchParams({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    code_verifier: verifier,
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    resource,
  })
  const answer = await fetch(`${origin}/token`, { method: 'POST', body: redemption })
  const tokens = (await answer.json()) as { access_token?: string }
  if (tokens.access_token === undefined) throw new Error(`no token: ${JSON.stringify(tokens)}`)
  return tokens.access_token
}
