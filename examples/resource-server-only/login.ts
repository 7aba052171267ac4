import { createHash, randomBytes } from 'node:crypto'
import { createScriptedPerson } from 'sallyport-example-support/scripted-person'
import { CLIENT_ID, REDIRECT_URI } from './provider.js'

export interface ProviderTokens {
  readonly access_token: string
  readonly id_token: string
}

/** One login at the provider, for an API of the caller's choice: what an attacker with an account gets hold of, too. */
export async function logIn(issuer: string, resource: string, scope: string, account = 'bob'): Promise<ProviderTokens> {
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(`${issuer}/auth`)
  url.search = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource,
    scope,
  }).toString()
  const callback = await createScriptedPerson(account).approve(url)
  return post<ProviderTokens>(`${issuer}/token`, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT_URI,
    code_verifier: verifier,
    resource,
  })
}

export async function revoke(issuer: string, token: string): Promise<void> {
  await post(`${issuer}/token/revocation`, { token })
}

async function post<T>(url: string, form: Record<string, string>): Promise<T> {
  const body = new URLSearchParams({ ...form, client_id: CLIENT_ID })
  const response = await fetch(url, { method: 'POST', body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${String(response.status)} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}
